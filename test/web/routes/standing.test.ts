import { describe, expect, it } from 'vitest'
import { countsOf, remarkable, standingsOf } from '../../../web/routes/townships/[id]/standing.ts'
import type { SummaryRow } from '../../../web/server/answers.ts'

const row = (duty: string, rate: number | null, low: number | null, high: number | null): SummaryRow => ({
  level: 'township',
  unit_id: '02',
  unit_name: '青石镇',
  duty,
  period: '2026',
  met: 0,
  late: 0,
  missed: 0,
  ahead: 0,
  pending: 0,
  rate,
  low,
  high,
  target: 1,
})
const county = ['a', 'b', 'c', 'd', 'e', 'f'].map((duty) => row(duty, 0.8, 0.78, 0.82))

describe('a township against its county', () => {
  it('is above or below only where its whole interval is', () => {
    const standings = standingsOf(
      [row('a', 0.9, 0.81, 0.95), row('b', 0.7, 0.6, 0.79), row('c', 0.7, 0.6, 0.8), row('d', null, null, null)],
      county,
    )
    expect(standings.map(({ row: own, verdict }) => [own.duty, verdict])).toEqual([
      ['b', 'below'],
      ['c', 'even'],
      ['a', 'above'],
    ])
    expect(countsOf(standings)).toEqual({ above: 1, below: 1, even: 1 })
  })

  it('is even in what the county has no rate for', () => {
    expect(standingsOf([row('z', 0.1, 0.05, 0.2)], county)[0]).toMatchObject({ county: null, verdict: 'even' })
  })

  it('is described in three sentences: the surest weaknesses, and a strength where there is one', () => {
    const weak = [row('a', 0.5, 0.4, 0.6), row('b', 0.3, 0.2, 0.4), row('c', 0.6, 0.5, 0.7), row('d', 0.7, 0.6, 0.75)]
    const said = (rows: SummaryRow[]) => remarkable(standingsOf(rows, county)).map(({ row: own }) => own.duty)
    expect(said(weak)).toEqual(['b', 'a', 'c'])
    expect(said([...weak, row('e', 0.95, 0.9, 0.99), row('f', 0.9, 0.85, 0.95)])).toEqual(['b', 'a', 'e'])
    expect(said([row('e', 0.95, 0.9, 0.99), row('f', 0.9, 0.85, 0.95)])).toEqual(['e', 'f'])
    expect(said([])).toEqual([])
  })
})
