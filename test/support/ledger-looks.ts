import { vi } from 'vitest'
import type { Warehouse } from '../../queries/warehouse.ts'

/** How often the ledger is read while `work` runs. */
export async function looksAtLedger(warehouse: Warehouse, work: () => Promise<unknown>): Promise<number> {
  const spy = vi.spyOn(warehouse, 'queryText')
  await work()
  const looks = spy.mock.calls.filter(([text]) => /\bledger as\b/.test(text)).length
  spy.mockRestore()
  return looks
}
