import { describe, expect, it } from 'vitest'
import { attentionLines, belowTarget, upperLimit } from '../../../web/routes/attention.ts'
import { fallsSince } from '../../../web/routes/fallen.ts'
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
    const { shown, more } = attentionLines(townshipRows(), DUTIES, { townships: townshipHealth(NOW) })
    expect(shown).toHaveLength(7)
    expect(shown.slice(0, 3).map(({ kind }) => kind)).toEqual(['held', 'refused', 'stale'])
    expect([...shown.slice(3), ...more].every(({ kind }) => kind === 'below')).toBe(true)
    // Nothing is cut: each duty that is below somewhere has its line.
    const below = new Set(belowTarget(townshipRows()).map(({ duty }) => duty))
    expect(3 + below.size).toBeGreaterThan(7)
    expect(shown.length + more.length).toBe(3 + below.size)
  })

  it('name the surest township of each duty once and count the others', () => {
    const rows = [row('01', 'talk', 90, 100), row('02', 'talk', 50, 100), row('02', 'file', 99, 100)]
    const { shown } = attentionLines(rows, DUTIES, { townships: [healthy('01'), healthy('02')] })
    expect(shown.map((line) => line.kind === 'below' && [line.row.unit_id, line.row.duty, line.others])).toEqual([
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
    expect(attentionLines([], DUTIES, { townships }).shown).toEqual([
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
    expect(attentionLines([], DUTIES, { townships: [failed] }).shown).toEqual([
      { kind: 'failed', township: '01', name: '01', since: NOW },
    ])
  })

  it('are silent when all is well', () => {
    expect(attentionLines([row('01', 'talk', 9, 9)], DUTIES, { townships: [healthy('01')] })).toEqual({
      shown: [],
      more: [],
    })
  })

  it('name what fell before what is below, two duties in sight and the others behind them', () => {
    const now = ['file', 'pairing', 'talk'].map((duty) => ({ ...row('01', duty, 50, 100), period: 'state' }))
    const before = now.map((each) => ({ ...each, ...row('01', each.duty, 95, 100), period: 'state' }))
    const { shown, more } = attentionLines(now, DUTIES, { before, townships: [] })
    expect(shown.map(({ kind }) => kind)).toEqual(['fell', 'fell', 'below', 'below', 'below'])
    expect(more.map(({ kind }) => kind)).toEqual(['fell'])
  })
})

describe('fallsSince', () => {
  const state = (unit: string, met: number, closed: number) => ({ ...row(unit, 'file', met, closed), period: 'state' })

  it('are of units whose state fell beyond 99.8 %, the surest first', () => {
    const before = [state('01', 90, 100), state('02', 90, 100), state('03', 90, 100), state('04', 90, 100)]
    // 95 % would call the fall of 01.
    const now = [state('01', 79, 100), state('02', 60, 100), state('03', 40, 100), state('04', 99, 100)]
    expect(fallsSince(now, before).map(({ row: { unit_id: unit }, before: { met } }) => [unit, met])).toEqual([
      ['03', 90],
      ['02', 90],
    ])
  })

  it('hold a bad month against what was judged before it, though the year sinks by little', () => {
    // 950 of 1,000 until then; this month 70 of 100: the year is at 92.7 %, which against itself is within chance.
    const [now, before] = [row('01', 'talk', 1020, 1100), row('01', 'talk', 950, 1000)]
    expect(fallsSince([now], [before])).toHaveLength(1)
    expect(fallsSince([{ ...now, period: 'state' }], [{ ...before, period: 'state' }])).toEqual([])
  })

  it('hold the whole figures against each other where rows were taken back, or a new year began', () => {
    expect(fallsSince([row('01', 'talk', 40, 100)], [row('01', 'talk', 90, 100)])).toHaveLength(1)
    const last = { ...row('01', 'talk', 900, 1000), period: '2025' }
    expect(fallsSince([row('01', 'talk', 40, 100)], [last])).toHaveLength(1)
    expect(fallsSince([row('01', 'talk', 85, 100)], [last])).toEqual([])
  })

  it('are none where one of the two is not known', () => {
    expect(fallsSince([state('01', 0, 10)], [])).toEqual([])
    expect(fallsSince([state('01', 0, 0)], [state('01', 90, 100)])).toEqual([])
    expect(fallsSince([state('01', 0, 10)], [state('01', 0, 0)])).toEqual([])
  })

  it('names overdue orders of inspections before all else, in one line', () => {
    const { shown } = attentionLines([], [], { townships: null, overdue: 2 })
    expect(shown).toEqual([{ kind: 'orders', overdue: 2 }])
    expect(attentionLines([], [], { townships: null, overdue: 0 }).shown).toEqual([])
  })

  it('names clocks of open incidents even before those, and nothing where none is open', () => {
    const clocks = { over: 1, running: 2 }
    const { shown } = attentionLines([], [], { townships: null, overdue: 2, clocks })
    expect(shown.map(({ kind }) => kind)).toEqual(['clocks', 'orders'])
    expect(attentionLines([], [], { townships: null, clocks: { over: 0, running: 0 } }).shown).toEqual([])
  })
})
