import { describe, expect, it } from 'vitest'
import { schemeChanges } from '../../evaluation/scheme-changes.ts'
import { schemeSchema, type ItemisedScheme, type SchemeItem } from '../../evaluation/scheme.ts'

const item = (duty: string, weight: number): SchemeItem => ({ duty, weight, scoring: { kind: 'linear', from: 0 } })
const entry = (township: string, points: number) => ({ township, points, reason: '创新', evidence: '9 号文' })
const scheme = (change: Partial<ItemisedScheme> = {}): ItemisedScheme => ({
  ...schemeSchema.parse({}),
  items: [item('talk', 1), item('file', 1)],
  ...change,
})

describe('what is different between two schemes', () => {
  it('is nothing where they say the same, in whatever order of keys', () => {
    const reversed = JSON.parse(
      JSON.stringify(scheme(), (_key, value: unknown) =>
        typeof value === 'object' && value !== null && !Array.isArray(value)
          ? Object.fromEntries(Object.entries(value).reverse())
          : value,
      ),
    ) as ItemisedScheme
    expect(schemeChanges(scheme(), reversed)).toEqual([])
  })

  it('names duties and grades that came, went or changed', () => {
    const grades = [...scheme().grades.slice(1), { name: '更低', from: 0 }]
    const after = scheme({ items: [item('talk', 3), item('pairing', 1)], grades })
    expect(
      schemeChanges(scheme(), after).map(({ part, of, before, after: now }) => [
        part,
        of,
        before === null,
        now === null,
      ]),
    ).toEqual([
      ['item', 'talk', false, false],
      ['item', 'file', false, true],
      ['item', 'pairing', true, false],
      ['grade', '优秀', false, true],
      ['grade', '更低', true, false],
    ])
  })

  it('counts the same entry as often as it is there', () => {
    const before = scheme({ entries: [entry('01', 2), entry('01', 2), entry('02', 1)] })
    const after = scheme({ entries: [entry('01', 2), entry('02', -1)] })
    expect(schemeChanges(before, after).map(({ of, before: was, after: now }) => [of, was, now])).toEqual([
      ['01', entry('01', 2), null],
      ['02', entry('02', 1), null],
      ['02', null, entry('02', -1)],
    ])
  })

  it('names rules of the whole', () => {
    const after = scheme({ verification: 'none', least_checked: 5, objections_until: '2027-01-15' })
    expect(schemeChanges(scheme(), after)).toEqual([
      { part: 'verification', of: '', before: 'multiply', after: 'none' },
      { part: 'least_checked', of: '', before: 10, after: 5 },
      { part: 'objections_until', of: '', before: null, after: '2027-01-15' },
    ])
  })
})
