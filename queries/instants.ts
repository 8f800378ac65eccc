import { DateTime } from 'luxon'
import { ShouwangError } from '../errors.ts'

/**
 * Inside the warehouse an instant is the county's local time without zone (`2026-09-10T02:00:00`): the registers write
 * local times, and the county's zone has no summer time. Outside it is ISO 8601 with an offset. This is the one place
 * where one becomes the other.
 */
export function toLocal(instant: Date, timezone: string): string {
  return DateTime.fromJSDate(instant, { zone: timezone }).toFormat("yyyy-MM-dd'T'HH:mm:ss.SSS")
}

/** A local time of the warehouse as ISO 8601 with the county's offset: `2026-09-10T02:00:00+08:00`. */
export function fromLocal(local: string, timezone: string): string {
  const instant = DateTime.fromISO(local, { zone: timezone })
  return instant.toISO({ suppressMilliseconds: true }) ?? local
}

/** Reads an instant from outside: ISO 8601 with an offset, or a local time of the county, or a day (its last moment). */
export function parseInstant(text: string, timezone: string, name = 'as_of'): Date {
  const isDay = /^\d{4}-\d{2}-\d{2}$/.test(text)
  const parsed = DateTime.fromISO(text, { zone: timezone })
  const instant = isDay ? parsed.endOf('day').startOf('second') : parsed
  if (!instant.isValid || !/^\d{4}-\d{2}-\d{2}/.test(text)) {
    throw new ShouwangError(
      'bad_parameter',
      `${name} 应为带时区的时间，如 2026-10-31T12:00:00+08:00，收到的是“${text}”。`,
      {
        parameter: name,
        value: text,
      },
    )
  }
  return instant.toJSDate()
}

/** Whether a zone exists and has one offset all the year round (the warehouse keeps local times). */
export function hasFixedOffset(timezone: string, year: number): boolean {
  const offsets = Array.from({ length: 12 }, (_, month) =>
    DateTime.fromObject({ year, month: month + 1 }, { zone: timezone }),
  )
  return offsets.every((time) => time.isValid && time.offset === offsets[0]?.offset)
}
