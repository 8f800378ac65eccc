import { describe, expect, it } from 'vitest'
import { formatAge } from '../../../web/lib/format/age.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

describe('formatAge', () => {
  it('uses the largest unit that says it', () => {
    expect(formatAge(5 * MINUTE, 'zh')).toBe('5 分钟前')
    expect(formatAge(3 * HOUR + 50 * MINUTE, 'zh')).toBe('3 小时前')
    expect(formatAge(2 * DAY, 'zh')).toBe('2 天前')
    expect(formatAge(95 * DAY, 'zh')).toBe('3 个月前')
  })

  it('changes the unit at its edge', () => {
    expect(formatAge(HOUR - 1, 'zh')).toBe('59 分钟前')
    expect(formatAge(HOUR, 'zh')).toBe('1 小时前')
    expect(formatAge(DAY - 1, 'zh')).toBe('23 小时前')
    expect(formatAge(DAY, 'zh')).toBe('1 天前')
  })

  it('calls what is younger than a minute, or ahead of the clock, now', () => {
    expect(formatAge(59_000, 'zh')).toBe('现在')
    expect(formatAge(-5000, 'zh')).toBe('现在')
    expect(formatAge(0, 'en')).toBe('now')
  })

  it('speaks English', () => {
    expect(formatAge(HOUR, 'en')).toBe('1 hour ago')
    expect(formatAge(3 * DAY, 'en')).toBe('3 days ago')
  })
})
