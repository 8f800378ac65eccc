import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { dayOf } from '../../pipeline/generate/calendar.ts'
import { childrenOf } from '../../pipeline/generate/child.ts'
import { generateCounty } from '../../pipeline/generate/county.ts'
import { checkCharacter, identityNumber, IdentityNumbers } from '../../pipeline/generate/identity-number.ts'

/** GB 11643-1999 as it defines itself: the sum of the digits, each by 2^(places to the right) mod 11, is 1 mod 11. */
function isValid(id: string): boolean {
  let sum = 0
  for (const [place, character] of [...id].entries()) {
    const digit = character === 'X' ? 10 : Number(character)
    sum = (sum + digit * (2 ** (17 - place) % 11)) % 11
  }
  return /^99\d{15}[\dX]$/.test(id) && sum === 1
}

describe('checkCharacter', () => {
  it('agrees with numbers of the samples', () => {
    for (const id of ['990001201606170239', '99000120100905108X', '990002202204232397']) {
      expect(checkCharacter(id.slice(0, 17))).toBe(id.slice(17))
    }
  })

  it('makes every number valid', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 990_001, max: 999_999 }),
        fc.integer({ min: 10_000, max: 25_000 }),
        fc.integer({ min: 1, max: 998 }),
        (area, birth, sequence) => {
          expect(isValid(identityNumber(area, birth, sequence))).toBe(true)
        },
      ),
    )
  })
})

describe('IdentityNumbers', () => {
  it('never repeats, also past a date’s 499 numbers of one sex, and not with its neighbours', () => {
    const birth = dayOf(2016, 9, 1)
    const ids = new Set<string>()
    for (const place of [0, 1, 2]) {
      const numbers = new IdentityNumbers(place, 3)
      for (let child = 0; child < 1200; child++) ids.add(numbers.next(birth, child % 2 === 0 ? 'male' : 'female'))
      for (let child = 0; child < 1200; child++) ids.add(numbers.next(birth, 'male'))
    }
    expect(ids.size).toBe(3 * 2400)
    expect([...ids].every(isValid)).toBe(true)
  })

  it('says when the area codes are used up', () => {
    const numbers = new IdentityNumbers(9_998, 9_999)
    const birth = dayOf(2016, 9, 1)
    for (let child = 0; child < 499; child++) numbers.next(birth, 'female')
    expect(() => numbers.next(birth, 'female')).toThrow(/区划代码不够用/)
  })
})

describe('a county of a million children', () => {
  it('has a million different valid numbers, each of the child’s sex and birth date', () => {
    const county = generateCounty({ townships: 12, children: 1_000_000, year: 2026, seed: 5, mess: 0 })
    const seen = new Set<number>()
    let children = 0
    let wrong = 0
    for (const township of county.townships) {
      for (const child of childrenOf(county, township)) {
        // A child that moved in bears the number it had.
        if (child.index >= township.childCount) continue
        children++
        // Fifteen digits behind the 99: a whole number that a double holds exactly.
        seen.add(Number(child.id.slice(2, 17)))
        const isMale = Number(child.id.charAt(16)) % 2 === 1
        if (isMale !== (child.sex === 'male')) wrong++
        if (children % 97 === 0 && !isValid(child.id)) wrong++
      }
    }
    expect({ children, distinct: seen.size, wrong }).toEqual({ children: 1_000_000, distinct: 1_000_000, wrong: 0 })
  })
})
