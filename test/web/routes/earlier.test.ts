import { describe, expect, it } from 'vitest'
import type { SummaryRow } from '../../../web/server/answers.ts'
import { changeOf, earlierInstants, earlierOf, knownOnly } from '../../../web/routes/townships/[id]/earlier.ts'

const row = (duty: string, met: number, missed: number): SummaryRow => ({
  level: 'township',
  unit_id: '01',
  unit_name: '高桥镇',
  duty,
  period: '2026',
  met,
  late: 0,
  missed,
  ahead: 0,
  pending: 0,
  rate: met + missed === 0 ? null : met / (met + missed),
  low: null,
  high: null,
  target: 1,
})

describe('a township beside itself', () => {
  it('is asked for at the end of the day a quarter and a year before, so that a day has one answer', () => {
    expect(earlierInstants('2026-10-31T12:00:00+08:00')).toEqual({
      quarter: '2026-07-31',
      year: '2025-10-31',
    })
    expect(earlierInstants('2026-05-31T12:00:00+08:00').quarter).toBe('2026-02-28')
  })

  it('has the change of its own and the county’s, and none where one of two was not judged', () => {
    const [talk, file] = earlierOf(
      { own: [row('talk', 8, 2), row('file', 5, 5), row('pairing', 0, 0)], county: [row('talk', 50, 50)] },
      { own: [row('talk', 6, 4)], county: [row('talk', 60, 40)] },
      { own: [row('talk', 0, 0)], county: [] },
    )
    expect(talk?.now).toEqual({ met: 8, closed: 10, rate: 0.8, row: row('talk', 8, 2) })
    expect(talk?.quarter.row).toEqual(row('talk', 6, 4))
    expect(talk && changeOf(talk.now, talk.quarter)).toBeCloseTo(0.2, 12)
    expect(talk && changeOf(talk.now, talk.year)).toBeNull()
    expect(talk?.county.quarter).toBeCloseTo(-0.1, 12)
    expect(talk?.county.year).toBeNull()
    expect(file?.quarter).toEqual({ met: 0, closed: 0, rate: null, row: null })
  })

  it('takes nothing from before the first census, where a quarter only looks missed', () => {
    expect(knownOnly([row('quarter_update', 0, 3)])).toEqual([])
    expect(knownOnly([row('file', 0, 3), row('quarter_update', 0, 3)])).toHaveLength(2)
  })

  it('leaves out what is not judged now', () => {
    expect(
      earlierOf({ own: [row('talk', 0, 0)], county: [] }, { own: [], county: [] }, { own: [], county: [] }),
    ).toEqual([])
  })
})
