import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Pace } from '../../pipeline/outbox/pace.ts'
import { afterQuiet } from '../../pipeline/outbox/quiet-hours.ts'

const ZONE = 'Asia/Shanghai'
const NIGHT = { from: '22:00', to: '07:00' }
const NOON = { from: '12:00', to: '14:00' }
const at = (local: string): Date => new Date(`${local}+08:00`)

describe('quiet hours', () => {
  it.each([
    [NIGHT, '2026-12-31T21:59:59', '2026-12-31T21:59:59'],
    [NIGHT, '2026-12-31T22:00:00', '2027-01-01T07:00:00'],
    [NIGHT, '2027-01-01T00:00:00', '2027-01-01T07:00:00'],
    [NIGHT, '2027-01-01T06:59:59', '2027-01-01T07:00:00'],
    [NIGHT, '2027-01-01T07:00:00', '2027-01-01T07:00:00'],
    [NIGHT, '2028-02-28T23:00:00', '2028-02-29T07:00:00'],
    [NOON, '2026-03-01T11:59:59', '2026-03-01T11:59:59'],
    [NOON, '2026-03-01T12:00:00', '2026-03-01T14:00:00'],
    [NOON, '2026-03-01T14:00:00', '2026-03-01T14:00:00'],
    [null, '2026-03-01T03:00:00', '2026-03-01T03:00:00'],
  ])('%o: %s may go at %s', (quiet, asked, expected) => {
    expect(afterQuiet(at(asked), quiet, ZONE)).toEqual(at(expected))
  })

  it('are the county’s, whatever the machine’s zone: one without summer time has none of its odd nights', () => {
    // In Berlin 2026-03-29 02:30 does not exist; in Shanghai it is a night like any other.
    expect(afterQuiet(new Date('2026-03-28T18:30:00Z'), NIGHT, ZONE)).toEqual(new Date('2026-03-28T23:00:00Z'))
  })

  it('end within a day, at their end, and never hold back what has waited', () => {
    const time = fc
      .tuple(fc.nat({ max: 23 }), fc.nat({ max: 59 }))
      .map((parts) => parts.map((n) => String(n).padStart(2, '0')).join(':'))
    fc.assert(
      fc.property(
        time,
        time,
        fc.date({ min: at('2026-01-01T00:00:00'), max: at('2027-01-01T00:00:00'), noInvalidDate: true }),
        (from, to, now) => {
          fc.pre(from !== to)
          const after = afterQuiet(now, { from, to }, ZONE)
          expect(after.getTime()).toBeGreaterThanOrEqual(now.getTime())
          expect(after.getTime() - now.getTime()).toBeLessThan(24 * 60 * 60 * 1000 + 60_000)
          expect(afterQuiet(after, { from, to }, ZONE)).toEqual(after)
        },
      ),
    )
  })
})

it('a pace lets so many through in a window, and says when there is room', () => {
  const pace = new Pace(2, 60_000)
  const take = (second: number): number => pace.take('a', new Date(second * 1000))
  expect([take(0), take(10), take(20), take(59), take(60), take(61), take(70)]).toEqual([
    0, 0, 40_000, 1000, 0, 9000, 0,
  ])
  expect(pace.take('b', new Date(0))).toBe(0)
})
