import { describe, expect, it } from 'vitest'
import { schemeSchema } from '../../../evaluation/scheme.ts'
import { sentScheme, typedScheme, weightOf } from '../../../web/routes/evaluation/[year]/scheme/typed-scheme.ts'

const SCHEME = {
  ...schemeSchema.parse({ entries: [{ township: '01', points: -2, reason: '迟报', evidence: '通报' }] }),
  objections_until: '2027-01-15',
  items: [
    { duty: 'talk', weight: 20, scoring: { kind: 'linear' as const, from: 0.285, to: 0.985 } },
    { duty: 'file', weight: 7.5, scoring: { kind: 'linear' as const, from: 0 } },
    { duty: 'home', weight: 1, scoring: { kind: 'steps' as const, steps: [{ from: 0.95, part: 1 }] } },
    { duty: 'police_report', weight: 1, scoring: { kind: 'penalty' as const, per_case: 2 } },
  ],
}

describe('a scheme in the form', () => {
  it('is sent as it came, where nothing was changed', () => {
    expect(sentScheme(typedScheme(SCHEME))).toEqual(SCHEME)
    const open = { ...SCHEME, objections_until: null }
    expect(sentScheme(typedScheme(open))).toEqual(open)
  })

  it('has rates in percent, and keeps the numbers of a way to score that is not chosen', () => {
    const typed = typedScheme(SCHEME)
    expect(typed.items.map(({ from, to }) => [from, to])[0]).toEqual([28.5, 98.5])
    const [talk] = typed.items
    if (talk) talk.kind = 'penalty'
    expect(sentScheme(typed)).toMatchObject({ items: [{ scoring: { kind: 'penalty', per_case: 1 } }, {}, {}, {}] })
    if (talk) talk.kind = 'linear'
    expect(sentScheme(typed)).toEqual(SCHEME)
  })

  it('sends what is empty as such, which the API refuses, and counts it as nothing', () => {
    const typed = typedScheme(SCHEME)
    const [talk] = typed.items
    if (talk) talk.weight = null
    expect(weightOf(typed.items)).toBe(9.5)
    const { error } = schemeSchema.safeParse(sentScheme(typed))
    expect(error?.issues.map(({ path }) => path.join('.'))).toEqual(['items.0.weight'])
  })
})
