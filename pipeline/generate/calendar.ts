/**
 * The county's own time: a day is a whole number of days, a minute a whole number of minutes since 1970-01-01 00:00, both
 * as the clock on the county's wall shows them. Asia/Shanghai has had no summer time since 1991.
 */
export type Day = number
export type Minute = number

export const TIMEZONE = 'Asia/Shanghai'
const OFFSET_MINUTES = 8 * 60
export const MINUTES_A_DAY = 24 * 60

export const dayOf = (year: number, month: number, day: number): Day => Date.UTC(year, month - 1, day) / 86_400_000

export const minuteOf = (instant: Date): Minute => Math.floor(instant.getTime() / 60_000) + OFFSET_MINUTES

export const instantOf = (minute: Minute): Date => new Date((minute - OFFSET_MINUTES) * 60_000)

export const dayOfMinute = (minute: Minute): Day => Math.floor(minute / MINUTES_A_DAY)

/** The minute at `hour`:`minute` on a day. */
export const atTime = (day: Day, hour: number, minute = 0): Minute => day * MINUTES_A_DAY + hour * 60 + minute

export interface Civil {
  year: number
  /** 1 to 12. */
  month: number
  day: number
}

const CIVIL = new Map<Day, Civil>()

/** Year, month and day of a day; remembered, for a million rows ask for the same few thousand days. */
export function civilOf(day: Day): Civil {
  let civil = CIVIL.get(day)
  if (civil === undefined) {
    const date = new Date(day * 86_400_000)
    civil = { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() }
    CIVIL.set(day, civil)
  }
  return civil
}

/** Months as one whole number, so that they can be counted through. */
export const monthNumber = (year: number, month: number): number => year * 12 + month - 1

export const monthOfDay = (day: Day): number => {
  const { year, month } = civilOf(day)
  return monthNumber(year, month)
}

export const firstDayOfMonth = (month: number): Day => dayOf(Math.floor(month / 12), (month % 12) + 1, 1)

export const lastDayOfMonth = (month: number): Day => firstDayOfMonth(month + 1) - 1

/** 1 January is 1. */
export const monthOfYear = (month: number): number => (month % 12) + 1

/** Saturday or Sunday: 1970-01-01 was a Thursday. */
export const isWeekend = (day: Day): boolean => (((day + 3) % 7) + 7) % 7 >= 5

/** Full years on a day (duties.md: ages are full years). */
export function ageOn(birth: Day, day: Day): number {
  const born = civilOf(birth)
  const now = civilOf(day)
  const had = now.month > born.month || (now.month === born.month && now.day >= born.day)
  return now.year - born.year - (had ? 0 : 1)
}

const LUNAR = new Intl.DateTimeFormat('en-u-ca-chinese', { month: 'numeric', day: 'numeric', timeZone: 'UTC' })
const FESTIVALS = new Map<number, Day>()

/**
 * The first day of the lunar year, between 20 January and 22 February. Where the new moon falls close to midnight the
 * platform's calendar may be a day off (2027): a season needs no more.
 */
export function springFestival(year: number): Day {
  const known = FESTIVALS.get(year)
  if (known !== undefined) return known
  let day = dayOf(year, 1, 20)
  while (LUNAR.format(new Date(day * 86_400_000)) !== '1/1' && day < dayOf(year, 2, 22)) day++
  FESTIVALS.set(year, day)
  return day
}

/** The school year, named by the year in which it starts on 1 September. */
export const schoolYearOf = (day: Day): number => {
  const { year, month } = civilOf(day)
  return month >= 9 ? year : year - 1
}

const pad = (value: number): string => (value < 10 ? `0${value}` : `${value}`)

const ISO = new Map<Day, string>()

/** `2026-09-01`. */
export function isoDate(day: Day): string {
  let text = ISO.get(day)
  if (text === undefined) {
    const { year, month, day: date } = civilOf(day)
    text = `${year}-${pad(month)}-${pad(date)}`
    ISO.set(day, text)
  }
  return text
}

/** `08:30`. */
export function clockTime(minute: Minute): string {
  const ofDay = minute - dayOfMinute(minute) * MINUTES_A_DAY
  return `${pad(Math.floor(ofDay / 60))}:${pad(ofDay % 60)}`
}

/** The number by which a spreadsheet knows a day (1900 system): 1970-01-01 is 25569. */
export const serialOfDay = (day: Day): number => day + 25_569
