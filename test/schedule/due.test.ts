import fc from 'fast-check'
import { createTask } from 'node-cron'
import { describe, expect, it } from 'vitest'
import { lastDue } from '../../pipeline/due.ts'

const ZONE = 'Asia/Shanghai'
const LONG_AGO = new Date('2015-01-01T00:00:00+08:00')
const NOW = new Date('2026-11-24T14:30:00+08:00')

describe('the last instant of a cron line', () => {
  it.each([
    ['0 */2 * * *', '2026-11-24T14:00:00+08:00'],
    ['30 14 * * *', '2026-11-24T14:30:00+08:00'],
    ['31 14 * * *', '2026-11-23T14:31:00+08:00'],
    ['0 3 1 * *', '2026-11-01T03:00:00+08:00'],
    ['0 3 31 * *', '2026-10-31T03:00:00+08:00'],
    ['0 3 29 2 *', '2024-02-29T03:00:00+08:00'],
    ['0 3 * * mon', '2026-11-23T03:00:00+08:00'],
    // node-cron wants both where a day of the month and a weekday are named, and lets a range run past midnight.
    ['0 2 1-7 * 1', '2026-11-02T02:00:00+08:00'],
    ['0 22-2 * * *', '2026-11-24T02:00:00+08:00'],
    ['0 3 L-3 * *', '2026-10-28T03:00:00+08:00'],
    ['20,40 0 3 * * *', '2026-11-24T03:00:40+08:00'],
  ])('%s', (line, expected) => {
    expect(lastDue(line, ZONE, LONG_AGO, NOW)).toEqual(new Date(expected))
  })

  it('is read in the county’s zone', () => {
    expect(lastDue('0 3 * * *', 'UTC', LONG_AGO, NOW)).toEqual(new Date('2026-11-24T03:00:00Z'))
  })

  it('is none when it is not after the last run', () => {
    const due = new Date('2026-11-24T14:00:00+08:00')
    expect(lastDue('0 */2 * * *', ZONE, due, NOW)).toBeNull()
    expect(lastDue('0 */2 * * *', ZONE, new Date(due.getTime() - 1), NOW)).toEqual(due)
    expect(lastDue('0 3 * * *', ZONE, new Date('2026-11-24T03:00:01+08:00'), NOW)).toBeNull()
  })

  it('is none when the last run is after the clock', () => {
    expect(lastDue('* * * * *', ZONE, new Date('2027-01-01T00:00:00+08:00'), NOW)).toBeNull()
  })

  it('is the last of all minutes that match', () => {
    const field = (most: number) =>
      fc.oneof(
        fc.constant('*'),
        fc.integer({ min: 0, max: most }).map(String),
        fc.integer({ min: 2, max: 12 }).map((step) => `*/${step}`),
      )
    fc.assert(
      fc.property(field(59), field(23), fc.integer({ min: 1, max: 360 }), (minute, hour, span) => {
        const line = `${minute} ${hour} * * *`
        const task = createTask(line, () => undefined, { timezone: ZONE })
        let found: Date | null = null
        for (let back = 0; back < span && found === null; back++) {
          const instant = new Date(NOW.getTime() - back * 60_000)
          if (task.match(instant)) found = instant
        }
        void task.destroy()
        expect(lastDue(line, ZONE, new Date(NOW.getTime() - span * 60_000), NOW)).toEqual(found)
      }),
      { numRuns: 40 },
    )
  })
})
