import { languageTag, type Language } from './language.ts'
import { spaceHan } from './spacing.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

const relative = (language: Language) => new Intl.RelativeTimeFormat(languageTag(language), { numeric: 'always' })
const now = (language: Language) =>
  new Intl.RelativeTimeFormat(languageTag(language), { numeric: 'auto' }).format(0, 'second')

/**
 * How long ago, in the largest unit that says it: `3 小时前`, `2 天前`; under a minute, or in the future by a slip of two
 * clocks: `现在`. Days are counted up to sixty, then months. `age` is in milliseconds.
 */
export const formatAge = (age: number, language: Language): string => {
  if (age < MINUTE) return now(language)
  const format = (value: number, unit: Intl.RelativeTimeFormatUnit) =>
    spaceHan(relative(language).format(-Math.floor(value), unit))
  if (age < HOUR) return format(age / MINUTE, 'minute')
  if (age < DAY) return format(age / HOUR, 'hour')
  if (age < 60 * DAY) return format(age / DAY, 'day')
  return format(age / (30 * DAY), 'month')
}
