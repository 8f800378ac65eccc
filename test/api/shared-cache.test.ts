import { describe, expect, it, vi } from 'vitest'
import { SharedCache } from '../../web/api/shared-cache.ts'

const cacheOf = (max_bytes: number) => new SharedCache<{ bytes: number }>({ max_bytes, size: ({ bytes }) => bytes })

describe('SharedCache', () => {
  it('computes once for all who ask at the same time, and never again', async () => {
    const cache = cacheOf(1000)
    const compute = vi.fn(async () => ({ bytes: 10 }))
    const values = await Promise.all([cache.get('a', compute), cache.get('a', compute), cache.get('a', compute)])
    expect(new Set(values).size).toBe(1)
    expect(await cache.get('a', compute)).toBe(values[0])
    expect(cache.peek('a')).toBe(values[0])
    expect(compute).toHaveBeenCalledTimes(1)
  })

  it('tells a failure to all who wait, and tries anew for the next', async () => {
    const cache = cacheOf(1000)
    const fail = vi.fn(() => Promise.reject(new Error('no')))
    const results = await Promise.allSettled([cache.get('a', fail), cache.get('a', fail)])
    expect(results.map(({ status }) => status)).toEqual(['rejected', 'rejected'])
    expect(fail).toHaveBeenCalledTimes(1)
    expect(await cache.get('a', async () => ({ bytes: 1 }))).toEqual({ bytes: 1 })
  })

  it('keeps no more bytes than it may, and nothing that is too large', async () => {
    const cache = cacheOf(100)
    for (const key of ['a', 'b', 'c', 'd', 'e']) await cache.get(key, async () => ({ bytes: 24 }))
    expect(['a', 'b', 'c', 'd', 'e'].filter((key) => cache.peek(key))).toEqual(['b', 'c', 'd', 'e'])
    expect(await cache.get('large', async () => ({ bytes: 90 }))).toEqual({ bytes: 90 })
    expect(cache.peek('large')).toBeUndefined()
    expect(cache.peek('e')).toBeDefined()
  })
})
