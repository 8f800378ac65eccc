import { microsOf } from './rows.ts'

/**
 * What a reader can tell apart: of two instants between which no batch came in, the registers stand alike; and what came in after
 * an instant does not change what stood at it. Only an erasure or another policy changes what stood before.
 */
export class States {
  /** Microseconds, ascending; one entry a change, however many there are of one instant. */
  readonly #changes: bigint[] = []
  #rewritten = 0

  /** A change shows from a local time on; without one, at every instant. */
  add(shows_from?: string): void {
    if (shows_from === undefined) this.#rewritten++
    else {
      const at = microsOf(shows_from)
      this.#changes.splice(this.#countTo(at), 0, at)
    }
  }

  /** The same for two local times at which the registers stand alike, and never for others. */
  keyAt(as_of: string): string {
    return `${this.#rewritten}.${this.#countTo(microsOf(as_of))}`
  }

  /** How many changes show at an instant. */
  #countTo(at: bigint): number {
    let low = 0
    let high = this.#changes.length
    while (low < high) {
      const middle = (low + high) >> 1
      if ((this.#changes[middle] ?? 0n) <= at) low = middle + 1
      else high = middle
    }
    return low
  }
}
