import fc from 'fast-check'
import { expect, it } from 'vitest'
import { HeldBytes } from '../../pipeline/sources/held-bytes.ts'

const hold = (chunks: Uint8Array[]): HeldBytes => {
  const held = new HeldBytes()
  for (const chunk of chunks) held.append(chunk)
  return held
}

const inBlocks = async (held: HeldBytes): Promise<Buffer> => {
  const blocks: Uint8Array[] = []
  for await (const block of held.blocks()) blocks.push(block)
  return Buffer.concat(blocks)
}

it('held bytes are what came, however they came', async () => {
  const chunk = fc.oneof(
    fc.uint8Array({ maxLength: 40 }),
    fc.integer({ min: 250_000, max: 270_000 }).map((size) => new Uint8Array(size).fill(size % 251)),
  )
  await fc.assert(
    fc.asyncProperty(fc.array(chunk, { maxLength: 6 }), async (chunks) => {
      const held = hold(chunks)
      const whole = Buffer.concat(chunks)
      expect(held.size).toBe(whole.length)
      expect((await inBlocks(held)).equals(whole)).toBe(true)
      expect((await inBlocks(held)).equals(whole)).toBe(true)
      expect(Buffer.from(held.joined()).equals(whole)).toBe(true)
    }),
    { numRuns: 40 },
  )
})

it('held bytes are a copy of what came', async () => {
  const chunk = new Uint8Array([1, 2, 3])
  const held = hold([chunk])
  chunk.fill(0)
  expect([...(await inBlocks(held))]).toEqual([1, 2, 3])
})
