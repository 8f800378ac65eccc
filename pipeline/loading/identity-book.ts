import type { Transaction } from '../../queries/warehouse.ts'
import type { Vault } from '../../vault/vault.ts'

const MAX_PENDING = 100_000

/**
 * The dictionary of identities while a batch loads: gives the key of a text at once, and seals what the dictionary does
 * not hold yet when asked to. Only texts not yet written are kept in memory.
 */
export class IdentityBook {
  readonly #vault: Vault
  readonly #transaction: Transaction
  #pending = new Map<bigint, { kind: string; text: string }>()
  readonly #written = new Set<bigint>()

  constructor(vault: Vault, transaction: Transaction) {
    this.#vault = vault
    this.#transaction = transaction
  }

  /** Whether it is time to write. */
  get isFull(): boolean {
    return this.#pending.size >= MAX_PENDING
  }

  keyOf(kind: string, text: string): bigint {
    const key = this.#vault.keyOf(kind, text)
    if (!this.#written.has(key)) this.#pending.set(key, { kind, text })
    return key
  }

  /** The keyed digest of a text that is not kept. */
  digestOf(kind: string, text: string): bigint {
    return this.#vault.keyOf(kind, text)
  }

  /** Seals and writes what is new. */
  async write(): Promise<void> {
    if (this.#pending.size === 0) return
    const pending = [...this.#pending]
    this.#pending = new Map()
    await this.#transaction.run('loading/stage_identities')
    const staged = await this.#transaction.appender('staged_identities', true)
    for (const [position, [identity]] of pending.entries()) staged.append([identity, position])
    staged.close()
    const missing = await this.#transaction.query('loading/new_identities')
    const appender = await this.#transaction.appender('identities')
    for (const row of missing) {
      const [identity, { kind, text }] = pending[row.position as number] as [bigint, { kind: string; text: string }]
      appender.append([identity, kind, this.#vault.seal(text, identity)])
    }
    appender.close()
    for (const [identity] of pending) this.#written.add(identity)
  }
}
