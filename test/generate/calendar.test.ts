import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  ageOn,
  atTime,
  civilOf,
  clockTime,
  dayOf,
  dayOfMinute,
  instantOf,
  isoDate,
  isWeekend,
  lastDayOfMonth,
  minuteOf,
  monthNumber,
  schoolYearOf,
  serialOfDay,
  springFestival,
} from '../../pipeline/generate/calendar.ts'

describe('days and minutes', () => {
  it('show the clock of the county', () => {
    const minute = minuteOf(new Date('2026-09-10T02:00:00+08:00'))
    expect(isoDate(dayOfMinute(minute))).toBe('2026-09-10')
    expect(clockTime(minute)).toBe('02:00')
    expect(instantOf(minute).toISOString()).toBe('2026-09-09T18:00:00.000Z')
    expect(minute).toBe(atTime(dayOf(2026, 9, 10), 2))
  })

  it('go through their parts and back', () => {
    fc.assert(
      fc.property(fc.integer({ min: -20_000, max: 60_000 }), (day) => {
        const { year, month, day: date } = civilOf(day)
        expect(dayOf(year, month, date)).toBe(day)
      }),
    )
  })

  it('know leap months, weekends, school years and serials', () => {
    expect(isoDate(lastDayOfMonth(monthNumber(2024, 2)))).toBe('2024-02-29')
    expect(isWeekend(dayOf(2026, 11, 21))).toBe(true)
    expect(isWeekend(dayOf(2026, 11, 24))).toBe(false)
    expect(schoolYearOf(dayOf(2026, 8, 31))).toBe(2025)
    expect(schoolYearOf(dayOf(2026, 9, 1))).toBe(2026)
    expect(serialOfDay(dayOf(2026, 1, 1))).toBe(46023)
  })

  it('count full years', () => {
    expect(ageOn(dayOf(2010, 9, 10), dayOf(2026, 9, 9))).toBe(15)
    expect(ageOn(dayOf(2010, 9, 10), dayOf(2026, 9, 10))).toBe(16)
    expect(ageOn(dayOf(2012, 2, 29), dayOf(2026, 2, 28))).toBe(13)
  })
})

describe('springFestival', () => {
  it.each([
    [2023, '2023-01-22'],
    [2024, '2024-02-10'],
    [2025, '2025-01-29'],
    [2026, '2026-02-17'],
  ])('of %i is %s', (year, date) => {
    expect(isoDate(springFestival(year))).toBe(date)
  })
})
