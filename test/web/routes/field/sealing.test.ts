/// <reference lib="dom" />
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  fromBase64,
  ITERATIONS,
  makeLock,
  openLock,
  seal,
  toBase64,
  unseal,
} from '../../../../web/routes/field/sealing.ts'

const PASSWORD = '三月的雨落在青石镇'

describe('a lock', () => {
  it('opens with its password alone, and its key cannot be taken out', async () => {
    const { lock, key } = await makeLock(PASSWORD)
    expect(lock.iterations).toBe(ITERATIONS)
    expect(ITERATIONS).toBeGreaterThanOrEqual(600_000)
    expect(await openLock(lock, `${PASSWORD}。`)).toBeNull()
    const again = await openLock(lock, PASSWORD)
    const sealed = await seal(key, 'here', { name: '张三' })
    expect(again && (await unseal(again, 'here', sealed))).toEqual({ name: '张三' })
    for (const each of [key, again]) {
      expect(each?.extractable).toBe(false)
      await expect(crypto.subtle.exportKey('raw', each as CryptoKey)).rejects.toThrow()
    }
  })

  it('differs each time, of one password too', async () => {
    const [one, other] = [await makeLock(PASSWORD, 1), await makeLock(PASSWORD, 1)]
    expect(one.lock.salt).not.toBe(other.lock.salt)
    expect(await openLock({ ...one.lock, wrapped: other.lock.wrapped, iv: other.lock.iv }, PASSWORD)).toBeNull()
  })
})

describe('what is sealed', () => {
  it('opens in its own place and unchanged, and nowhere else', async () => {
    const { key } = await makeLock(PASSWORD, 1)
    await fc.assert(
      fc.asyncProperty(fc.json(), fc.nat(), async (json, at) => {
        const value: unknown = JSON.parse(json)
        const sealed = await seal(key, 'finding/000001', value)
        expect(await unseal(key, 'finding/000001', sealed)).toEqual(value)
        await expect(unseal(key, 'finding/000002', sealed)).rejects.toThrow()
        sealed[at % sealed.length] = (sealed[at % sealed.length] ?? 0) ^ 1
        await expect(unseal(key, 'finding/000001', sealed)).rejects.toThrow()
      }),
    )
  })

  it('is never the same twice', async () => {
    const { key } = await makeLock(PASSWORD, 1)
    const [one, other] = [await seal(key, 'x', 1), await seal(key, 'x', 1)]
    expect(toBase64(one)).not.toBe(toBase64(other))
  })
})

it('base64 brings back any bytes, also of a large photo', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
      expect([...fromBase64(toBase64(new Uint8Array(bytes)))]).toEqual([...bytes])
    }),
  )
  const large = new Uint8Array(1_000_000).fill(7)
  expect(fromBase64(toBase64(large)).length).toBe(1_000_000)
})
