import { createHash, timingSafeEqual } from 'node:crypto'
import { ShouwangError } from '../errors.ts'
import type { Config } from './config.ts'

/** A shorter one can be guessed. */
const SHORTEST = 16

/**
 * Which township a bearer token belongs to (docs/operating.md, Live incidents). Every known token is compared, each in
 * constant time. Throws `config_invalid` for a token that is too short or that two townships share; a township whose
 * variable is not set has no intake.
 */
export function intakeTokens(
  config: Config,
  env: Record<string, string | undefined>,
): (token: string) => string | null {
  const known: { id: string; digest: Buffer }[] = []
  for (const { id, intake_token_env: name } of config.townships) {
    const token = name === undefined ? undefined : env[name]?.trim()
    if (name === undefined || token === undefined || token === '') continue
    if (token.length < SHORTEST) {
      throw new ShouwangError(
        'config_invalid',
        `环境变量 ${name} 里的口令太短：乡镇 ${id} 的上报口令至少 ${SHORTEST} 个字符。`,
        { township: id },
      )
    }
    const digest = digestOf(token)
    const other = known.find((candidate) => candidate.digest.equals(digest))
    if (other)
      throw new ShouwangError('config_invalid', `乡镇 ${other.id} 和 ${id} 的上报口令相同；每个乡镇要有自己的口令。`, {
        township: id,
      })
    known.push({ id, digest })
  }
  return (token) => {
    const digest = digestOf(token)
    let found: string | null = null
    for (const candidate of known) if (timingSafeEqual(candidate.digest, digest)) found = candidate.id
    return found
  }
}

const digestOf = (token: string): Buffer => createHash('sha256').update(token).digest()
