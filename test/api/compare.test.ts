import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { z } from 'zod'
import { clusters } from '../../queries/comparison.ts'
import { summaryAnswer } from '../../web/api/schemas.ts'
import { compareAnswer } from '../../web/api/routes/compare.ts'
import { monthEnds } from '../../web/api/series.ts'
import { openApiCounty, type ApiCounty } from '../support/api-county.ts'

let county: ApiCounty
beforeAll(async () => {
  county = await openApiCounty()
})
afterAll(() => county.close())

const AS_OF = 'as_of=2026-10-31T12:00:00%2B08:00'
const compared = async (query: string): Promise<z.infer<typeof compareAnswer>> => {
  const response = await county.api.request(`/api/compare?${query}&${AS_OF}`)
  expect(response.status).toBe(200)
  return compareAnswer.parse(await response.json())
}

describe('/api/compare', () => {
  it('has the summary’s own counts and intervals, a row a township', async () => {
    const { rows } = await compared('duty=talk&period=2026-09')
    const response = await county.api.request(`/api/summary?duty=talk&level=township&period=2026-09&${AS_OF}`)
    const summary = summaryAnswer.parse(await response.json()).rows
    expect(rows.length).toBeGreaterThan(1)
    expect(
      rows.map(({ unit_id, met, late, missed, low, high }) => ({ unit_id, met, late, missed, low, high })),
    ).toEqual(summary.map(({ unit_id, met, late, missed, low, high }) => ({ unit_id, met, late, missed, low, high })))
  })

  it('draws a funnel around the county where the target is 100 %, and says by which method', async () => {
    const { funnel, rows } = await compared('duty=talk&period=2026-09')
    const closed = rows.reduce((sum, { met, late, missed }) => sum + met + late + missed, 0)
    expect(funnel?.around).toBe('pooled')
    expect(funnel?.theta).toBeCloseTo(rows.reduce((sum, { met }) => sum + met, 0) / closed, 12)
    for (const { low_998, low_95, high_95, high_998 } of rows) {
      expect(low_998).toBeLessThanOrEqual(low_95 ?? 0)
      expect(high_95).toBeLessThanOrEqual(high_998 ?? 0)
    }
  })

  it('gives rank ranges and bands with the seed that they are drawn from, and the same ones again', async () => {
    const first = await compared('duty=pairing')
    expect(first.draws).toEqual({ count: 2000, seed: expect.any(Number) as number })
    for (const { band, rank_low, rank_high } of first.rows) {
      expect(band).toBeGreaterThanOrEqual(1)
      expect(rank_low).toBeLessThanOrEqual(rank_high ?? 0)
    }
    expect((await compared('duty=pairing')).rows).toEqual(first.rows)
  })

  it('has the months of a monthly duty, whose counts add up to those of the year, and the month before', async () => {
    const { rows } = await compared('duty=talk')
    for (const { met, late, missed, series } of rows) {
      expect(series.reduce((sum, point) => sum + point.met, 0)).toBe(met)
      expect(series.reduce((sum, point) => sum + point.closed, 0)).toBe(met + late + missed)
    }
    const september = await compared('duty=talk&period=2026-09')
    const point = rows[0]?.series.find(({ period }) => period === '2026-06')
    expect(september.rows[0]).toMatchObject({ previous_period: '2026-06', previous_met: point?.met })
  })

  it('has the semesters of a duty in their order, and the one before', async () => {
    const year = await compared('duty=three_ones')
    expect(year.rows.flatMap(({ series }) => series.map(({ period }) => period))).toContain('2026-spring')
    const { rows, period } = await compared('duty=three_ones&period=2026-autumn')
    expect(period).toBe('2026-autumn')
    for (const row of rows) {
      // It runs until January: nothing of it is judged.
      expect(row).toMatchObject({ period: '2026-autumn', rate: null, previous_period: '2026-spring' })
      expect(row.ahead + row.pending).toBeGreaterThan(0)
      const spring = year.rows.find(({ unit_id }) => unit_id === row.unit_id)
      expect(row).toMatchObject({ previous_met: spring?.met })
    }
  })

  it('has a duty of the state at each month’s end since there are data', async () => {
    const [row] = (await compared('duty=file')).rows
    expect(row?.series.map(({ period }) => period)).toEqual(['2026-09', '2026-10'])
    expect(row?.series.at(-1)).toMatchObject({ met: row?.met })
  })

  it('compares the villages and schools of a township', async () => {
    for (const level of ['village', 'school']) {
      const { rows } = await compared(`duty=talk&level=${level}&unit=01`)
      expect(rows.length).toBeGreaterThan(1)
      expect(rows.every(({ unit_id }) => unit_id.startsWith('01/'))).toBe(true)
    }
  })

  it('answers CSV for whoever works on', async () => {
    const response = await county.api.request(`/api/compare?duty=talk&format=csv&${AS_OF}`)
    expect(await response.text()).toContain('unit_id,unit_name,duty,period,met,late,missed')
  })

  it.each(['', 'duty=nothing', 'duty=talk&unit=99', 'duty=talk&unit=01/nowhere'])('refuses %j', async (query) => {
    expect((await county.api.request(`/api/compare?${query}`)).status).toBe(400)
  })
})

describe('clusters', () => {
  it('counts each subject once, with all that it is owed', async () => {
    const rows = await clusters(county.services.warehouse, {
      as_of: '2026-10-31T12:00:00.000',
      duty: 'talk',
      level: 'township',
      period: '2026',
    })
    const { rows: units } = await compared('duty=talk')
    for (const { unit_id, met, late, missed } of units) {
      const own = rows.filter((row) => row.unit_id === unit_id)
      expect(own.reduce((sum, row) => sum + row.met * row.subjects, 0)).toBe(met)
      expect(own.reduce((sum, row) => sum + row.total * row.subjects, 0)).toBe(met + late + missed)
    }
  })
})

describe('monthEnds', () => {
  it('ends at the instant itself', () => {
    expect(monthEnds('2028-03-05T10:00:00.000').map(({ at }) => at)).toEqual([
      '2028-01-31T23:59:59.000',
      '2028-02-29T23:59:59.000',
      '2028-03-05T10:00:00.000',
    ])
  })
})
