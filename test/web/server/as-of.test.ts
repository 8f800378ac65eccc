import { describe, expect, it } from 'vitest'
import { readAsOf } from '../../../web/server/as-of.ts'

describe('readAsOf', () => {
  it('takes the county’s local time, as the date control writes it', () => {
    expect(readAsOf('2026-10-31T12:00', 'Asia/Shanghai').asOf).toBe('2026-10-31T12:00:00+08:00')
    expect(readAsOf('2026-10-31', 'Asia/Shanghai').asOf).toBe('2026-10-31T23:59:59+08:00')
  })

  it('takes an instant with an offset as the instant it is', () => {
    expect(readAsOf('2026-10-31T04:00:00Z', 'Asia/Shanghai').asOf).toBe('2026-10-31T12:00:00+08:00')
  })

  it('tells nothing from nonsense', () => {
    expect(readAsOf(null, 'Asia/Shanghai')).toEqual({ asOf: null, isWrong: false })
    expect(readAsOf(' ', 'Asia/Shanghai')).toEqual({ asOf: null, isWrong: false })
    expect(readAsOf('yesterday', 'Asia/Shanghai')).toEqual({ asOf: null, isWrong: true })
  })
})
