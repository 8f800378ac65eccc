import { describe, expect, it } from 'vitest'
import { freshCount, isSilent, oldestTaken, takenAt } from '../../../web/routes/freshness.ts'
import type { RegisterHealth, TownshipHealth } from '../../../web/server/answers.ts'

const NEW = '2026-11-20T12:00:00+08:00'
const PULLED = '2026-11-24T11:00:00+08:00'
const NOW = Date.parse('2026-11-24T12:00:00+08:00')

const township = (changes: Partial<TownshipHealth>): TownshipHealth => ({
  id: '01',
  name: '青石镇',
  data_at: NEW,
  pulled_at: PULLED,
  state: 'unchanged',
  is_stale: false,
  stale_since: null,
  registers: [],
  ...changes,
})

const register = (state: RegisterHealth['state'], isStale: boolean): RegisterHealth => ({
  register: 'files',
  state,
  data_at: NEW,
  is_stale: isStale,
})

describe('takenAt', () => {
  it('is the last batch that was well, also when it brought nothing new', () => {
    expect(takenAt(township({}))).toBe(PULLED)
    expect(takenAt(township({ state: 'loaded' }))).toBe(PULLED)
  })

  it('is the last new data when the last batch was not well, or the source failed', () => {
    expect(takenAt(township({ state: 'failed' }))).toBe(NEW)
    expect(takenAt(township({ state: 'held' }))).toBe(NEW)
    expect(takenAt(township({ state: null, data_at: null, pulled_at: null }))).toBeNull()
  })

  it('does with an answer that knows no pulls', () => {
    expect(takenAt(township({ pulled_at: undefined }))).toBe(NEW)
  })
})

describe('freshCount and oldestTaken', () => {
  it('count what was taken within 24 hours, to the very second', () => {
    const edge = township({ pulled_at: new Date(NOW - 86_400_000).toISOString() })
    const past = township({ pulled_at: new Date(NOW - 86_400_001).toISOString() })
    expect(freshCount([township({}), edge, past, township({ state: 'failed' })], NOW)).toBe(2)
  })

  it('leave the stale out of the oldest', () => {
    const stale = township({ is_stale: true, pulled_at: NEW })
    expect(oldestTaken([township({}), stale])).toBe(Date.parse(PULLED))
    expect(oldestTaken([stale])).toBeNull()
  })
})

describe('isSilent', () => {
  it('holds for a township without news, and not for one whose stale registers are held or refused', () => {
    expect(isSilent(township({}))).toBe(false)
    expect(isSilent(township({ is_stale: true }))).toBe(true)
    expect(isSilent(township({ is_stale: true, registers: [register('held', true), register('loaded', false)] }))).toBe(
      false,
    )
    expect(
      isSilent(township({ is_stale: true, registers: [register('refused', true), register('absent', true)] })),
    ).toBe(true)
  })
})
