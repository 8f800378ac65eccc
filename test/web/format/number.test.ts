import { describe, expect, it } from 'vitest'
import { formatNumber, formatRatio, formatTightRatio } from '../../../web/lib/format/number.ts'

describe('numbers', () => {
  it('groups by thousands', () => {
    expect(formatNumber(0)).toBe('0')
    expect(formatNumber(1204)).toBe('1,204')
    expect(formatNumber(1_260_000)).toBe('1,260,000')
  })

  it('shows done of owed', () => {
    expect(formatRatio(1204, 1260)).toBe('1,204 / 1,260')
    expect(formatRatio(0, 7)).toBe('0 / 7')
    expect(formatTightRatio(1204, 1260)).toBe('1,204/1,260')
  })
})
