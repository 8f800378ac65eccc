import type { Parameters, Warehouse } from '../queries/warehouse.ts'
import type { Vault } from '../vault/vault.ts'

/** Seals and opens texts that people write, each bound to the number that it stands under. */
export interface Texts {
  seal(item_id: string, text: string): Uint8Array
  open(item_id: string, sealed: Uint8Array): string
}

/** The texts of a warehouse, under its vault. */
export function textsOf(vault: Vault): Texts {
  const keyOf = (item_id: string): bigint => vault.keyOf('text', item_id)
  return {
    seal: (item_id, text) => vault.seal(text, keyOf(item_id)),
    open: (item_id, sealed) => vault.unseal(sealed, keyOf(item_id)),
  }
}

/** Seals every such text anew under the active key (`key rotate`); answers how many did not open and were left. */
export async function resealTexts(warehouse: Warehouse, vault: Vault): Promise<number> {
  const texts = textsOf(vault)
  let broken = 0
  for (const { item_id } of await warehouse.query('inspections/sealed_items')) {
    const id = String(item_id)
    await warehouse.record(async (transaction) => {
      const [row] = await transaction.query('inspections/sealed', { item_id: id })
      const bytes = row?.sealed
      if (!(bytes instanceof Uint8Array) || Buffer.from(bytes).readUInt32BE(0) === vault.active) return
      let text: string
      try {
        text = texts.open(id, bytes)
      } catch {
        broken++
        return
      }
      const changed: Parameters = { item_id: id, sealed: texts.seal(id, text) }
      await transaction.run('inspections/set_sealed', changed)
    })
  }
  return broken
}
