import { describe, expect, it } from 'vitest'
import { addressOf, isLoopbackName, requireLoopback } from '../../pipeline/server/loopback.ts'

describe('the host to bind', () => {
  it.each(['127.0.0.1', '127.3.2.1', '::1', 'localhost'])('%s is this machine', (host) => {
    expect(() => requireLoopback(host, null)).not.toThrow()
  })

  it.each([
    '0.0.0.0',
    '::',
    '10.0.0.8',
    '192.168.1.2',
    'county.example',
    '127.0.0.1.example',
    '1270.0.1',
    '::ffff:10.0.0.8',
    '',
  ])('“%s” is refused, with the way out', (host) => {
    expect(() => requireLoopback(host, null)).toThrow(/--host 127\.0\.0\.1.*https.*public_url/)
    expect(() => requireLoopback(host, 'https://shouwang.example/')).not.toThrow()
  })
})

describe('the Host header of a request', () => {
  it.each(['127.0.0.1', '127.0.0.1:8080', 'localhost:8080', 'LOCALHOST', '[::1]:8080', '[::1]'])(
    '%s is this machine',
    (header) => {
      expect(isLoopbackName(header)).toBe(true)
    },
  )

  it.each([
    undefined,
    '',
    'evil.example',
    '127.0.0.1.evil.example:8080',
    'localhost.evil.example',
    'evil.example:8080',
    '[::2]',
    '10.0.0.1',
    'a b',
    '[::1',
  ])('%s is not', (header) => {
    expect(isLoopbackName(header)).toBe(false)
  })
})

it('an address is one that a browser takes', () => {
  expect(addressOf('127.0.0.1', 8080)).toBe('http://127.0.0.1:8080/')
  expect(addressOf('::1', 8080)).toBe('http://[::1]:8080/')
  expect(addressOf('localhost', 80)).toBe('http://localhost:80/')
})
