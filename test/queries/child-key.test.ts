import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readChildKey, writeChildKey } from '../../queries/child-key.ts'

const key = fc.bigInt({ min: -(2n ** 127n), max: 2n ** 127n - 1n })

describe('a child’s key', () => {
  it('comes back as it was, and holds no digit', () => {
    fc.assert(
      fc.property(key, (value) => {
        expect(readChildKey(writeChildKey(value))).toBe(value)
        expect(writeChildKey(value)).toMatch(/^[a-z]{28}$/)
      }),
    )
  })

  it.each(['', 'abc', '12345', 'z'.repeat(28), 'a'.repeat(29), 'A'.repeat(28)])('is not “%s”', (text) => {
    expect(readChildKey(text)).toBeNull()
  })
})
