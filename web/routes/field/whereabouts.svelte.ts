import type { Place } from './worksheet.ts'

/** A place that is older is not where somebody is now. */
const FRESH_MS = 120_000

/** Where the device is, while somebody wants it kept; off until they say so. */
export class Whereabouts {
  state = $state<'off' | 'asking' | 'on' | 'refused'>('off')
  #last = $state<{ place: Place; at: number } | null>(null)
  #watch: number | null = null

  /** Metres within which the last place lies; null: none is known. */
  get accuracy(): number | null {
    return this.#last?.place.accuracy_m ?? null
  }

  start(): void {
    this.state = 'asking'
    this.#watch = navigator.geolocation.watchPosition(
      ({ coords: { latitude, longitude, accuracy }, timestamp }) => {
        this.state = 'on'
        this.#last = { place: { latitude, longitude, accuracy_m: Math.min(1e7, Math.round(accuracy)) }, at: timestamp }
      },
      ({ code, PERMISSION_DENIED }) => {
        // Without a view of the sky it goes on looking.
        if (code === PERMISSION_DENIED) this.stop('refused')
      },
      { enableHighAccuracy: true, maximumAge: FRESH_MS },
    )
  }

  stop(state: 'off' | 'refused' = 'off'): void {
    if (this.#watch !== null) navigator.geolocation.clearWatch(this.#watch)
    this.#watch = null
    this.#last = null
    this.state = state
  }

  /** The place at an instant; null: none is known, or only an old one. */
  at(now: Date): Place | null {
    return this.#last !== null && now.getTime() - this.#last.at <= FRESH_MS ? this.#last.place : null
  }
}
