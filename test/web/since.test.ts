import { describe, expect, it } from 'vitest'
import { dayBefore, sinceRows } from '../../web/routes/since.ts'
import type { Duty, SummaryRow } from '../../web/server/answers.ts'

describe('the day to look back to', () => {
  it.each([
    ['2026-11-24T17:00:00+08:00', 'week', '2026-11-17'],
    ['2026-11-24T17:00:00+08:00', 'month', '2026-10-24'],
    ['2026-11-24T17:00:00+08:00', 'year', '2025-11-24'],
    ['2026-03-31T00:00:00+08:00', 'month', '2026-02-28'],
    ['2026-01-03T00:00:00+08:00', 'week', '2025-12-27'],
    ['2026-01-31T00:00:00+08:00', 'month', '2025-12-31'],
    ['2024-02-29T23:59:59+08:00', 'year', '2023-02-28'],
  ] as const)('from %s, a %s back, is %s', (instant, since, day) => {
    expect(dayBefore(instant, since)).toBe(day)
  })
})

describe('what changed', () => {
  const duty = (code: string): Duty => ({
    code,
    zh: code,
    en: code,
    family: 'talk',
    subject: 'child',
    period: 'month',
    target: 1,
    source: '',
    sentence: '',
    sentence_en: '',
    source_en: '',
  })
  const row = (code: string, met: number, missed: number): SummaryRow => ({
    level: 'county',
    unit_id: '990001',
    unit_name: '县',
    duty: code,
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

  it('has a row a duty of which something is owed now, and nothing where nothing was then', () => {
    const rows = sinceRows([duty('talk'), duty('file'), duty('pairing')], [row('talk', 8, 2), row('file', 0, 0)], {
      week: [row('talk', 7, 2)],
      month: [row('talk', 0, 0)],
      year: [],
    })
    expect(rows.map(({ duty: { code } }) => code)).toEqual(['talk'])
    expect(rows[0]?.then.week?.met).toBe(7)
    expect([rows[0]?.then.month, rows[0]?.then.year]).toEqual([null, null])
  })
})
