import { languageTag, type Language } from '../format/language.ts'
import { spaceHan } from '../format/spacing.ts'
import { m } from './compiled/messages.js'

const SEMESTER = /^\d{4}-(spring|autumn)$/

/** Whether a period is a semester, which only duties owed by the semester have. */
export const isSemester = (period: string): boolean => SEMESTER.test(period)

/** A period in words: a year, a quarter, a month, a semester, or the state at the instant. */
export function periodName(period: string): string {
  const [year = '', part = ''] = period.split('-')
  if (/^\d{4}$/.test(period)) return m.period_year({ year })
  if (/^\d{4}-Q[1-4]$/.test(period)) return m.period_quarter({ year, quarter: part.slice(1) })
  if (/^\d{4}-\d{2}$/.test(period)) return m.period_month({ year, month: Number(part) })
  if (isSemester(period)) return part === 'spring' ? m.period_spring({ year }) : m.period_autumn({ year })
  return period === 'state' ? m.period_state() : period
}

/** A period as an axis and a column write it: `2026-09` is `9 月`, `2026-Q3` is `Q3`, `2026-autumn` is `秋季`. */
export function periodLabel(period: string, language: Language): string {
  const month = /^(\d{4})-(\d{2})$/.exec(period)
  if (isSemester(period)) return period.endsWith('spring') ? m.season_spring() : m.season_autumn()
  if (month === null) return period.replace(/^\d{4}-/, '')
  const day = new Date(Date.UTC(Number(month[1]), Number(month[2]) - 1, 1))
  return spaceHan(new Intl.DateTimeFormat(languageTag(language), { month: 'short', timeZone: 'UTC' }).format(day))
}
