import { ShouwangError } from '../../errors.ts'
import type { Warehouse } from '../../queries/warehouse.ts'
import type { Vault } from '../../vault/vault.ts'
import { Accounts, type Account } from './accounts.ts'
import { AuditTrail } from './audit.ts'
import { isPassword } from './passwords.ts'
import { newSecret, stepOfCode, totpAddress } from './second-factor.ts'
import { Sessions, type SessionLimits } from './sessions.ts'
import type { Identity } from './single-sign-on.ts'
import { Throttle } from './throttle.ts'
import type { Role, Viewer } from './viewer.ts'

export interface SecurityPolicy extends SessionLimits {
  second_factor: 'required' | 'optional'
}

export interface AccessParts {
  warehouse: Warehouse
  vault: Vault
  /** The clock of the server. */
  now: () => Date
  county: { name: string; timezone: string }
  security: SecurityPolicy
}

/** What a sign-in came to. */
export type SignInOutcome =
  | { state: 'signed_in' | 'second_factor' | 'enrol'; token: string }
  | { state: 'refused' }
  | { state: 'wait'; seconds: number }

/** What the second step of a sign-in asks for. */
export type SecondStep = { kind: 'code' } | { kind: 'enrol'; secret: string; address: string }

/** Roles that must have a second factor where the policy requires it (issue "Children's data"). */
const SECOND_FACTOR_ROLES: readonly Role[] = ['county', 'operator']

/** Sign-in, sessions, accounts and the audit trail of one county: what the pages and the API ask who somebody is. */
export class Access {
  readonly accounts: Accounts
  readonly audit: AuditTrail
  readonly #sessions: Sessions
  readonly #throttle: Throttle
  readonly #parts: AccessParts
  /** Secrets that are being set up, by account: kept only when a code of theirs was given. */
  readonly #offered = new Map<string, string>()

  private constructor(parts: AccessParts, accounts: Accounts, audit: AuditTrail, sessions: Sessions) {
    this.#parts = parts
    this.accounts = accounts
    this.audit = audit
    this.#sessions = sessions
    this.#throttle = new Throttle(parts.now)
  }

  static async open(parts: AccessParts): Promise<Access> {
    const { warehouse, vault, now, county, security } = parts
    const { timezone } = county
    const audit = new AuditTrail(warehouse, { key: vault.derive('audit chain'), now, timezone })
    const accounts = await Accounts.open({ warehouse, vault, audit, now, timezone })
    const sessions = await Sessions.open({ warehouse, now, timezone, limits: security })
    return new Access(parts, accounts, audit, sessions)
  }

  /** Whoever holds a complete session's token; null: nobody. */
  viewer(token: string | undefined): Viewer | null {
    const session = this.#sessions.find(token)
    if (!session?.is_complete) return null
    const account = this.accounts.find(session.name)
    if (!account || account.is_disabled) return null
    const { name, role, units } = account
    return { name, role, units }
  }

