import { afterEach, describe, expect, it, vi } from 'vitest'
import { HELD_BYTES, streamed, Turns } from '../../web/api/streamed.ts'

const encoder = new TextEncoder()

async function* serialise(blocks: AsyncIterable<number[]>): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  yield encoder.encode('head;')
  for await (const rows of blocks) yield encoder.encode(`${rows.join(',')};`)
}

/** Blocks that count how many were read and tell when they are given back. */
function source(blocks: number[][], failure?: { after: number }) {
  const seen = { read: 0, isEnded: false }
  async function* generate(): AsyncGenerator<number[]> {
    try {
      for (const block of blocks) {
        if (failure?.after === seen.read) throw new Error('the reader broke')
        seen.read++
        yield block
      }
    } finally {
      seen.isEnded = true
    }
  }
  return { blocks: generate(), seen }
}

const text = async (body: BodyInit) => new Response(body).text()
const large = 'x'.repeat(HELD_BYTES / 4)
const many = Array.from({ length: 40 }, (_, index) => [index])

/** Every block is a quarter of what is held. */
async function* serialiseLarge(blocks: AsyncIterable<number[]>): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  for await (const rows of blocks) yield encoder.encode(`${rows.join(',')}${large};`)
}

const nothing = () => undefined

afterEach(() => {
  vi.useRealTimers()
})

describe('streamed, of a small answer', () => {
  it('is whole, in order, and gives the reader and the turn back', async () => {
    const { blocks, seen } = source([[1, 2], [], [3]])
    const turns = new Turns(1)
    const body = await streamed({ blocks, serialise, turns, report: nothing })
    expect(body).toBeInstanceOf(Uint8Array)
    expect(await text(body)).toBe('head;1,2;;3;')
    expect(seen).toEqual({ read: 3, isEnded: true })
    expect(await text(await streamed({ blocks: source([[7]]).blocks, serialise, turns, report: nothing }))).toBe(
      'head;7;',
    )
  })

  it('fails as one when a block does, and gives its turn back', async () => {
    const turns = new Turns(1)
    const { blocks, seen } = source([[1], [2]], { after: 1 })
    await expect(streamed({ blocks, serialise, turns, report: nothing })).rejects.toThrow('the reader broke')
    expect(seen.isEnded).toBe(true)
    expect(await text(await streamed({ blocks: source([[7]]).blocks, serialise, turns, report: nothing }))).toBe(
      'head;7;',
    )
  })
})

describe('streamed, of a large answer', () => {
  const start = (blocks: AsyncGenerator<number[]>, { turns = new Turns(1), report = nothing } = {}) =>
    streamed({ blocks, serialise: serialiseLarge, turns, report })

  it('sends every block in order and gives the reader back', async () => {
    const { blocks, seen } = source(many)
    const report = vi.fn()
    const body = await start(blocks, { report })
    expect(body).toBeInstanceOf(ReadableStream)
    expect((await text(body)).replaceAll(large, '')).toBe(many.map(([index]) => `${index};`).join(''))
    expect(seen).toEqual({ read: 40, isEnded: true })
    expect(report).not.toHaveBeenCalled()
  })

  it('reads no further than the client does, and ends when it leaves', async () => {
    const { blocks, seen } = source(many)
    const reader = ((await start(blocks)) as ReadableStream<Uint8Array>).getReader()
    for (let index = 0; index < 8; index++) await reader.read()
    expect(seen.read).toBeLessThan(12)
    await reader.cancel()
    expect(seen.isEnded).toBe(true)
  })

  it('ends when the client leaves before it has read anything', async () => {
    const { blocks, seen } = source(many)
    await ((await start(blocks)) as ReadableStream<Uint8Array>).cancel()
    expect(seen.isEnded).toBe(true)
  })

  it('breaks off when a later block fails, and tells of it', async () => {
    const { blocks, seen } = source(many, { after: 20 })
    const report = vi.fn()
    await expect(text(await start(blocks, { report }))).rejects.toThrow('the reader broke')
    expect(report).toHaveBeenCalledTimes(1)
    expect(seen.isEnded).toBe(true)
  })

  it('waits for a turn, and gives up a client that stops reading', async () => {
    vi.useFakeTimers()
    const turns = new Turns(1)
    const stalled = source(many)
    await start(stalled.blocks, { turns })
    const next = source([[7]])
    const waiting = start(next.blocks, { turns })
    await vi.advanceTimersByTimeAsync(30_000)
    expect(next.seen.read).toBe(0)
    await vi.advanceTimersByTimeAsync(40_000)
    expect(stalled.seen.isEnded).toBe(true)
    expect(await text(await waiting)).toBe(`7${large};`)
  })
})
