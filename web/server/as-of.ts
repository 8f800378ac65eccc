import { DateTime } from 'luxon'

/** What an address says of the instant to show: null is now; `isWrong` when what stands there is no instant. */
export interface AsOf {
  asOf: string | null
  isWrong: boolean
}

/**
 * The instant that an address names (`?as_of=`), as ISO 8601 with an offset: one with an offset is taken as it is, one
 * without is the county's local time, as the date control writes it; a day is its last second, as for the API.
 */
export function readAsOf(text: string | null, timezone: string): AsOf {
  if (text === null || text.trim() === '') return { asOf: null, isWrong: false }
  const read = DateTime.fromISO(text.trim(), { zone: timezone })
  const instant = /^\d{4}-\d{2}-\d{2}$/.test(text.trim()) ? read.endOf('day').startOf('second') : read
  const asOf = instant.isValid ? instant.toISO({ suppressMilliseconds: true }) : null
  return { asOf, isWrong: asOf === null }
}
