import { splitDuration } from '../format/duration.ts'
import { m } from '../i18n/compiled/messages.js'
import type { Status } from './status.ts'

/** What a clock of an incident shows; instants are ISO 8601. */
export interface ClockShown {
  /** `unknown`: the time was not filled in; `impossible`: it lies before the incident. */
  state: Status | 'unknown' | 'impossible'
  occurredAt: string
  dueAt: string
  /** When it was done; null while it is not. */
  doneAt: string | null
}

/**
 * What a clock says at `now`, in milliseconds: one that runs is told to the second, also after its limit; one that was
 * stopped in whole minutes, as its times are written.
 */
export function clockWords({ state, occurredAt, dueAt, doneAt }: ClockShown, now: number): string {
  if (state === 'unknown') return m.clock_unknown()
  if (state === 'impossible') return m.clock_impossible()
  const due = Date.parse(dueAt)
  const end = doneAt === null ? now : Date.parse(doneAt)
  if (state === 'met' || state === 'ahead') {
    return m.clock_taken({ minutes: splitDuration(end - Date.parse(occurredAt)).minutes })
  }
  if (state === 'pending' && now <= due) return m.clock_left(splitDuration(due - now))
  const over = splitDuration(end - due)
  return doneAt === null ? m.clock_over_running(over) : m.clock_over({ minutes: over.minutes })
}
