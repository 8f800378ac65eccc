import { ShouwangError } from '../../errors.ts'
import { readChildKey } from '../../queries/child-key.ts'
import { toLocal } from '../../queries/instants.ts'
import type { Transaction } from '../../queries/warehouse.ts'
import type { Vault } from '../../vault/vault.ts'
import type { Application } from '../application.ts'
import { FAMILY_REGISTERS } from '../loading/family-columns.ts'
import { cleanId } from '../registers/cells/id.ts'

/** Asks a child by its key as the pages give it. Throws `bad_parameter` for what is none. */
export function childKeyOf(text: string): bigint {
  const key = readChildKey(text)
  if (key !== null) return key
  throw new ShouwangError(
    'bad_parameter',
    '--child 应为名单里给出的儿童编号；身份证号请用 --child-stdin 从标准输入给出。',
  )
}

/** The key of the child with an id number. Throws `bad_parameter`, without the number, for what is none. */
export function keyOfNumber(vault: Vault, text: string): bigint {
  const cleaned = cleanId(text.normalize('NFKC'))
  if (typeof cleaned.value === 'string') return vault.keyOf('child', cleaned.value)
  throw new ShouwangError('bad_parameter', '--child-stdin：标准输入里不是有效的 18 位身份证号，请核对后再试。')
}

/**
 * Erases a child's identity: number, name, addresses, phones and the texts of its rejected rows leave the dictionary of
 * identities; rows and counts stay. A later pull does not bring it back. `record` keeps it in the audit trail before it
 * is committed. Throws `not_found` for a child that nothing is about, `conflict` for one that was forgotten.
 */
export async function forgetChild(
  { warehouse, vault, now, config }: Application,
  child_key: bigint,
  record: () => Promise<void>,
): Promise<void> {
  const forgotten_at = toLocal(now(), config.county.timezone)
  await warehouse.transaction(async (transaction) => {
    const [state] = await transaction.query('forget/is_known', { child_key })
    if (state?.is_forgotten === true) throw new ShouwangError('conflict', '这名儿童的身份信息已经删除过。')
    if (state?.is_known !== true) throw new ShouwangError('not_found', '数据仓库里没有这名儿童的记录。')
    await transaction.run('forget/remove', { child_key })
    await transaction.run('forget/add', { child_key, reason: 'asked', forgotten_at })
    await eraseForgotten(transaction, vault)
    await record()
    transaction.touch()
  })
  // What was erased leaves the log of the file as well.
  await warehouse.checkpoint()
}

/**
 * Takes away whatever the warehouse still holds of the identities of forgotten children, and then what nothing refers to.
 * Does nothing to speak of where it was done before: looking for what nothing refers to reads every row, so it is done only
 * where something was taken, here or (`is_taken`) by the caller.
 */
export async function eraseForgotten(
  transaction: Transaction,
  vault: Vault,
  { is_taken = false }: { is_taken?: boolean } = {},
): Promise<void> {
  let taken = 0
  await transaction.run('forget/stage_own')
  for (const names of FAMILY_REGISTERS) {
    await transaction.run('forget/collect_own', {}, names)
    taken += await transaction.run('forget/blank_rows', {}, names)
  }
  const texts = await transaction.query('forget/own_texts')
  const numbers = texts.some(({ is_number }) => is_number === true) ? await numberCells(transaction, vault) : []
  const cells = await transaction.appender('forgotten_cells')
  for (const { child_id, identity, sealed, is_number } of texts) {
    const text = vault.unseal(sealed as Uint8Array, identity as bigint)
    cells.append([child_id as bigint, vault.keyOf('cell', text), is_number === true])
    if (is_number !== true) continue
    for (const cell of numbers) if (isSpoiled(cell.text, text)) cells.append([child_id as bigint, cell.value, true])
  }
  cells.close()
  taken += await transaction.run('forget/blank_findings')
  await transaction.run('forget/drop_written')
  taken += await transaction.run('forget/drop_forgotten')
  if (is_taken || taken > 0) await transaction.run('forget/drop_unreferenced')
}

interface NumberCell {
  value: bigint
  text: string
}

async function numberCells(transaction: Transaction, vault: Vault): Promise<NumberCell[]> {
  const rows = await transaction.query('forget/number_cells')
  return rows.map((row) => {
    const value = row.value as bigint
    return { value, text: vault.unseal(row.sealed as Uint8Array, value) }
  })
}

/** Whether a cell shows a number whose last digit is lost or wrong, or its old form of 15 digits. */
function isSpoiled(cell: string, number: string): boolean {
  const text = cell.normalize('NFKC').replace(/\s/g, '')
  return text.startsWith(number.slice(0, 17)) || text === number.slice(0, 6) + number.slice(8, 17)
}

/** Whether there is anything to erase after a load. */
export async function hasForgotten(transaction: Transaction): Promise<boolean> {
  const [row] = await transaction.query('forget/any')
  return row?.forgotten_count !== 0
}
