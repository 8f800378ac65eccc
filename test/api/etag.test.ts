import { describe, expect, it } from 'vitest'
import { etagOf, isMatch } from '../../web/api/etag.ts'

describe('etagOf', () => {
  it('is one for equal facts and another for others', () => {
    expect(etagOf([1, 'summary', ['a']])).toBe(etagOf([1, 'summary', ['a']]))
    expect(etagOf([1, 'summary', ['a']])).not.toBe(etagOf([1, 'summary', ['b']]))
    expect(etagOf(['a', 'b'])).not.toBe(etagOf(['ab']))
    expect(etagOf([])).toMatch(/^"[\w-]{27}"$/)
  })
})

describe('isMatch', () => {
  const etag = etagOf(['x'])
  it.each([
    [etag, true],
    [`W/${etag}`, true],
    [`"other", ${etag}`, true],
    ['*', true],
    [undefined, false],
    ['"other"', false],
    [etag.slice(1, -1), false],
  ])('of %j is %j', (header, expected) => {
    expect(isMatch(header, etag)).toBe(expected)
  })
})
