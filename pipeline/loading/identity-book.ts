import { setImmediate as nextTurn } from 'node:timers/promises'
import type { StagedValue } from '../../queries/appender.ts'
import type { Transaction } from '../../queries/warehouse.ts'
import type { Vault } from '../../vault/vault.ts'

/** What is pending is sealed at the end of a register, while the engine works; more than this is not kept waiting. */
const MAX_PENDING = 200_000

const SLICE = 1000

type PendingIdentity = [identity: bigint, entry: { kind: string; text: string }]

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
    await this.writeDuring(() => Promise.resolve())
  }

  /**
   * The same while `work` runs in the engine: sealing needs this thread and no connection, most of `work` the other way
   * round.
   */
  async writeDuring<T>(work: () => Promise<T>): Promise<T> {
    const pending = [...this.#pending]
    this.#pending = new Map()
    const missing = pending.length === 0 ? [] : await this.#missing(pending)
    const running = work()
    // `work` may fail before it is awaited
    running.catch(() => undefined)
    const sealed = await this.#seal(missing)
    const result = await running
    if (sealed.length > 0) {
      const appender = await this.#transaction.appender('identities')
      for (const row of sealed) appender.append(row)
      appender.close()
    }
    for (const [identity] of pending) this.#written.add(identity)
    return result
  }

  /** Seals in slices, so that the engine's answers are heard in between. */
  async #seal(entries: readonly PendingIdentity[]): Promise<StagedValue[][]> {
    const sealed: StagedValue[][] = []
    for (const [identity, { kind, text }] of entries) {
      sealed.push([identity, kind, this.#vault.seal(text, identity)])
      if (sealed.length % SLICE === 0) await nextTurn()
    }
    return sealed
  }

  /** Of the pending identities those that the dictionary does not hold yet. */
  async #missing(pending: readonly PendingIdentity[]): Promise<PendingIdentity[]> {
    await this.#transaction.run('loading/stage_identities')
    const staged = await this.#transaction.appender('staged_identities', true)
    for (const [position, [identity]] of pending.entries()) staged.append([identity, position])
    staged.close()
    const rows = await this.#transaction.query('loading/new_identities')
    return rows.flatMap((row) => [pending[row.position as number] as PendingIdentity])
  }
}
