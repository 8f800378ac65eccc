import { ShouwangError } from '../../errors.ts'
import { toLocal } from '../../queries/instants.ts'
import type { Warehouse } from '../../queries/warehouse.ts'
import type { Vault } from '../../vault/vault.ts'
import type { Actor, AuditTrail } from './audit.ts'
import { hashPassword, noPassword } from './passwords.ts'
import { NEEDS_UNITS, type Role } from './viewer.ts'

/** An account as the warehouse keeps it. */
export interface Account {
  name: string
  role: Role
  /** None: the whole county. */
  units: readonly string[]
  password_hash: string
  totp_sealed: Uint8Array | null
  totp_step: number
  oidc_subject: string | null
  is_disabled: boolean
  /** The county's local time. */
  created_at: string
}

export interface NewAccount {
  name: string
  role: Role
  units: readonly string[]
  /** Null: no password fits; somebody else vouches for it. */
  password: string | null
  oidc_subject?: string
}

interface Parts {
  warehouse: Warehouse
  vault: Vault
  audit: AuditTrail
  now: () => Date
  timezone: string
}

const NAME = /^[\p{L}\p{N}][\p{L}\p{N}._@-]{0,62}$/u
/** OpenID Connect Core 1.0, 2: at most 255 ASCII characters. */
const SUBJECT = /^[\x21-\x7e]{1,255}$/

/** The accounts of the county; few enough to be held in memory, and written through. */
export class Accounts {
  readonly #parts: Parts
  #known = new Map<string, Account>()

  private constructor(parts: Parts) {
    this.#parts = parts
  }

  static async open(parts: Parts): Promise<Accounts> {
    const accounts = new Accounts(parts)
    await accounts.reload()
    return accounts
  }

  find(name: string): Account | undefined {
    return this.#known.get(name)
  }

  findByOidc(subject: string): Account | undefined {
    return this.all().find((account) => account.oidc_subject === subject)
  }

  /** All of them, by name. */
  all(): Account[] {
    return [...this.#known.values()]
  }

  /** Reads them again: another process may have changed them. */
  async reload(): Promise<void> {
    const rows = await this.#parts.warehouse.query('accounts/all')
    this.#known = new Map(
      rows.map(({ units, ...row }) => {
        const account = { ...row, units: units === '' ? [] : String(units).split('\n') } as unknown as Account
        return [account.name, account]
      }),
    )
  }

