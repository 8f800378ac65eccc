import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { States } from '../../queries/states.ts'

const second = fc
  .integer({ min: 0, max: 40 })
  .map((seconds) => `2026-09-10T08:00:${String(seconds % 60).padStart(2, '0')}`)

describe('what an answer rests on', () => {
  it('is the same for two instants exactly where nothing came in between, in whatever order it was told', () => {
    fc.assert(
      fc.property(fc.array(second), second, second, (changes, one, other) => {
        const states = new States()
        for (const change of changes) states.add(change)
        const [from = '', until = ''] = [one, other].sort()
        const isBetween = changes.some((change) => change > from && change <= until)
        expect(states.keyAt(one) === states.keyAt(other)).toBe(!isBetween)
      }),
    )
  })

  it('stays where something comes in later, and changes where it shows, also a second time at the same instant', () => {
    const states = new States()
    const before = states.keyAt('2026-09-10T08:00:00')
    states.add('2026-09-10T08:00:00.001')
    expect(states.keyAt('2026-09-10T08:00:00')).toBe(before)
    const first = states.keyAt('2026-09-10T08:00:00.001000')
    expect(first).not.toBe(before)
    states.add('2026-09-10T08:00:00.001')
    expect(states.keyAt('2026-09-10T08:00:01')).not.toBe(first)
  })

  it('changes at every instant where what stood before was changed', () => {
    const states = new States()
    const before = states.keyAt('1990-01-01T00:00:00')
    states.add()
    expect(states.keyAt('1990-01-01T00:00:00')).not.toBe(before)
  })
})
