import { m } from '$lib/i18n/compiled/messages.js'

/** A period in words: a year, a quarter, a month, or the state at the instant. */
export function periodName(period: string): string {
  const [year = '', part = ''] = period.split('-')
  if (/^\d{4}$/.test(period)) return m.compare_year({ year })
  if (/^\d{4}-Q[1-4]$/.test(period)) return m.compare_quarter({ year, quarter: part.slice(1) })
  if (/^\d{4}-\d{2}$/.test(period)) return m.compare_month({ year, month: Number(part) })
  return period === 'state' ? m.compare_state() : period
}

/** The periods to choose from at a local day: its year, the quarters and months of it so far, and the year before. */
export function periodsOf(day: string, chosen: string): string[] {
  const year = Number(day.slice(0, 4))
  const month = Number(day.slice(5, 7))
  const down = (count: number) => Array.from({ length: count }, (_, index) => count - index)
  const quarters = down(Math.ceil(month / 3)).map((quarter) => `${year}-Q${quarter}`)
  const months = down(month).map((each) => `${year}-${String(each).padStart(2, '0')}`)
  const all = [`${year}`, ...quarters, ...months, `${year - 1}`]
  return all.includes(chosen) ? all : [chosen, ...all]
}
