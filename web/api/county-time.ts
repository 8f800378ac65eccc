import { fromLocal, toLocal } from '../../queries/instants.ts'
import { dutyCatalogue } from '../../queries/statements.ts'
import type { Warehouse } from '../../queries/warehouse.ts'

const MINUTE = 60_000
const SECOND = 1_000
const DAYS_KEPT = 4_000

/** Writes the warehouse's local times as instants, quickly: the offset of a day is looked up once. */
export class CountyTime {
  readonly timezone: string
  readonly #offsets = new Map<string, string>()

  constructor(timezone: string) {
    this.timezone = timezone
  }

  /** `2026-09-10T02:00:00` as `2026-09-10T02:00:00+08:00`; null stays null. */
  instant(local: unknown): string | null {
    if (typeof local !== 'string') return null
    const day = local.slice(0, 10)
    let offset = this.#offsets.get(day)
    if (offset === undefined) {
      if (this.#offsets.size >= DAYS_KEPT) this.#offsets.clear()
      offset = fromLocal(`${day}T12:00:00`, this.timezone).slice(19)
      this.#offsets.set(day, offset)
    }
    return local.replace(/\.0+$/, '') + offset
  }
}

/**
 * The instant that an answer without `as_of` is for: the beginning of the running minute, so that within a minute
 * equal questions have one answer; or, later in that minute, the moment at which the present state was first seen, so
 * that a batch shows at once.
 */
export class Present {
  readonly #now: () => Date
  readonly #version: () => number
  readonly #timezone: string
  #seenVersion: number | undefined
  #seenAt = 0
  #millis = Number.NaN
  #local = ''

  constructor(now: () => Date, version: () => number, timezone: string) {
    this.#now = now
    this.#version = version
    this.#timezone = timezone
  }

  /** As the county's local time. */
  get local(): string {
    const now = this.#now().getTime()
    const version = this.#version()
    if (version !== this.#seenVersion) {
      this.#seenVersion = version
      this.#seenAt = Math.ceil(now / SECOND) * SECOND
    }
    const millis = Math.max(Math.floor(now / MINUTE) * MINUTE, this.#seenAt)
    if (millis !== this.#millis) {
      this.#millis = millis
      this.#local = toLocal(new Date(millis), this.#timezone)
    }
    return this.#local
  }
}

/**
 * What tells an answer at `as_of` apart from others: the state of the registers then, and the instant. The escalation duties run
 * by the minute; every other duty reads of the instant no more than its day (queries/duties).
 */
export function stateKey(warehouse: Pick<Warehouse, 'stateAt'>, as_of: string, duties: readonly string[]): string {
  return `${warehouse.stateAt(as_of)} ${duties.some(runsByTheMinute) ? as_of : as_of.slice(0, 10)}`
}

/** Whether a duty's rows change within a day: those with a limit of minutes. */
export const runsByTheMinute = (code: string): boolean =>
  dutyCatalogue().find((duty) => duty.code === code)?.family === 'escalation'
