import { connect } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { serveSample, type ServedCounty } from '../support/served-county.ts'

let county: ServedCounty
beforeAll(async () => {
  county = await serveSample({ patiences: { headers_ms: 1_000, request_ms: 2_000 } })
  await county.cookieOf('county')
})
afterAll(() => county.close())

/** Sends bytes and waits until the server hangs up; answers what it said. */
function say(...parts: string[]): Promise<string> {
  const { port } = new URL(county.address)
  return new Promise((resolve, reject) => {
    let heard = ''
    const socket = connect(Number(port), '127.0.0.1', () => parts.forEach((part) => socket.write(part)))
    socket.setEncoding('utf8')
    socket.on('data', (text: string) => (heard += text))
    socket.on('close', () => resolve(heard))
    socket.on('error', (error: NodeJS.ErrnoException) => (error.code === 'ECONNRESET' ? resolve(heard) : reject(error)))
  })
}

describe('a client that takes its time', () => {
  const { length } = 'username=county'
  it.each([
    ['a head that never ends', 'GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: '],
    ['nothing at all after a letter', 'G'],
    [
      'a form that never ends',
      `POST /login HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: ${length + 100}\r\n\r\nusername=county`,
    ],
    [
      'a body that never ends',
      'POST /api/intake/incidents HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{"incident_id"',
    ],
    [
      'chunks that never end',
      'POST /login HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/x-www-form-urlencoded\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nusern\r\n',
    ],
  ])('is hung up on: %s', async (_what, text) => {
    expect(await say(text)).not.toMatch(/^HTTP\/1\.1 200/)
    expect((await county.ask('/api/health')).status).toBe(200)
  })

  it('does not keep others out, however many they are', async () => {
    const slow = Array.from({ length: 200 }, () => say('POST /login HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: '))
    expect((await county.ask('/api/summary?level=county', { as: 'county' })).status).toBe(200)
    await Promise.all(slow)
  })
})

describe('two requests that pass for one', () => {
  it.each([
    ['two lengths', 'Content-Length: 5\r\nContent-Length: 6\r\n\r\nhello'],
    ['a length and chunks', 'Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n'],
    ['a head in a head', 'X-Name: a\nSet-Cookie: b\r\n\r\n'],
    ['two hosts', 'Host: evil.example\r\n\r\n'],
  ])('are refused: %s', async (_what, rest) => {
    const heard = await say(`POST /login HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n${rest}`)
    expect(heard).not.toMatch(/^HTTP\/1\.1 [23]/)
  })
})
