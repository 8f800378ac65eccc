import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { z } from 'zod'
import { trendAnswer } from '../../web/api/routes/trend.ts'
import { openApiCounty, type ApiCounty } from '../support/api-county.ts'

let county: ApiCounty
beforeAll(async () => {
  county = await openApiCounty()
})
afterAll(() => county.close())

const AS_OF = 'as_of=2026-10-31T12:00:00%2B08:00'
const trend = async (query: string, as_of = AS_OF): Promise<z.infer<typeof trendAnswer>> => {
  const response = await county.api.request(`/api/trend?${query}&${as_of}`)
  expect(response.status).toBe(200)
  return trendAnswer.parse(await response.json())
}

describe('/api/trend', () => {
  it('has the county’s months of talks, with trial limits from fewer than twelve', async () => {
    const { rows, limits, level } = await trend('duty=talk')
    expect(level).toBe('county')
    expect(rows.map(({ period }) => period)).toEqual(['2026-03', '2026-04', '2026-05', '2026-06', '2026-09'])
    expect(limits?.is_trial).toBe(true)
    expect(limits?.mean).toBeCloseTo(rows.reduce((sum, row) => sum + (row.rate ?? 0), 0) / rows.length, 12)
  })

  it('goes back into the year before, so that twelve points give limits that stay', async () => {
    const { rows, limits } = await trend('duty=talk', 'as_of=2027-06-30T12:00:00%2B08:00')
    const months = ['2026-03', '2026-04', '2026-05', '2026-06', '2026-09', '2026-10', '2026-11']
    expect(rows.map(({ period }) => period)).toEqual([...months, '2027-03', '2027-04', '2027-05'])
    // the year before stands as it did in its last second, in which its December was not over
    const then = await trend('duty=talk', 'as_of=2026-12-31T23:59:59%2B08:00')
    expect(rows.slice(0, months.length)).toEqual(then.rows)
    expect(limits?.is_trial).toBe(true)
    const later = await trend('duty=talk', 'as_of=2027-10-01T12:00:00%2B08:00')
    expect(later.limits?.is_trial).toBe(false)
    const first = later.rows.slice(0, 12).reduce((sum, { rate }) => sum + (rate ?? 0), 0) / 12
    expect(later.limits?.mean).toBeCloseTo(first, 12)
  })

  it('has a township and a school for itself', async () => {
    for (const unit of ['01', encodeURIComponent('01/高桥中心小学') + '&level=school']) {
      const { rows } = await trend(`duty=talk&unit=${unit}`)
      expect(rows.length).toBeGreaterThan(0)
      expect(new Set(rows.map(({ unit_id }) => unit_id)).size).toBe(1)
    }
  })

  it('draws no limits for what comes twice a year', async () => {
    expect((await trend('duty=three_ones')).limits).toBeNull()
  })

  it('shows a duty of the state at months’ ends', async () => {
    expect((await trend('duty=file&unit=01')).rows.map(({ period }) => period)).toEqual(['2026-09', '2026-10'])
  })

  it('refuses a unit that is of another level', async () => {
    expect((await county.api.request('/api/trend?duty=talk&unit=01&level=village')).status).toBe(400)
  })
})
