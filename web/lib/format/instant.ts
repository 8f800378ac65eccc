interface Parts {
  year: string
  month: string
  day: string
  hour: string
  minute: string
}

const formats = new Map<string, Intl.DateTimeFormat>()

/** One format a time zone, kept: making one costs more than using it. */
const formatOf = (timeZone: string) => {
  const known = formats.get(timeZone)
  if (known) return known
  const made = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  })
  formats.set(timeZone, made)
  return made
}

const partsOf = (instant: string, timeZone: string): Parts => {
  const parts = { year: '', month: '', day: '', hour: '', minute: '' }
  for (const { type, value } of formatOf(timeZone).formatToParts(new Date(instant))) {
    if (type in parts) parts[type as keyof Parts] = value
  }
  return parts
}

/** An ISO instant in the county's time zone: `2026-10-31 12:00`. */
export const formatInstant = (instant: string, timeZone: string): string => {
  const { year, month, day, hour, minute } = partsOf(instant, timeZone)
  return `${year}-${month}-${day} ${hour}:${minute}`
}

/** Its day: `2026-10-31`. */
export const formatDay = (instant: string, timeZone: string): string => formatInstant(instant, timeZone).slice(0, 10)

/** The same within a year that stands elsewhere on the page: `10-31 12:00`. */
export const formatShortInstant = (instant: string, timeZone: string): string =>
  formatInstant(instant, timeZone).slice(5)

/** The same for a `datetime-local` input: `2026-10-31T12:00`. */
export const formatLocalInput = (instant: string, timeZone: string): string =>
  formatInstant(instant, timeZone).replace(' ', 'T')
