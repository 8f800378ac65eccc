import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  createSecretKey,
  hkdfSync,
  randomBytes,
  randomFillSync,
} from 'node:crypto'
import type { KeyObject } from 'node:crypto'
import { ShouwangError } from '../errors.ts'

/**
 * The vault seals what identifies a child or a family before it enters the warehouse (architecture.md, Children's data).
 *
 * - A row holds only the *key* of such a value: HMAC-SHA-256 of its kind and text, cut to 128 bits. Equal values have
 *   equal keys, so joins, natural keys and comparisons work without the text.
 * - The text itself stands once, in the dictionary of identities, sealed with AES-256-GCM under a data key.
 * - Data keys and the MAC key are wrapped by the master key (envelope); only the wrapped ones are in the warehouse.
 */
export class Vault {
  readonly #mac: KeyObject
  readonly #data: Map<number, Buffer>
  #active: number

  private constructor(mac: Buffer, data: ReadonlyMap<number, Buffer>, active: number) {
    this.#mac = createSecretKey(mac)
    this.#data = new Map(data)
    this.#active = active
  }

  /** New keys under a master key, and their wrapped form for the warehouse. */
  static create(master: Buffer): { vault: Vault; wrapped: WrappedKey[] } {
    const mac = randomBytes(32)
    const data = randomBytes(32)
    return {
      vault: new Vault(mac, new Map([[1, data]]), 1),
      wrapped: [wrap(master, 0, 'mac', mac), wrap(master, 1, 'data', data)],
    }
  }

  /** The vault of a warehouse. Throws `key_wrong` when the master key is not the one that wrapped its keys. */
  static open(master: Buffer, wrapped: readonly WrappedKey[]): Vault {
    const keys = wrapped.map((row) => ({ ...row, key: unwrap(master, row) }))
    const mac = keys.find((row) => row.purpose === 'mac')
    const data = keys.filter((row) => row.purpose === 'data')
    const active = Math.max(...data.map((row) => row.key_id))
    if (!mac || data.length === 0) throw new ShouwangError('key_wrong', '数据仓库里没有可用的密钥，请从备份恢复。')
    return new Vault(mac.key, new Map(data.map((row) => [row.key_id, row.key])), active)
  }

  /** The number of the data key that seals; a sealed text begins with the number of its own, in four bytes. */
  get active(): number {
    return this.#active
  }

  /** The numbers of the data keys, the active one last. */
  get data_keys(): number[] {
    return [...this.#data.keys()].sort((a, b) => a - b)
  }

  /**
   * Seals under a further data key from now on. The earlier ones go on to open: an answer that was read before is on its
   * way, so they leave with the process.
   */
  adopt(key_id: number, key: Buffer): void {
    this.#data.set(key_id, key)
    this.#active = key_id
  }

  /** The key of a value of one kind: a signed 128-bit integer, the same for the same text in the same warehouse. */
  keyOf(kind: string, text: string): bigint {
    const digest = createHmac('sha256', this.#mac).update(`${kind}\0${text}`).digest()
    return (digest.readBigInt64BE(0) << 64n) | digest.readBigUInt64BE(8)
  }

  /** Seals a text; `identity` is bound to it, so that a sealed text cannot be moved to another key. */
  seal(text: string, identity: bigint): Buffer {
    const iv = nextIv()
    const cipher = createCipheriv('aes-256-gcm', this.#dataKey(this.#active), iv)
    cipher.setAAD(identityBytes(identity))
    const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
    const head = Buffer.alloc(4)
    head.writeUInt32BE(this.#active)
    return Buffer.concat([head, iv, cipher.getAuthTag(), body])
  }

  /** Opens a sealed text. Throws when it was changed or bound to another identity. */
  unseal(sealed: Uint8Array, identity: bigint): string {
    const bytes = Buffer.from(sealed)
    const decipher = createDecipheriv('aes-256-gcm', this.#dataKey(bytes.readUInt32BE(0)), bytes.subarray(4, 16))
    decipher.setAAD(identityBytes(identity))
    decipher.setAuthTag(bytes.subarray(16, 32))
    return decipher.update(bytes.subarray(32), undefined, 'utf8') + decipher.final('utf8')
  }

  /** A key for one further purpose (session cookies, audit chain), derived so that no two purposes share one. */
  derive(purpose: string): Buffer {
    return Buffer.from(hkdfSync('sha256', this.#mac, Buffer.alloc(0), `shouwang ${purpose}`, 32))
  }

  #dataKey(id: number): Buffer {
    const key = this.#data.get(id)
    if (!key) throw new ShouwangError('key_wrong', `找不到编号为 ${id} 的数据密钥，请从备份恢复。`, { key_id: id })
    return key
  }
}

/** A key as it stands in the warehouse: sealed under the master key. */
export interface WrappedKey {
  key_id: number
  /** `file`: of an encrypted warehouse file, and then it stands beside that file (file-keys.ts). */
  purpose: 'mac' | 'data' | 'file'
  wrapped: Uint8Array
}

/** Seals a key under the master key, bound to its number and purpose. */
export function wrap(master: Buffer, key_id: number, purpose: WrappedKey['purpose'], key: Buffer): WrappedKey {
  const iv = randomBytes(12)
  const cipher = createCipheriv('aes-256-gcm', master, iv)
  cipher.setAAD(Buffer.from(`${purpose}:${key_id}`))
  const body = Buffer.concat([cipher.update(key), cipher.final()])
  return { key_id, purpose, wrapped: Buffer.concat([iv, cipher.getAuthTag(), body]) }
}

/** Opens a wrapped key. Throws `key_wrong` when the master key is another one. */
export function unwrap(master: Buffer, row: WrappedKey): Buffer {
  const bytes = Buffer.from(row.wrapped)
  const decipher = createDecipheriv('aes-256-gcm', master, bytes.subarray(0, 12))
  decipher.setAAD(Buffer.from(`${row.purpose}:${row.key_id}`))
  decipher.setAuthTag(bytes.subarray(12, 28))
  try {
    return Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()])
  } catch (cause) {
    throw new ShouwangError('key_wrong', '密钥文件与这个数据仓库不符，请使用建库时的密钥文件。', {}, { cause })
  }
}

const IV_BYTES = 12
const ivs = Buffer.alloc(IV_BYTES * 1024)
let usedIvs = ivs.length

/** A random nonce; they are drawn a thousand at a time, because a draw of its own costs more than the sealing. */
function nextIv(): Buffer {
  if (usedIvs === ivs.length) {
    randomFillSync(ivs)
    usedIvs = 0
  }
  usedIvs += IV_BYTES
  return Buffer.from(ivs.subarray(usedIvs - IV_BYTES, usedIvs))
}

function identityBytes(identity: bigint): Buffer {
  const bytes = Buffer.alloc(16)
  bytes.writeBigInt64BE(identity >> 64n, 0)
  bytes.writeBigUInt64BE(identity & 0xffffffffffffffffn, 8)
  return bytes
}
