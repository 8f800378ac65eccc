import { deviceNow } from './device-clock.ts'
import { Held, labelOf, type Label, type Noted } from './held.ts'
import { sendWaiting, type Halt } from './outbox.ts'
import { openSealedStore, type SealedStore } from './sealed-store.ts'
import { handBack, isRevoked, stationOf, type Got } from './station.ts'
import type { Duty, Finding, Taken } from './worksheet.ts'

/** Why what a device held is gone. */
export type Wiped = 'revoked' | 'back' | 'forgotten'
type Phase = 'starting' | 'unsupported' | 'elsewhere' | 'taking' | 'locked' | 'open'

/** Left alone for so long, a worksheet locks itself. */
const IDLE_MS = 10 * 60_000

/** What the page of a device shows, and what can be done there. */
export class FieldWork {
  phase = $state<Phase>('starting')
  label = $state.raw<Label | null>(null)
  held = $state.raw<Held | null>(null)
  findings = $state.raw<readonly Finding[]>([])
  /** Photos that were not sent. */
  photos = $state(0)
  isOnline = $state(true)
  isSending = $state(false)
  halt = $state.raw<Halt | null>(null)
  wiped = $state<Wiped | null>(null)
  isIdle = $state(false)
  #store: SealedStore | null = null
  #touched = 0

  readonly waiting = $derived(this.findings.filter(({ state }) => state === 'waiting').length)

  /** Looks what is on this device. One window alone works with it. */
  async start(): Promise<void> {
    this.isOnline = navigator.onLine
    // Without https a browser neither seals nor keeps the page.
    if (!isSecureContext) return void (this.phase = 'unsupported')
    if (!(await isOnlyWindow())) return void (this.phase = 'elsewhere')
    try {
      this.#store = await openSealedStore()
      this.label = await labelOf(this.#store)
    } catch {
      return void (this.phase = 'unsupported')
    }
    this.phase = this.label === null ? 'taking' : 'locked'
    await this.#checkRevoked()
  }

  /** Keeps what was taken along, sealed with the password. */
  async take(password: string, taken: Taken & { duties: Duty[] }): Promise<void> {
    if (this.#store === null) return
    // Without it a browser may clear the store when the device is full.
    await navigator.storage.persist?.()
    const held = await Held.take(this.#store, password, taken)
    this.label = await labelOf(this.#store)
    await this.#show(held)
  }

  /** Opens what is there; false: not the password. */
  async unlock(password: string): Promise<boolean> {
    if (this.#store === null || this.label === null) return false
    const held = await Held.open(this.#store, this.label, password)
    if (held === null) return false
    await this.#show(held)
    void this.send()
    return true
  }

  /** Forgets the key: nothing is readable until the password is given again. */
  lock(): void {
    this.held = null
    this.findings = []
    this.phase = 'locked'
  }

  /** Somebody did something. */
  touch(): void {
    this.#touched = deviceNow().getTime()
  }

  /** Locks what nobody touched for ten minutes; tries again to send what waits. */
  tick(): void {
    if (this.phase !== 'open') return
    if (deviceNow().getTime() - this.#touched >= IDLE_MS && !this.isSending) {
      this.lock()
      this.isIdle = true
    } else if (this.isOnline && (this.waiting > 0 || this.photos > 0) && this.halt?.why === 'unreachable') {
      void this.send()
    }
  }

  /** The signal came or went. */
  async signal(isOnline: boolean): Promise<void> {
    this.isOnline = isOnline
    if (!isOnline) return
    await this.#checkRevoked()
    await this.send()
  }

  /** Keeps a finding at once, and sends it where that is possible. */
  async note(noted: Omit<Noted, 'found_at'>): Promise<void> {
    await this.held?.note({ ...noted, found_at: deviceNow().toISOString() })
    await this.#refresh()
    if (this.isOnline) void this.send()
  }

  /** Sends what waits, in order. */
  async send(): Promise<void> {
    const { held } = this
    if (held === null || this.isSending) return
    this.isSending = true
    try {
      this.halt = await sendWaiting(held, stationOf(held.taken), () => void this.#refresh())
      if (this.halt?.why === 'revoked') await this.wipe('revoked')
      await this.#refresh()
    } finally {
      this.isSending = false
    }
  }

  /** Keeps which finding of a claim stands. */
  async settled({ sequence }: Finding, standing: string | null): Promise<void> {
    await this.held?.change(sequence, { state: 'settled', standing })
    await this.#refresh()
  }

  /** Hands the worksheet back: the device is stopped and holds nothing any more. */
  async handBack(): Promise<Got<true> | null> {
    if (this.label === null) return null
    const answer = await handBack(this.label)
    if (answer.got !== null) await this.wipe('back')
    return answer
  }

  /** Takes away everything that is on this device. */
  async wipe(why: Wiped): Promise<void> {
    await this.#store?.wipe()
    this.held = null
    this.label = null
    this.findings = []
    this.photos = 0
    this.halt = null
    this.wiped = why
    this.phase = 'taking'
  }

  async #show(held: Held): Promise<void> {
    this.held = held
    this.wiped = null
    this.isIdle = false
    this.halt = null
    this.phase = 'open'
    this.touch()
    await this.#refresh()
  }

  async #refresh(): Promise<void> {
    const { held } = this
    if (held === null) return
    const photos = await held.photoCount()
    // Locked meanwhile, nothing is shown again.
    if (this.held !== held) return
    this.photos = photos
    this.findings = held.findings
  }

  async #checkRevoked(): Promise<void> {
    if (this.label !== null && this.isOnline && (await isRevoked(this.label))) await this.wipe('revoked')
  }
}

/** A window that is being loaded anew lets go a moment after the next one asks. */
const LET_GO_MS = 2000

/** Takes the browser's word for it that no other window has the worksheet, for as long as this one is there. */
function isOnlyWindow(): Promise<boolean> {
  return new Promise((resolve) => {
    const hold = (): Promise<never> => {
      resolve(true)
      return new Promise(() => undefined)
    }
    navigator.locks.request('field', { signal: AbortSignal.timeout(LET_GO_MS) }, hold).catch(() => resolve(false))
  })
}
