/** What makes a key from a password; OWASP's Password Storage Cheat Sheet asks for as many turns with SHA-256. */
export const ITERATIONS = 600_000

/** A data key in its wrapping: of no use without the password. */
export interface Lock {
  salt: string
  iterations: number
  iv: string
  wrapped: string
}

const IV_BYTES = 12
const AES = { name: 'AES-GCM', length: 256 }

const encoder = new TextEncoder()
const decoder = new TextDecoder()

type Bytes = Uint8Array<ArrayBuffer>

/** Bytes as base64. */
export function toBase64(bytes: Bytes): string {
  let binary = ''
  const step = 0x8000
  for (let at = 0; at < bytes.length; at += step) binary += String.fromCharCode(...bytes.subarray(at, at + step))
  return btoa(binary)
}

/** Bytes of base64. */
export const fromBase64 = (text: string): Bytes => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0))

const random = (length: number): Bytes => crypto.getRandomValues(new Uint8Array(length))

async function keyOfPassword(password: string, salt: Bytes, iterations: number): Promise<CryptoKey> {
  const material = await crypto.subtle.importKey('raw', encoder.encode(password.normalize('NFC')), 'PBKDF2', false, [
    'deriveKey',
  ])
  const how = { name: 'PBKDF2', hash: 'SHA-256', salt, iterations }
  return crypto.subtle.deriveKey(how, material, AES, false, ['wrapKey', 'unwrapKey'])
}

/** A new data key wrapped with a password, and the key itself, which cannot be taken out again. */
export async function makeLock(password: string, iterations = ITERATIONS): Promise<{ lock: Lock; key: CryptoKey }> {
  const salt = random(16)
  const iv = random(IV_BYTES)
  const wrapping = await keyOfPassword(password, salt, iterations)
  const fresh = await crypto.subtle.generateKey(AES, true, ['encrypt', 'decrypt'])
  const wrapped = new Uint8Array(await crypto.subtle.wrapKey('raw', fresh, wrapping, { name: 'AES-GCM', iv }))
  const lock = { salt: toBase64(salt), iterations, iv: toBase64(iv), wrapped: toBase64(wrapped) }
  const key = await openLock(lock, password)
  if (key === null) throw new Error('A lock that was just made does not open.')
  return { lock, key }
}

/** The data key of a lock; null: not its password. */
export async function openLock({ salt, iterations, iv, wrapped }: Lock, password: string): Promise<CryptoKey | null> {
  const wrapping = await keyOfPassword(password, fromBase64(salt), iterations)
  try {
    return await crypto.subtle.unwrapKey(
      'raw',
      fromBase64(wrapped),
      wrapping,
      { name: 'AES-GCM', iv: fromBase64(iv) },
      AES,
      false,
      ['encrypt', 'decrypt'],
    )
  } catch {
    // GCM says only that it does not fit.
    return null
  }
}

/** Seals a value for one place in the store: moved elsewhere it does not open. */
export async function seal(key: CryptoKey, place: string, value: unknown): Promise<Bytes> {
  const iv = random(IV_BYTES)
  const how = { name: 'AES-GCM', iv, additionalData: encoder.encode(place) }
  const sealed = new Uint8Array(await crypto.subtle.encrypt(how, key, encoder.encode(JSON.stringify(value))))
  const whole = new Uint8Array(IV_BYTES + sealed.length)
  whole.set(iv)
  whole.set(sealed, IV_BYTES)
  return whole
}

/** Opens what was sealed for a place. Throws where it was changed or comes from another place. */
export async function unseal(key: CryptoKey, place: string, whole: Bytes): Promise<unknown> {
  const how = { name: 'AES-GCM', iv: whole.subarray(0, IV_BYTES), additionalData: encoder.encode(place) }
  return JSON.parse(decoder.decode(await crypto.subtle.decrypt(how, key, whole.subarray(IV_BYTES)))) as unknown
}
