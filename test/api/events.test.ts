import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import type { BatchEvent } from '../../pipeline/application.ts'
import { openApiCounty, type ApiCounty } from '../support/api-county.ts'

let county: ApiCounty
beforeAll(async () => {
  county = await openApiCounty({ pulls: 0 })
})
afterAll(() => county.close())
afterEach(() => {
  vi.useRealTimers()
})

/** A client of the stream that reads until it has seen something. */
async function follow(headers: Record<string, string> = {}) {
  const response = await county.api.request('/api/events', { headers })
  const reader = (response.body as ReadableStream<Uint8Array>).getReader()
  const decoder = new TextDecoder()
  let text = ''
  return {
    response,
    until: async (pattern: RegExp): Promise<string> => {
      while (!pattern.test(text)) {
        const { done, value } = await reader.read()
        if (done) throw new Error(`the stream ended: ${text}`)
        text += decoder.decode(value, { stream: true })
      }
      return text
    },
    leave: () => reader.cancel(),
  }
}

const event = (version: number): BatchEvent => ({
  township: '01',
  at: '2026-10-31T12:00:00+08:00',
  state: 'loaded',
  version,
})

describe('/api/events', () => {
  it('is a stream of server-sent events', async () => {
    const client = await follow({ accept: 'text/event-stream' })
    expect(client.response.status).toBe(200)
    expect(client.response.headers.get('content-type')).toBe('text/event-stream')
    expect(client.response.headers.get('cache-control')).toBe('no-cache')
    expect(await client.until(/\n\n/)).toBe('retry: 3000\n\n')
    await client.leave()
  })

  it('tells of a batch after each load', async () => {
    const client = await follow()
    await client.until(/retry/)
    await county.pull(1)
    const text = await client.until(/(event: batch[^]*){3}\n\n$/)
    const events = text.split('\n\n').filter((block) => block.includes('event: batch'))
    expect(events).toHaveLength(3)
    const [, data = ''] = /^data: (.*)$/m.exec(events[0] ?? '') ?? []
    expect(JSON.parse(data)).toEqual({
      township: expect.stringMatching(/^0[123]$/) as string,
      at: '2026-09-10T02:00:00+08:00',
      state: expect.any(String) as string,
      version: expect.any(Number) as number,
    })
    expect(events.every((block) => /^id: \S+$/m.test(block))).toBe(true)
    await client.leave()
  })

  it('gives a client that comes back what it missed', async () => {
    const first = await follow()
    await first.until(/retry/)
    county.services.events.emit('batch', event(101))
    const [, id = ''] = /id: (\S+)\n\n$/.exec(await first.until(/"version":101[^]*\n\n/)) ?? []
    await first.leave()
    county.services.events.emit('batch', event(102))
    county.services.events.emit('batch', event(103))
    const second = await follow({ 'last-event-id': id })
    const text = await second.until(/"version":103[^]*\n\n/)
    expect([...text.matchAll(/"version":(\d+)/g)].map((match) => match[1])).toEqual(['102', '103'])
    await second.leave()
  })

  it('beats while nothing happens, and leaves nothing behind when the client does', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
    const client = await follow()
    await client.until(/retry/)
    expect(vi.getTimerCount()).toBe(1)
    vi.advanceTimersByTime(15_000)
    expect(await client.until(/^:.*\n\n/m)).toContain(': still here\n\n')
    await client.leave()
    await vi.waitFor(() => expect(vi.getTimerCount()).toBe(0))
    expect(() => county.services.events.emit('batch', event(104))).not.toThrow()
    // the feed and the questions that are answered again: no client of its own
    expect(county.services.events.listenerCount('batch')).toBe(2)
  })

  it('does not stream to HEAD', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
    const response = await county.api.request('/api/events', { method: 'HEAD' })
    expect(response.headers.get('content-type')).toBe('text/event-stream')
    expect(await response.text()).toBe('')
    expect(vi.getTimerCount()).toBe(0)
  })
})
