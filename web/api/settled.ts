const ENDS = ['03-31', '06-30', '09-30', '12-31'] as const
const LAST_MOMENT = 'T23:59:59'
/** So many ends of quarters before one are compared with it: with it they are a year, and the quarter in which it settles. */
const COMPARED = 4

/**
 * The instant for which others are told of a village or school: the last end of a quarter at or before `as_of` (local
 * times), and of a year's figures none after the first quarter of the next, when its late records are in. Between two
 * instants of a stranger's own choice lies whatever happened to one child; between two of these lies a quarter.
 */
export function settledAt(as_of: string, period: string): string {
  const asked = endsBefore(as_of)[0] ?? ''
  if (!/^\d{4}$/.test(period)) return asked
  const last = `${Number(period) + 1}-${ENDS[0]}${LAST_MOMENT}`
  return asked < last ? asked : last
}

/** The ends of quarters before one with which its figures may be compared, the latest first. */
export const earlierEnds = (settled: string): string[] =>
  endsBefore(settled)
    .filter((end) => end < settled)
    .slice(0, COMPARED)

/** The ends of quarters at or before a local time, the latest first; of this year and the one before. */
function endsBefore(local: string): string[] {
  const year = Number(local.slice(0, 4))
  return [year, year - 1]
    .flatMap((each) => ENDS.toReversed().map((end) => `${each}-${end}${LAST_MOMENT}`))
    .filter((end) => end <= local.slice(0, 19))
}
