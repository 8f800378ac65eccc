import { describe, expect, it } from 'vitest'
import { spread } from '../../../web/lib/charts/spread.ts'

describe('spread', () => {
  const room = { from: 0, to: 100 }

  it('leaves alone what is far enough apart', () => {
    expect(spread([80, 10, 40], 16, room)).toEqual([80, 10, 40])
  })

  it('moves apart what is too close, each in its order', () => {
    expect(spread([12, 10], 16, room)).toEqual([26, 10])
  })

  it('stays within the room', () => {
    expect(spread([95, 99, 98], 16, room)).toEqual([68, 100, 84])
  })
})
