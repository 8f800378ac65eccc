import { describe, expect, it } from 'vitest'
import { addressOf, behindInstants } from '../../../../web/routes/evaluation/instants.ts'

const END = '2026-12-31T23:59:59+08:00'
const NOW = '2027-01-20T09:00:00+08:00'
const OCTOBER = '2026-10-31T12:00:00+08:00'

describe('the rows behind results', () => {
  it('are asked for as the results were: of a year that is over at its end, as it was known when it was counted', () => {
    const over = { as_of: END, known_at: NOW, stage: 'draft' as const }
    expect(behindInstants(over, null)).toEqual({ as_of: END, known_at: NOW })
    expect(behindInstants({ ...over, stage: 'frozen', known_at: END }, null)).toEqual({ as_of: END, known_at: END })
    const then = { as_of: OCTOBER, known_at: OCTOBER, stage: 'draft' as const }
    expect(behindInstants(then, OCTOBER)).toEqual({ as_of: OCTOBER, known_at: OCTOBER })
    expect(behindInstants(then, null)).toEqual({ as_of: null, known_at: null })
  })

  it('have both instants in their address', () => {
    const address = addressOf('/duties/talk', { unit: '01' }, { as_of: END, known_at: NOW })
    expect(new URL(address, 'http://page').searchParams.get('known_at')).toBe(NOW)
    expect(address).toMatch(/^\/duties\/talk\?unit=01&as_of=2026-12-31T23%3A59%3A59%2B08%3A00&known_at=/)
    expect(addressOf('/duties/talk', {}, { as_of: null, known_at: null })).toBe('/duties/talk')
  })
})
