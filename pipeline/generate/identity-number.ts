import { ShouwangError } from '../../errors.ts'
import { civilOf } from './calendar.ts'
import type { Day } from './calendar.ts'

export type Sex = 'male' | 'female'

const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2] as const
const CHECKS = '10X98765432'

/** The last character of an 18-character identity number (GB 11643-1999: ISO 7064, MOD 11-2) for its first 17 digits. */
export function checkCharacter(first17: string): string {
  let sum = 0
  for (let place = 0; place < 17; place++) sum += (WEIGHTS[place] ?? 0) * (first17.charCodeAt(place) - 48)
  return CHECKS.charAt(sum % 11)
}

/** An identity number from its parts; the last digit of `sequence` is odd for a boy, even for a girl. */
export function identityNumber(area: number, birth: Day, sequence: number): string {
  const { year, month, day } = civilOf(birth)
  const first17 = `${area}${year}${String(month * 100 + day).padStart(4, '0')}${String(sequence).padStart(3, '0')}`
  return first17 + checkCharacter(first17)
}

/** The last of the codes 99xxxx, which belong to no place (interfaces.md); 990000 stays free. */
const LAST_AREA = 999_999
export const FIRST_AREA = 990_001

/** Sequences of one sex in one area on one day: 1, 3 … 997 and 2, 4 … 998. A prime, so that any step walks through all. */
const SEQUENCES = 499
const STEP = 137

/**
 * Identity numbers that never repeat, by construction: a number is its area, birth date and sequence; an allocator owns
 * every `stride`-th area code from its first one on, and counts through the sequences of a date before it goes on to its
 * next area. Two allocators with different first codes below the stride can never meet.
 */
export class IdentityNumbers {
  readonly #first: number
  readonly #stride: number
  readonly #used = new Map<number, number>()

  /** `place` of `of`: the township among its county's. */
  constructor(place: number, of: number) {
    this.#first = FIRST_AREA + place
    this.#stride = of
  }

  /** The next number for a birth date and sex. */
  next(birth: Day, sex: Sex): string {
    const slot = birth * 2 + (sex === 'male' ? 1 : 0)
    const used = this.#used.get(slot) ?? 0
    this.#used.set(slot, used + 1)
    const area = this.#first + this.#stride * Math.floor(used / SEQUENCES)
    if (area > LAST_AREA)
      throw new ShouwangError('bad_parameter', '儿童太多，99 开头的区划代码不够用；请减少 --children 或 --townships')
    // Each date begins elsewhere, so that not every number ends alike.
    const place = ((used % SEQUENCES) * STEP + Math.abs(birth) * 31) % SEQUENCES
    return identityNumber(area, birth, place * 2 + (sex === 'male' ? 1 : 2))
  }
}
