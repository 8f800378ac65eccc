import { createHash, randomBytes } from 'node:crypto'
import { parseInstant, toLocal } from '../../queries/instants.ts'
import type { Warehouse } from '../../queries/warehouse.ts'

/** A session: whoever holds its token is the account. */
export interface Session {
  token_hash: string
  name: string
  created_at: Date
  seen_at: Date
  /** Whether everything that the sign-in asks was given; before, it opens nothing but the second step. */
  is_complete: boolean
}

export interface SessionLimits {
  idle_minutes: number
  session_hours: number
}

interface Parts {
  warehouse: Warehouse
  now: () => Date
  timezone: string
  limits: SessionLimits
}

const TOKEN_BYTES = 32
const MINUTE = 60_000
/** The second step of a sign-in must come soon. */
const STEP_MINUTES = 10
/** The last use is written so often at most; in memory it is exact. */
const SEEN_EVERY = 5 * MINUTE

/**
 * The sessions, on the server alone: the cookie holds a random token, the warehouse its SHA-256. They live through a
 * restart, and end after a time without use, after a time in all, when the account is disabled, and when it signs out.
 */
export class Sessions {
  readonly #parts: Parts
  readonly #open = new Map<string, Session>()

  private constructor(parts: Parts) {
    this.#parts = parts
  }

  static async open(parts: Parts): Promise<Sessions> {
    const sessions = new Sessions(parts)
    for (const row of await parts.warehouse.query('accounts/sessions')) {
      const session = row as unknown as Session
      const at = (text: unknown): Date => parseInstant(String(text), parts.timezone)
      sessions.#open.set(session.token_hash, {
        ...session,
        created_at: at(row.created_at),
        seen_at: at(row.seen_at),
      })
    }
    return sessions
  }

  /** Begins a session; answers its token, which is kept nowhere. */
  async begin(name: string, is_complete: boolean): Promise<string> {
    await this.#endOld()
    const token = randomBytes(TOKEN_BYTES).toString('base64url')
    const now = this.#parts.now()
    const session = { token_hash: hashOf(token), name, created_at: now, seen_at: now, is_complete }
    await this.#parts.warehouse.record(async (transaction) => {
      const at = toLocal(now, this.#parts.timezone)
      await transaction.run('accounts/add_session', { ...session, created_at: at, seen_at: at })
    })
    this.#open.set(session.token_hash, session)
    return token
  }

  /** The session of a token, and that it was used now; null for none, or one that is over. */
  find(token: string | undefined): Session | null {
    if (token === undefined || token.length > 200) return null
    const session = this.#open.get(hashOf(token))
    if (session === undefined) return null
    const now = this.#parts.now()
    if (this.#isOver(session, now)) {
      void this.#end(session).catch(() => undefined)
      return null
    }
    const before = session.seen_at
    session.seen_at = now
    if (now.getTime() - before.getTime() > SEEN_EVERY) void this.#see(session).catch(() => undefined)
    return session
  }

  async end(token: string | undefined): Promise<void> {
    const session = token === undefined ? undefined : this.#open.get(hashOf(token))
    if (session) await this.#end(session)
  }

  /** Ends every session of an account. */
  async endAllOf(name: string): Promise<void> {
    this.forget(name)
    await this.#parts.warehouse.record((transaction) =>
      transaction.run('accounts/end_sessions_of', { name }).then(() => undefined),
    )
  }

  /** Forgets an account's sessions that were ended in the warehouse. */
  forget(name: string): void {
    for (const [hash, session] of this.#open) if (session.name === name) this.#open.delete(hash)
  }

  #isOver({ created_at, seen_at, is_complete }: Session, now: Date): boolean {
    const { idle_minutes, session_hours } = this.#parts.limits
    const age = now.getTime() - created_at.getTime()
    if (!is_complete) return age > STEP_MINUTES * MINUTE
    return age > session_hours * 60 * MINUTE || now.getTime() - seen_at.getTime() > idle_minutes * MINUTE
  }

  async #endOld(): Promise<void> {
    const now = this.#parts.now()
    for (const session of [...this.#open.values()]) if (this.#isOver(session, now)) await this.#end(session)
  }

  async #end({ token_hash }: Session): Promise<void> {
    this.#open.delete(token_hash)
    await this.#parts.warehouse.record((transaction) =>
      transaction.run('accounts/end_session', { token_hash }).then(() => undefined),
    )
  }

  async #see({ token_hash, seen_at }: Session): Promise<void> {
    await this.#parts.warehouse.record((transaction) =>
      transaction
        .run('accounts/see_session', { token_hash, seen_at: toLocal(seen_at, this.#parts.timezone) })
        .then(() => undefined),
    )
  }
}

const hashOf = (token: string): string => createHash('sha256').update(token).digest('base64url')
