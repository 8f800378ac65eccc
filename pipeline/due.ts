import { DateTime } from 'luxon'
import { createTask, parse } from 'node-cron'

const nothing = (): void => undefined

/**
 * The last instant of a cron line after `after` and up to `now`, or null when there was none. node-cron knows the next
 * instant only; its own matcher is asked here, because other libraries read the same line differently (day of month and
 * weekday together, `22-2`, `L-3`), and a line must mean one thing.
 */
export function lastDue(line: string, timezone: string, after: Date, now: Date): Date | null {
  const task = createTask(line, nothing, { timezone })
  try {
    const times = timesOfDay(line)
    const [anyTime] = times
    if (!anyTime) return null
    const first = DateTime.fromJSDate(after, { zone: timezone }).startOf('day')
    let day = DateTime.fromJSDate(now, { zone: timezone }).startOf('day')
    for (; day >= first; day = day.minus({ days: 1 })) {
      if (!task.match(day.set(anyTime).toJSDate())) continue
      const instants = times.map((time) => day.set(time).toJSDate())
      const due = instants.find((instant) => instant <= now && task.match(instant))
      if (due) return due > after ? due : null
    }
    return null
  } finally {
    void task.destroy()
  }
}

/** The times of a day that a cron line names, latest first. */
function timesOfDay(line: string): { hour: number; minute: number; second: number }[] {
  const { hour: hours, minute: minutes, second: seconds } = parse(line)
  const descending = (values: readonly number[]): number[] => [...values].sort((a, b) => b - a)
  return descending(hours).flatMap((hour) =>
    descending(minutes).flatMap((minute) => descending(seconds).map((second) => ({ hour, minute, second }))),
  )
}
