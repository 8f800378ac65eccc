import { randomBytes } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { openStream, sealStream } from '../../vault/sealed-stream.ts'

const MASTER = Buffer.alloc(32, 7)
const MIB = 1024 * 1024
const HEADER_BYTES = 16 + 1 + 32
const FULL_CHUNK_BYTES = 4 + MIB + 16

async function* streamOf(...parts: Uint8Array[]): AsyncGenerator<Uint8Array> {
  yield* parts
}

async function whole(stream: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const parts: Uint8Array[] = []
  for await (const part of stream) parts.push(part)
  return Buffer.concat(parts)
}

const seal = (text: Uint8Array): Promise<Buffer> => whole(sealStream(MASTER, streamOf(text)))
const open = (sealed: Uint8Array, master = MASTER): Promise<Buffer> => whole(openStream(master, streamOf(sealed)))
const refused = { code: 'unreadable_file' }

describe('a sealed stream', () => {
  it.each([0, 1, MIB - 1, MIB, MIB + 1, 2 * MIB, 3 * MIB + 5])(
    'of %d bytes opens to what was sealed',
    async (length) => {
      const text = randomBytes(length)
      expect((await open(await seal(text))).equals(text)).toBe(true)
    },
  )

  it('opens however it comes in pieces', async () => {
    const text = randomBytes(5000)
    const sealed = await seal(text)
    const pieces = Array.from({ length: Math.ceil(sealed.length / 7) }, (_, n) => sealed.subarray(n * 7, n * 7 + 7))
    expect((await whole(openStream(MASTER, streamOf(...pieces)))).equals(text)).toBe(true)
  })

  it('is another each time', async () => {
    expect((await seal(Buffer.from('same'))).equals(await seal(Buffer.from('same')))).toBe(false)
  })

  it('does not open under another key', async () => {
    await expect(open(await seal(Buffer.from('text')), Buffer.alloc(32, 8))).rejects.toMatchObject(refused)
  })

  it('does not open with any one bit changed', async () => {
    const sealed = await seal(randomBytes(40))
    for (let bit = 0; bit < sealed.length * 8; bit++) {
      const changed = Buffer.from(sealed)
      changed.writeUInt8(changed.readUInt8(bit >> 3) ^ (1 << (bit & 7)), bit >> 3)
      await expect(open(changed), `bit ${bit}`).rejects.toMatchObject(refused)
    }
  })

  it('does not open cut off anywhere, nor with a byte more', async () => {
    const sealed = await seal(randomBytes(40))
    for (let length = 0; length < sealed.length; length++)
      await expect(open(sealed.subarray(0, length)), `${length} bytes`).rejects.toMatchObject(refused)
    await expect(open(Buffer.concat([sealed, Buffer.alloc(1)]))).rejects.toMatchObject(refused)
  })

  it('does not open with a chunk left out, doubled, moved or of another stream', async () => {
    const text = randomBytes(3 * MIB)
    const [sealed, other] = [await seal(text), await seal(text)]
    const header = sealed.subarray(0, HEADER_BYTES)
    const chunk = (from: Buffer, n: number): Buffer =>
      from.subarray(HEADER_BYTES + n * FULL_CHUNK_BYTES, HEADER_BYTES + (n + 1) * FULL_CHUNK_BYTES)
    const [a, b, c] = [chunk(sealed, 0), chunk(sealed, 1), chunk(sealed, 2)]
    await expect(open(Buffer.concat([header, a, b, c]))).resolves.toHaveLength(text.length)
    for (const parts of [
      [a, c],
      [b, c],
      [a, b],
      [a, a, b, c],
      [b, a, c],
      [chunk(other, 0), b, c],
      [a, b, chunk(other, 2)],
    ])
      await expect(open(Buffer.concat([header, ...parts]))).rejects.toMatchObject(refused)
  })
})
