import { describe, expect, it } from 'vitest'
import { attentionLines, belowTarget, upperLimit } from '../../../web/routes/attention.ts'
import type { SummaryRow, TownshipHealth } from '../../../web/server/answers.ts'
import { DUTIES, NOW, townshipHealth, townshipRows } from '../../support/fake-county.ts'
import { wilson } from '../../support/wilson.ts'

const row = (unit: string, duty: string, met: number, closed: number, target = 1): SummaryRow => ({
  level: 'township',
  unit_id: unit,
  unit_name: unit,
  duty,
  period: '2026',
  met,
  late: 0,
  missed: closed - met,
  ahead: 0,
  pending: 0,
  ...wilson(met, closed),
  target,
})

const healthy = (id: string): TownshipHealth => ({
  id,
  name: id,
  data_at: NOW,
  state: 'loaded',
  is_stale: false,
  stale_since: null,
  registers: [],
})

describe('upperLimit', () => {
  it('is the upper end of the Wilson interval', () => {
    expect(upperLimit(1204, 1260, 1.959963984540054)).toBeCloseTo(0.965617, 6)
    expect(upperLimit(0, 7, 1.959963984540054)).toBeCloseTo(0.35433, 6)
  })
})

describe('belowTarget', () => {
  it('calls only what is below beyond 99.8 %', () => {
    // 95 % would call the second: its interval ends at 0.942, its 99.8 % interval at 0.955.
    const rows = [
      row('01', 'talk', 100, 200, 0.95),
      row('02', 'talk', 182, 200, 0.95),
      row('03', 'talk', 200, 200, 0.95),
    ]
    expect(rows[1]?.high).toBeLessThan(0.95)
    expect(belowTarget(rows).map(({ unit_id: unit }) => unit)).toEqual(['01'])
  })

  it('ranks by what is sure and not by what is worst: a few cases weigh less', () => {
    const rows = [row('01', 'told', 1, 3), row('02', 'told', 100, 200)]
    expect(belowTarget(rows).map(({ unit_id: unit }) => unit)).toEqual(['02', '01'])
  })

  it('passes over what has no rate or no target', () => {
    expect(belowTarget([row('01', 'talk', 0, 0), { ...row('02', 'talk', 1, 9), target: null }])).toEqual([])
  })
})

describe('attentionLines', () => {
  it('are at most seven, what spoils the data first', () => {
    const lines = attentionLines(townshipRows(), DUTIES, townshipHealth(NOW))
    expect(lines).toHaveLength(7)
    expect(lines.slice(0, 3).map(({ kind }) => kind)).toEqual(['held', 'refused', 'stale'])
    expect(lines.slice(3).every(({ kind }) => kind === 'below')).toBe(true)
  })

  it('name the surest township of each duty once and count the others', () => {
    const rows = [row('01', 'talk', 90, 100), row('02', 'talk', 50, 100), row('02', 'file', 99, 100)]
    const lines = attentionLines(rows, DUTIES, [healthy('01'), healthy('02')])
    expect(lines.map((line) => line.kind === 'below' && [line.row.unit_id, line.row.duty, line.others])).toEqual([
      ['02', 'talk', 1],
      ['02', 'file', 0],
    ])
  })

  it('say of stale townships since when the oldest is', () => {
    const stale = (id: string, since: string): TownshipHealth => ({
      ...healthy(id),
      is_stale: true,
      stale_since: since,
    })
    const townships = [stale('01', '2026-11-20T00:00:00Z'), stale('02', '2026-11-18T00:00:00+08:00'), healthy('03')]
    expect(attentionLines([], DUTIES, townships)).toEqual([
      {
        kind: 'stale',
        townships: [
          { id: '01', name: '01' },
          { id: '02', name: '02' },
        ],
        since: '2026-11-18T00:00:00+08:00',
      },
    ])
  })

  it('tell a source that failed apart from one that is silent', () => {
    const failed: TownshipHealth = { ...healthy('01'), state: 'failed', is_stale: true, stale_since: NOW }
    expect(attentionLines([], DUTIES, [failed])).toEqual([{ kind: 'failed', township: '01', name: '01', since: NOW }])
  })

  it('are silent when all is well', () => {
    expect(attentionLines([row('01', 'talk', 9, 9)], DUTIES, [healthy('01')])).toEqual([])
  })
})
