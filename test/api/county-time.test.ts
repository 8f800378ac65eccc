import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fromLocal } from '../../queries/instants.ts'
import { CountyTime, Present } from '../../web/api/county-time.ts'

const ZONE = 'Asia/Shanghai'

describe('CountyTime', () => {
  it('writes an instant with the county’s offset, unknown as unknown', () => {
    const time = new CountyTime(ZONE)
    expect(time.instant('2026-09-10T02:00:00')).toBe('2026-09-10T02:00:00+08:00')
    expect(time.instant('2026-09-10T02:00:00.000')).toBe('2026-09-10T02:00:00+08:00')
    expect(time.instant('2026-09-10T02:00:00.25')).toBe('2026-09-10T02:00:00.25+08:00')
    expect(time.instant(null)).toBeNull()
  })

  it('says what the one place for it says, for whatever second', () => {
    const time = new CountyTime(ZONE)
    const second = fc.date({
      min: new Date('1995-01-01T00:00:00Z'),
      max: new Date('2099-12-31T00:00:00Z'),
      noInvalidDate: true,
    })
    fc.assert(
      fc.property(second, (date) => {
        const local = date.toISOString().slice(0, 19)
        expect(time.instant(local)).toBe(fromLocal(local, ZONE))
      }),
    )
  })
})

describe('Present', () => {
  const setUp = () => {
    const clock = { now: '2026-10-31T12:00:10.500+08:00', version: 1 }
    const present = new Present(
      () => new Date(clock.now),
      () => clock.version,
      ZONE,
    )
    return { clock, present }
  }

  it('holds for the rest of a minute, then is the next one', () => {
    const { clock, present } = setUp()
    // The state is first seen here: a batch may have come in this very minute.
    expect(present.local).toBe('2026-10-31T12:00:11.000')
    clock.now = '2026-10-31T12:00:59.999+08:00'
    expect(present.local).toBe('2026-10-31T12:00:11.000')
    clock.now = '2026-10-31T12:01:00+08:00'
    expect(present.local).toBe('2026-10-31T12:01:00.000')
    clock.now = '2026-10-31T12:01:59+08:00'
    expect(present.local).toBe('2026-10-31T12:01:00.000')
  })

  it('moves on at once when the state does, never to before it', () => {
    const { clock, present } = setUp()
    clock.now = '2026-10-31T12:01:30+08:00'
    void present.local
    clock.now = '2026-10-31T12:01:40.001+08:00'
    clock.version = 2
    expect(present.local).toBe('2026-10-31T12:01:41.000')
    clock.now = '2026-10-31T12:01:50+08:00'
    expect(present.local).toBe('2026-10-31T12:01:41.000')
  })
})
