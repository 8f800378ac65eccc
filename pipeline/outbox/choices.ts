import { toLocal } from '../../queries/instants.ts'
import type { Transaction, Warehouse } from '../../queries/warehouse.ts'
import type { Vault } from '../../vault/vault.ts'
import type { NoticeKind } from '../notices/config.ts'

/** What somebody wants to be told, and where. */
export interface Choice {
  kinds: readonly NoticeKind[]
  /** None: all that they may see. */
  units: readonly string[]
  channels: readonly string[]
  /** Their own e-mail address. */
  address: string | null
}

export const NO_CHOICE: Choice = { kinds: [], units: [], channels: [], address: null }

interface Parts {
  warehouse: Warehouse
  vault: Vault
  timezone: string
}

/** The choices of all accounts: few, held in memory and written through. Addresses are sealed in the warehouse. */
export class Choices {
  readonly #parts: Parts
  readonly #known: Map<string, Choice>

  private constructor(parts: Parts, known: Map<string, Choice>) {
    this.#parts = parts
    this.#known = known
  }

  static async open(parts: Parts): Promise<Choices> {
    const rows = await parts.warehouse.query('notices/choices')
    const known = rows.map(({ name, kinds, units, channels, address_sealed }): [string, Choice] => [
      String(name),
      {
        kinds: linesOf(kinds) as NoticeKind[],
        units: linesOf(units),
        channels: linesOf(channels),
        address:
          address_sealed instanceof Uint8Array
            ? parts.vault.unseal(address_sealed, parts.vault.keyOf('notice address', String(name)))
            : null,
      },
    ])
    return new Choices(parts, new Map(known))
  }

  find(name: string): Choice | undefined {
    return this.#known.get(name)
  }

  /** Keeps a choice; `keep` keeps it in the audit trail, in the same transaction. */
  async set(
    name: string,
    choice: Choice,
    { now, keep }: { now: Date; keep: (transaction: Transaction) => Promise<void> },
  ): Promise<void> {
    const { warehouse, timezone } = this.#parts
    const { kinds, units, channels, address } = choice
    await warehouse.record(async (transaction) => {
      await transaction.run('notices/drop_choice', { name })
      await transaction.run('notices/add_choice', {
        ...{ name, kinds, units, channels },
        // Sealed inside: a data key that is exchanged meanwhile is not dropped while this waits.
        address_sealed: address === null ? new Uint8Array() : this.#seal(name, address),
        changed_at: toLocal(now, timezone),
      })
      await keep(transaction)
    })
    this.#known.set(name, choice)
  }

  /** Seals the addresses anew, under the active data key. */
  async reseal(): Promise<void> {
    await this.#parts.warehouse.record(async (transaction) => {
      for (const [name, { address }] of this.#known) {
        if (address === null) continue
        await transaction.run('notices/set_address', { name, address_sealed: this.#seal(name, address) })
      }
    })
  }

  #seal(name: string, address: string): Buffer {
    return this.#parts.vault.seal(address, this.#parts.vault.keyOf('notice address', name))
  }
}

const linesOf = (text: unknown): string[] => (text === '' ? [] : String(text).split('\n'))
