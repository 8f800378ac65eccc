import { describe, expect, it } from 'vitest'
import { formatDay, formatInstant, formatLocalInput, formatShortInstant } from '../../../web/lib/format/instant.ts'

describe('instants', () => {
  it('are written in the county’s time zone', () => {
    expect(formatInstant('2026-10-31T04:00:00Z', 'Asia/Shanghai')).toBe('2026-10-31 12:00')
    expect(formatInstant('2026-10-31T12:00:00+08:00', 'Asia/Urumqi')).toBe('2026-10-31 10:00')
  })

  it('count midnight as 00:00 of the new day', () => {
    expect(formatInstant('2026-12-31T16:00:00Z', 'Asia/Shanghai')).toBe('2027-01-01 00:00')
  })

  it('have a day, a short form and one for an input', () => {
    expect(formatDay('2026-10-31T20:30:00Z', 'Asia/Shanghai')).toBe('2026-11-01')
    expect(formatShortInstant('2026-10-31T04:05:00Z', 'Asia/Shanghai')).toBe('10-31 12:05')
    expect(formatLocalInput('2026-10-31T04:05:00Z', 'Asia/Shanghai')).toBe('2026-10-31T12:05')
  })
})
