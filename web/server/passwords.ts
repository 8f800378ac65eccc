import { randomBytes } from 'node:crypto'
import { hash, verify } from '@node-rs/argon2'
import { ShouwangError } from '../../errors.ts'

/** OWASP Password Storage Cheat Sheet: argon2id (the library's default kind), 19 MiB, two passes, one lane. */
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 }
const LEAST = 8
const MOST = 256

/** The argon2id hash of a password. Throws `bad_parameter` for one that is too short, too long or the account's name. */
export async function hashPassword(password: string, name: string): Promise<string> {
  const { length } = [...password]
  if (length < LEAST || length > MOST) {
    throw new ShouwangError('bad_parameter', `密码应为 ${LEAST} 至 ${MOST} 个字符；建议用一句好记的长话。`, { length })
  }
  if (password.toLowerCase() === name.toLowerCase() || new Set(password).size < 3) {
    throw new ShouwangError('bad_parameter', '密码太容易猜到：不能与账号名相同，也不能只用一两个字符。')
  }
  return hash(password, COST)
}

/**
 * Whether a password is the one of the hash. Without a hash (no such account) as much time passes as with one, so that
 * the answer's time does not tell which accounts there are.
 */
export async function isPassword(password: string, hashed: string | undefined): Promise<boolean> {
  const is_short = password.length <= MOST
  const is_right = await verify(hashed ?? (await decoy()), is_short ? password : '')
  return hashed !== undefined && is_short && is_right
}

/** A hash that no password fits: of bytes that nobody knows. */
export const noPassword = (): Promise<string> => hash(randomBytes(32), COST)

let decoyHash: Promise<string> | undefined
const decoy = (): Promise<string> => (decoyHash ??= noPassword())