  /** Adds an account. Throws `bad_parameter` for a name, password or units that will not do, `conflict` for a known name. */
  async add({ name, role, units, password, oidc_subject }: NewAccount, actor: Actor): Promise<void> {
    if (!NAME.test(name)) {
      throw new ShouwangError('bad_parameter', `账号“${name}”不合要求：用字母、数字、汉字和 . _ - @，不超过 63 个。`, {
        name,
      })
    }
    if (this.find(name)) throw new ShouwangError('conflict', `已有账号“${name}”；改密码用 user reset。`, { name })
    await this.#checkUnits(role, units)
    if (oidc_subject !== undefined) this.#checkSubject(name, oidc_subject)
    const password_hash = password === null ? await noPassword() : await hashPassword(password, name)
    await this.#change(name, { ...actor }, 'user_added', `${role} ${units.join(' ')}`.trim(), async (transaction) => {
      const created_at = this.#local()
      await transaction.run('accounts/add', { name, role, password_hash, oidc_subject: oidc_subject ?? '', created_at })
      for (const unit_id of units) await transaction.run('accounts/add_unit', { name, unit_id })
    })
  }

  /** A new password, no second factor, and every session ended. Throws `not_found` for an unknown name. */
  async reset(name: string, password: string, actor: Actor): Promise<void> {
    this.#require(name)
    const password_hash = await hashPassword(password, name)
    await this.#change(name, actor, 'user_reset', '', async (transaction) => {
      await transaction.run('accounts/set_password', { name, password_hash, changed_at: this.#local() })
      await transaction.run('accounts/set_totp', { name, totp_sealed: null, changed_at: this.#local() })
      await transaction.run('accounts/end_sessions_of', { name })
    })
  }

  /** Disables an account, which ends its sessions, or enables it again. */
  async setDisabled(name: string, is_disabled: boolean, actor: Actor): Promise<void> {
    this.#require(name)
    const action = is_disabled ? 'user_disabled' : 'user_enabled'
    await this.#change(name, actor, action, '', async (transaction) => {
      await transaction.run('accounts/set_disabled', { name, is_disabled, changed_at: this.#local() })
      if (is_disabled) await transaction.run('accounts/end_sessions_of', { name })
    })
  }

  /**
   * Binds an account to a subject of the county's single sign-on, or to none (null); its sessions end. Throws
   * `not_found` for an unknown name, `conflict` for a subject that is another account's.
   */
  async bind(name: string, subject: string | null, actor: Actor): Promise<void> {
    this.#require(name)
    if (subject !== null) this.#checkSubject(name, subject)
    await this.#change(name, actor, 'user_bound', subject === null ? 'none' : 'oidc', async (transaction) => {
      const changed_at = this.#local()
      await transaction.run('accounts/set_oidc_subject', { name, oidc_subject: subject ?? '', changed_at })
      await transaction.run('accounts/end_sessions_of', { name })
    })
  }

  /** The account's own new password; its other sessions end. */
  async changePassword(account: Account, password: string): Promise<void> {
    const { name } = account
    const password_hash = await hashPassword(password, name)
    await this.#change(name, account, 'password_changed', '', async (transaction) => {
      await transaction.run('accounts/set_password', { name, password_hash, changed_at: this.#local() })
      await transaction.run('accounts/end_sessions_of', { name })
    })
  }

  /** Keeps the secret of a second factor (base32), sealed; null takes it away. */
  async setTotp(account: Account, secret: string | null): Promise<void> {
    const { name } = account
    await this.#change(name, account, 'second_factor_set', secret === null ? 'none' : 'totp', async (transaction) => {
      // Sealed inside: a data key that is exchanged meanwhile is not dropped while this waits.
      const totp_sealed = secret === null ? null : this.#parts.vault.seal(secret, this.#totpKey(name))
      await transaction.run('accounts/set_totp', { name, totp_sealed, changed_at: this.#local() })
    })
  }

  /** The secret of the account's second factor (base32); null where it has none. */
  totpOf({ name, totp_sealed }: Account): string | null {
    return totp_sealed === null ? null : this.#parts.vault.unseal(totp_sealed, this.#totpKey(name))
  }

  /** Seals the secrets of second factors anew, under the active data key; answers how many did not open. */
  async reseal(): Promise<number> {
    const { vault, warehouse } = this.#parts
    let broken = 0
    await warehouse.record(async (transaction) => {
      for (const { name, totp_sealed } of await transaction.query('accounts/totp_secrets')) {
        const key = this.#totpKey(String(name))
        try {
          const sealed = vault.seal(vault.unseal(totp_sealed as Uint8Array, key), key)
          await transaction.run('accounts/reseal_totp', { name: String(name), totp_sealed: sealed })
        } catch {
          broken++
        }
      }
    })
    await this.reload()
    return broken
  }

  /** Keeps that the code of a time step was used. */
  async useTotpStep(account: Account, step: number): Promise<void> {
    await this.#parts.warehouse.record((transaction) =>
      transaction.run('accounts/set_totp_step', { name: account.name, step }).then(() => undefined),
    )
    account.totp_step = step
  }

  #totpKey(name: string): bigint {
    return this.#parts.vault.keyOf('totp', name)
  }

  #require(name: string): Account {
    const account = this.find(name)
    if (account) return account
    throw new ShouwangError('not_found', `没有账号“${name}”；全部账号见 shouwang user list。`, { name })
  }

  #checkSubject(name: string, subject: string): void {
    if (!SUBJECT.test(subject)) {
      throw new ShouwangError('bad_parameter', '单点登录的身份（sub）应为 1 至 255 个可见的 ASCII 字符。', { name })
    }
    const other = this.findByOidc(subject)
    if (other === undefined || other.name === name) return
    throw new ShouwangError(
      'conflict',
      `这个单点登录身份已经绑定账号“${other.name}”；先运行 user unbind ${other.name}。`,
      {
        name: other.name,
      },
    )
  }

  async #checkUnits(role: Role, units: readonly string[]): Promise<void> {
    if (units.length === 0 && NEEDS_UNITS.includes(role)) {
      throw new ShouwangError('bad_parameter', `${role} 账号要用 --scope 指明单位，如 01 或 01/青石中心小学。`, {
        role,
      })
    }
    const known = await this.#parts.warehouse.query('summary/units')
    const level = role === 'school' ? 'school' : role === 'township' ? 'township' : null
    for (const unit of units) {
      const found = known.find((row) => row.unit_id === unit)
      if (found && (level === null || found.level === level)) continue
      const fit = known.filter((row) => level === null || row.level === level).slice(0, 30)
      throw new ShouwangError(
        'bad_parameter',
        `“${unit}”不是${level === 'school' ? '学校' : level === 'township' ? '乡镇' : '单位'}的编号；可用：${fit.map((row) => String(row.unit_id)).join('、')}。`,
        { unit },
      )
    }
  }

  async #change(
    name: string,
    actor: Actor,
    action: Parameters<AuditTrail['record']>[1]['action'],
    detail: string,
    work: (transaction: Parameters<AuditTrail['recordIn']>[0]) => Promise<void>,
  ): Promise<void> {
    await this.#parts.warehouse.record(async (transaction) => {
      await work(transaction)
      await this.#parts.audit.recordIn(transaction, actor, { action, subject: name, detail })
    })
    await this.reload()
  }

  #local(): string {
    return toLocal(this.#parts.now(), this.#parts.timezone)
  }
}