  /** A name and a password, from an address. What was wrong is not told. */
  async signIn(name: string, password: string, address: string): Promise<SignInOutcome> {
    const seconds = this.#throttle.wait(name, address)
    if (seconds > 0) return { state: 'wait', seconds }
    const account = this.accounts.find(name)
    // The hash is computed in any case, and so is the record kept: neither's time tells whether the account is there.
    const is_right = await isPassword(password, account?.password_hash)
    if (!account || !is_right || account.is_disabled) {
      await this.#failed(name, address, 'password', account)
      return { state: 'refused' }
    }
    if (account.totp_sealed !== null)
      return { state: 'second_factor', token: await this.#sessions.begin(account.name, false) }
    if (this.#needsSecondFactor(account))
      return { state: 'enrol', token: await this.#sessions.begin(account.name, false) }
    return { state: 'signed_in', token: await this.#begin(account) }
  }

  /**
   * Whether a password is that of an account that is signed in, as a sign-in would find it. Throws `too_many_requests` where
   * the account has to wait; a wrong one is kept and counts as a sign-in that failed.
   */
  async isPassword(name: string, password: string): Promise<boolean> {
    const seconds = this.#throttle.wait(name, '')
    if (seconds > 0)
      throw new ShouwangError('too_many_requests', `密码错得太多，请在 ${seconds} 秒后再试。`, { seconds })
    const account = this.accounts.find(name)
    const is_right = await isPassword(password, account?.password_hash)
    if (!is_right) await this.#failed(name, '', 'password', account)
    return is_right
  }

  /** Names of the accounts that can be sent to inspect. */
  inspectors(): string[] {
    return this.accounts
      .all()
      .flatMap(({ name, role, is_disabled }) => (role === 'inspector' && !is_disabled ? [name] : []))
  }

  /** Names of the accounts of the leading group, for the whole county, that are not disabled. */
  leaders(): string[] {
    return this.accounts
      .all()
      .flatMap(({ name, role, units, is_disabled }) =>
        role === 'county' && units.length === 0 && !is_disabled ? [name] : [],
      )
  }

  /** What the holder of a half session's token has still to give; null: nothing is open. */
  secondStep(token: string | undefined): SecondStep | null {
    const account = this.#halfway(token)
    if (account === null) return null
    return account.totp_sealed === null ? { kind: 'enrol', ...this.offerSecret(account.name) } : { kind: 'code' }
  }

  /** The code of the second factor, or the first one of a new one. The half session ends and a whole one begins. */
  async confirm(token: string | undefined, code: string, address: string): Promise<SignInOutcome> {
    const account = this.#halfway(token)
    if (account === null) return { state: 'refused' }
    const seconds = this.#throttle.wait(account.name, address)
    if (seconds > 0) return { state: 'wait', seconds }
    const is_right =
      account.totp_sealed === null ? await this.#enrolled(account, code) : await this.#isCode(account, code)
    if (!is_right) {
      await this.#failed(account.name, address, 'code', account)
      return { state: 'refused' }
    }
    await this.#sessions.end(token)
    return { state: 'signed_in', token: await this.#begin(account) }
  }

  /**
   * Signs in whom the county's single sign-on has vouched for: the account that is bound to their subject, else the one
   * of their name that is bound to nobody. None is made.
   */
  async signInVouched({ subject, username }: Identity): Promise<SignInOutcome> {
    const named = this.accounts.find(username)
    const account = this.accounts.findByOidc(subject) ?? (named?.oidc_subject === null ? named : undefined)
    if (!account || account.is_disabled) {
      const actor = account ?? { name: '', role: 'operator' as const }
      await this.audit.record({ name: actor.name, role: actor.role }, { action: 'sign_in_failed', detail: 'oidc' })
      return { state: 'refused' }
    }
    return { state: 'signed_in', token: await this.#begin(account, 'oidc') }
  }

  async signOut(token: string | undefined): Promise<void> {
    const viewer = this.viewer(token)
    await this.#sessions.end(token)
    if (viewer) await this.audit.record(viewer, { action: 'sign_out' })
  }

  /** Ends every session of the viewer's account, here and elsewhere. */
  async signOutEverywhere(viewer: Viewer): Promise<void> {
    await this.#sessions.endAllOf(viewer.name)
    await this.audit.record(viewer, { action: 'sign_out', detail: 'everywhere' })
  }

  /** A new password, where the present one is right; every session ends and a new one begins. */
  async changePassword(viewer: Viewer, present: string, next: string, address: string): Promise<SignInOutcome> {
    const seconds = this.#throttle.wait(viewer.name, address)
    if (seconds > 0) return { state: 'wait', seconds }
    const account = this.accounts.find(viewer.name)
    if (!account || !(await isPassword(present, account.password_hash))) {
      await this.#failed(viewer.name, address, 'password', account)
      return { state: 'refused' }
    }
    await this.accounts.changePassword(account, next)
    this.#sessions.forget(account.name)
    return { state: 'signed_in', token: await this.#sessions.begin(account.name, true) }
  }

  /** A secret that an account may take for its second factor, the same until it is taken. */
  offerSecret(name: string): { secret: string; address: string } {
    const secret = this.#offered.get(name) ?? newSecret()
    this.#offered.set(name, secret)
    return { secret, address: totpAddress(secret, name, `守望 ${this.#parts.county.name}`) }
  }

  /** Takes the offered secret, where the code is one of its. */
  async setSecondFactor(viewer: Viewer, code: string): Promise<boolean> {
    const account = this.accounts.find(viewer.name)
    return account !== undefined && (await this.#enrolled(account, code))
  }

  /** Whether the viewer's account has a second factor. */
  hasSecondFactor(viewer: Viewer): boolean {
    return (this.accounts.find(viewer.name)?.totp_sealed ?? null) !== null
  }

  /** Sessions of an account that another command has changed end here too. */
  async reload(name: string): Promise<void> {
    await this.accounts.reload()
    this.#sessions.forget(name)
  }

  #needsSecondFactor({ role }: Account): boolean {
    return this.#parts.security.second_factor === 'required' && SECOND_FACTOR_ROLES.includes(role)
  }

  #halfway(token: string | undefined): Account | null {
    const session = this.#sessions.find(token)
    if (session === null || session.is_complete) return null
    const account = this.accounts.find(session.name)
    return account && !account.is_disabled ? account : null
  }

  async #enrolled(account: Account, code: string): Promise<boolean> {
    const secret = this.#offered.get(account.name)
    const step = secret === undefined ? null : stepOfCode(secret, code, this.#parts.now(), -1)
    if (secret === undefined || step === null) return false
    await this.accounts.setTotp(account, secret)
    this.#offered.delete(account.name)
    const kept = this.accounts.find(account.name)
    if (kept) await this.accounts.useTotpStep(kept, step)
    return true
  }

  async #isCode(account: Account, code: string): Promise<boolean> {
    const secret = this.accounts.totpOf(account)
    const step = secret === null ? null : stepOfCode(secret, code, this.#parts.now(), account.totp_step)
    if (step === null) return false
    await this.accounts.useTotpStep(account, step)
    return true
  }

  async #begin(account: Account, detail = ''): Promise<string> {
    this.#throttle.succeeded(account.name)
    const token = await this.#sessions.begin(account.name, true)
    await this.audit.record(account, { action: 'sign_in', detail })
    return token
  }

  async #failed(name: string, address: string, detail: string, account: Account | undefined): Promise<void> {
    this.#throttle.failed(name, address)
    // What was typed may be a password in the wrong field: of a name that is no account's nothing is kept.
    const actor = account ?? { name: '', role: 'operator' as const }
    await this.audit.record({ name: actor.name, role: actor.role }, { action: 'sign_in_failed', detail })
  }
}
