import { describe, expect, it } from 'vitest'
import { splitDuration } from '../../../web/lib/format/duration.ts'

describe('splitDuration', () => {
  it('splits into minutes and two-digit seconds', () => {
    expect(splitDuration(728_000)).toEqual({ minutes: 12, seconds: '08' })
    expect(splitDuration(59_999)).toEqual({ minutes: 0, seconds: '59' })
    expect(splitDuration(7_200_000)).toEqual({ minutes: 120, seconds: '00' })
  })

  it('is never less than nothing', () => {
    expect(splitDuration(-1)).toEqual({ minutes: 0, seconds: '00' })
  })
})
