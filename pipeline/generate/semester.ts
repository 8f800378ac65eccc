import { civilOf, dayOf, lastDayOfMonth, monthNumber } from './calendar.ts'
import type { Day } from './calendar.ts'

/** duties.md: spring is 1 March to 31 July, autumn 1 September to 31 January. */
export interface Semester {
  /** Stands for the semester in a stream's keys: twice its year, and one more in autumn. */
  number: number
  first: Day
  last: Day
}

/** The semesters that hold any of the days from `first` to `last`, in their order. */
export function semestersBetween(first: Day, last: Day): Semester[] {
  const semesters: Semester[] = []
  for (let year = civilOf(first).year - 1; year <= civilOf(last).year; year++) {
    semesters.push(
      { number: year * 2, first: dayOf(year, 3, 1), last: lastDayOfMonth(monthNumber(year, 7)) },
      { number: year * 2 + 1, first: dayOf(year, 9, 1), last: lastDayOfMonth(monthNumber(year + 1, 1)) },
    )
  }
  return semesters.filter((semester) => semester.last >= first && semester.first <= last)
}
