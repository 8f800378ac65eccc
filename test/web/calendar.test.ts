import { describe, expect, it } from 'vitest'
import { addMonths, dayByKey, semestersUpTo, weeksOf } from '../../web/lib/calendar.ts'

const press = (day: string, key: string, shiftKey = false): string | null => dayByKey(day, { key, shiftKey })

describe('a calendar', () => {
  it('has whole weeks from Monday on, and nothing of another month', () => {
    const weeks = weeksOf('2026-10-31')
    expect(weeks[0]).toEqual([null, null, null, '2026-10-01', '2026-10-02', '2026-10-03', '2026-10-04'])
    expect(weeks.at(-1)).toEqual([...['26', '27', '28', '29', '30', '31'].map((day) => `2026-10-${day}`), null])
    expect(weeksOf('2027-02-10')).toHaveLength(4)
    expect(weeksOf('2028-02-10').flat()).toContain('2028-02-29')
  })

  it('leads by days, weeks, months and years, over the ends of months', () => {
    expect(press('2026-11-01', 'ArrowLeft')).toBe('2026-10-31')
    expect(press('2026-12-28', 'ArrowDown')).toBe('2027-01-04')
    expect(press('2026-10-31', 'Home')).toBe('2026-10-26')
    expect(press('2026-10-26', 'Home')).toBe('2026-10-26')
    expect(press('2026-10-31', 'End')).toBe('2026-11-01')
    expect(press('2026-10-31', 'PageUp')).toBe('2026-09-30')
    expect(press('2028-02-29', 'PageUp', true)).toBe('2027-02-28')
    expect(press('2026-10-31', 'Tab')).toBeNull()
  })

  it('stays in the month that is asked for', () => {
    expect(addMonths('2026-01-31', 1)).toBe('2026-02-28')
    expect(addMonths('2026-01-15', -1)).toBe('2025-12-15')
  })

  it('knows the semesters that have begun, the latest first', () => {
    expect(semestersUpTo('2026-02-28')).toEqual([])
    expect(semestersUpTo('2026-03-01')).toEqual(['2026-spring'])
    expect(semestersUpTo('2026-08-31')).toEqual(['2026-spring'])
    expect(semestersUpTo('2026-09-01')).toEqual(['2026-autumn', '2026-spring'])
  })
})
