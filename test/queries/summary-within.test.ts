import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { summary, type SummaryQuery } from '../../queries/ledger.ts'
import { dutyCatalogue } from '../../queries/statements.ts'
import { openApiCounty, type ApiCounty } from '../support/api-county.ts'

let county: ApiCounty
beforeAll(async () => {
  county = await openApiCounty()
})
afterAll(() => county.close())

const TOWNSHIPS = ['01', '02', '03']

describe('the summary within a township', () => {
  it.each<[string, SummaryQuery]>([
    ['of now', { as_of: '2026-10-31T12:00:00' }],
    ['of a quarter, after the first pull', { as_of: '2026-09-20T09:00:00', period: '2026-Q3' }],
    [
      'of one duty at the lower levels',
      { as_of: '2026-10-31T12:00:00', duties: ['talk'], levels: ['village', 'school'] },
    ],
    [
      'as a year counts it',
      { as_of: '2026-09-30T23:59:59', known_at: '2026-10-31T12:00:00', duties: ['talk', 'pairing'] },
    ],
  ])('%s: is what of the county’s lies in it', async (_, query) => {
    const { warehouse } = county.application
    const all = await summary(warehouse, query)
    for (const within of TOWNSHIPS) {
      const own = all.filter(({ unit_id }) => unit_id === within || unit_id.startsWith(`${within}/`))
      expect(own.length).toBeGreaterThan(0)
      expect(await summary(warehouse, { ...query, within })).toEqual(own)
    }
  })

  it('has rows of every duty that the county has rows of', async () => {
    const query = { as_of: '2026-10-31T12:00:00' }
    const { warehouse } = county.application
    const found = await Promise.all(TOWNSHIPS.map((within) => summary(warehouse, { ...query, within })))
    const duties = (rows: readonly { duty: string }[]) => {
      const named = new Set(rows.map(({ duty }) => duty))
      return dutyCatalogue().flatMap(({ code }) => (named.has(code) ? [code] : []))
    }
    expect(duties(found.flat())).toEqual(duties(await summary(warehouse, query)))
    expect(found.flat().some(({ level }) => level === 'county')).toBe(false)
  })
})
