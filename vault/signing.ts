import { createHash, createPrivateKey, createPublicKey, sign, verify, type KeyObject } from 'node:crypto'
import type { Vault } from './vault.ts'

/** An Ed25519 key as PKCS #8 and SubjectPublicKeyInfo write it (RFC 8410): a fixed head, then its 32 bytes. */
const PRIVATE_HEAD = Buffer.from('302e020100300506032b657004220420', 'hex')
const PUBLIC_HEAD = Buffer.from('302a300506032b6570032100', 'hex')

/** The county's key for what leaves it and is to be known as its own. */
export interface SigningKey {
  /** 32 bytes. */
  public_key: Buffer
  /** 64 bytes (Ed25519, RFC 8032): the same bytes have the same signature. */
  sign(bytes: Uint8Array): Buffer
}

/**
 * The key that signs a county's archives. It follows from the vault's HMAC key, which `key rotate` keeps: so what was signed
 * before and after has one key, and a restored warehouse has it too.
 */
export function signingKeyOf(vault: Pick<Vault, 'derive'>): SigningKey {
  const seed = vault.derive('evaluation archive')
  const key = createPrivateKey({ key: Buffer.concat([PRIVATE_HEAD, seed]), format: 'der', type: 'pkcs8' })
  const public_key = createPublicKey(key).export({ format: 'der', type: 'spki' }).subarray(PUBLIC_HEAD.length)
  return { public_key, sign: (bytes) => sign(null, bytes, key) }
}

/** Whether a signature is that of a public key of 32 bytes. */
export function isSignature(public_key: Uint8Array, bytes: Uint8Array, signature: Uint8Array): boolean {
  try {
    return verify(null, bytes, publicKeyOf(public_key), signature)
  } catch {
    return false
  }
}

/** SHA-256 of a public key in hexadecimal: short enough to be read out and compared. */
export const fingerprintOf = (public_key: Uint8Array): string => createHash('sha256').update(public_key).digest('hex')

const publicKeyOf = (bytes: Uint8Array): KeyObject =>
  createPublicKey({ key: Buffer.concat([PUBLIC_HEAD, bytes]), format: 'der', type: 'spki' })
