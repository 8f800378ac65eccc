import { describe, expect, it } from 'vitest'
import { addressAt, otherParameters } from '../../../web/lib/components/as-of-address.ts'

const ADDRESS =
  '/duties/talk?unit=01%2F%E7%9F%B3%E6%A1%A5%E6%9D%91&as_of=2026-10-31T12%3A00&status=late&status=met&cursor=abc'

describe('the address at another instant', () => {
  it('keeps what else is asked, also what is asked twice, but no place in a list', () => {
    expect(otherParameters(ADDRESS)).toEqual([
      ['unit', '01/石桥村'],
      ['status', 'late'],
      ['status', 'met'],
    ])
    expect(new URL(addressAt(ADDRESS, '2026-09-10'), 'http://page').searchParams.get('as_of')).toBe('2026-09-10')
  })

  it('comes back to the present', () => {
    expect(addressAt(ADDRESS, null)).not.toContain('as_of')
    expect(addressAt(ADDRESS, null)).toContain('status=late')
    expect(addressAt('/?as_of=2026-10-31', null)).toBe('/')
  })
})
