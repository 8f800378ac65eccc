import { Secret, TOTP } from 'otpauth'

const PERIOD = 30
/** One step to either side: clocks of telephones go wrong by some seconds (RFC 6238, 5.2). */
const WINDOW = 1

/** A new secret of a second factor, base32 as authenticator apps take it. */
export const newSecret = (): string => new Secret({ size: 20 }).base32

/** The address that an authenticator app reads from a picture. */
export const totpAddress = (secret: string, account: string, issuer: string): string =>
  totp(secret, account, issuer).toString()

/** The time step whose code this is, or null: a wrong code, or one of a step that was used before. */
export function stepOfCode(secret: string, code: string, now: Date, used_step: number): number | null {
  const digits = code.replace(/\s/g, '')
  if (!/^\d{6}$/.test(digits)) return null
  const delta = totp(secret, '', '').validate({ token: digits, timestamp: now.getTime(), window: WINDOW })
  if (delta === null) return null
  const step = Math.floor(now.getTime() / 1000 / PERIOD) + delta
  return step > used_step ? step : null
}

const totp = (secret: string, label: string, issuer: string): TOTP =>
  new TOTP({ secret: Secret.fromBase32(secret), label: label || 'shouwang', issuer, period: PERIOD, digits: 6 })
