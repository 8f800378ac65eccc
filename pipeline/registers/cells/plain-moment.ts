import { daysOf } from './date.ts'

/**
 * Days since 1970 of a date in the commonest spelling, `2026-09-01` or `2026/9/1`, read from its bytes, with the seconds of
 * `08:30` or `08:30:15` behind one space in `seconds`; -1 where the bytes are anything else, which the full reading then
 * judges. Registers hold two such cells a row, and most of them only once or twice, so remembering them gains nothing.
 */
export class PlainMoment {
  days = 0
  /** Seconds of the day, or -1 where no time is given. */
  seconds = -1
  #at = 0
  #lastKey = -1
  #lastDays = 0
  readonly #firsts = new Map<number, number>()

  read(bytes: Uint8Array, start: number, end: number): boolean {
    this.#at = start
    const year = this.#number(bytes, end, 4, 4)
    const separator = bytes[this.#at]
    if (year < 0 || (separator !== 0x2d && separator !== 0x2f)) return false
    this.#at++
    const month = this.#number(bytes, end, 1, 2)
    if (month < 0 || bytes[this.#at] !== separator || this.#at >= end) return false
    this.#at++
    const day = this.#number(bytes, end, 1, 2)
    if (day < 0) return false
    const key = (year * 16 + month) * 32 + day
    if (key !== this.#lastKey) {
      const days = this.#daysOf(year, month, day)
      if (days === null) return false
      this.#lastKey = key
      this.#lastDays = days
    }
    this.days = this.#lastDays
    this.seconds = -1
    return this.#at === end || this.#readTime(bytes, end)
  }

  /** The first days of months are remembered: a register spans a few years. */
  #daysOf(year: number, month: number, day: number): number | null {
    if (month < 1 || month > 12 || day < 1 || day > 28) return daysOf(year, month, day)
    const at = year * 12 + month
    let first = this.#firsts.get(at)
    if (first === undefined) {
      const days = daysOf(year, month, 1)
      if (days === null) return null
      this.#firsts.set(at, days)
      first = days
    }
    return first + day - 1
  }

  #readTime(bytes: Uint8Array, end: number): boolean {
    if (bytes[this.#at] !== 0x20) return false
    this.#at++
    const hour = this.#number(bytes, end, 1, 2)
    if (hour < 0 || hour > 23 || bytes[this.#at] !== 0x3a || this.#at >= end) return false
    this.#at++
    const minute = this.#number(bytes, end, 1, 2)
    if (minute < 0 || minute > 59) return false
    let second = 0
    if (this.#at < end) {
      if (bytes[this.#at] !== 0x3a) return false
      this.#at++
      second = this.#number(bytes, end, 1, 2)
      if (second < 0 || second > 59 || this.#at < end) return false
    }
    this.seconds = (hour * 60 + minute) * 60 + second
    return true
  }

  /** A number of so many digits, or -1. */
  #number(bytes: Uint8Array, end: number, least: number, most: number): number {
    let value = 0
    let count = 0
    while (count < most && this.#at < end) {
      const digit = (bytes[this.#at] as number) - 0x30
      if (digit < 0 || digit > 9) break
      value = value * 10 + digit
      this.#at++
      count++
    }
    return count < least ? -1 : value
  }
}
