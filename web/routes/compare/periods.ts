import { semestersUpTo } from '$lib/calendar.ts'

/** The periods to choose from at a local day: its year, the quarters, semesters and months of it so far, and the year before. */
export function periodsOf(day: string, chosen: string): string[] {
  const year = Number(day.slice(0, 4))
  const month = Number(day.slice(5, 7))
  const down = (count: number) => Array.from({ length: count }, (_, index) => count - index)
  const quarters = down(Math.ceil(month / 3)).map((quarter) => `${year}-Q${quarter}`)
  const months = down(month).map((each) => `${year}-${String(each).padStart(2, '0')}`)
  const all = [`${year}`, ...quarters, ...semestersUpTo(day), ...months, `${year - 1}`]
  return all.includes(chosen) ? all : [chosen, ...all]
}
