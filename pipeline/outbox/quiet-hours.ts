import { parseInstant, toLocal } from '../../queries/instants.ts'

/** Times of day, `22:00` to `07:00`; over midnight where the first is the later one. */
export interface QuietHours {
  from: string
  to: string
}

const DAY_MS = 24 * 60 * 60 * 1000

/** The instant itself, or the end of the quiet hours that it lies in. They begin on the dot and end before it. */
export function afterQuiet(at: Date, quiet: QuietHours | null, timezone: string): Date {
  if (quiet === null) return at
  const time = toLocal(at, timezone).slice(11, 16)
  const isOverMidnight = quiet.from > quiet.to
  const isEvening = time >= quiet.from
  const isIn = isOverMidnight ? isEvening || time < quiet.to : isEvening && time < quiet.to
  if (!isIn) return at
  const end_day = toLocal(isOverMidnight && isEvening ? new Date(at.getTime() + DAY_MS) : at, timezone).slice(0, 10)
  return parseInstant(`${end_day}T${quiet.to}:00`, timezone)
}
