import type { Warehouse } from '../queries/warehouse.ts'
import type { ResultRow } from '../queries/rows.ts'
import type { Vault } from '../vault/vault.ts'
import { adviceOn } from './registers/advice.ts'

/** A rejected row of a township's last batch, to send back (interfaces.md, rejects). */
export interface Reject {
  township: string
  register: string
  file: string
  sheet: string | null
  /** As Excel shows it. */
  row: number
  column: string
  value: string
  code: string
  advice: string
  /** All faults of the row; the first is the reason. */
  detail: { column: string; value: string; code: string; advice: string }[]
}

/** How a faulty cell of a register's field is given out. */
type Shown = (field: string | null, value: string) => string

export interface RejectsQuery {
  /** None: all. */
  townships: readonly string[]
  limit: number
  offset: number
  /** Default: as it is, for those who must mend it. */
  shown?: Shown
}

/** The rejected rows of the last batches, of some townships or (none) of all. */
export async function rejectsOf(
  warehouse: Warehouse,
  vault: Vault,
  { shown = (_field, value) => value, ...query }: RejectsQuery,
): Promise<Reject[]> {
  const rows = await warehouse.query('summary/rejects', { ...query })
  return rows.map((row) => readReject(row, vault, shown))
}

function readReject(row: ResultRow, vault: Vault, shown: Shown): Reject {
  const list = (name: string): (string | Uint8Array | null)[] => row[name] as (string | Uint8Array | null)[]
  const detail = list('codes').map((code, index) => {
    const sealed = list('sealed')[index]
    const identity = list('identities')[index]
    const value =
      sealed instanceof Uint8Array && typeof identity === 'string' ? vault.unseal(sealed, BigInt(identity)) : ''
    const column = (list('columns')[index] as string | null) ?? ''
    const finding = {
      register: row.register as string,
      field: list('fields')[index] as string | null,
      column,
      row: row.row_number as number,
    }
    return {
      column,
      value: shown(finding.field, value),
      code: code as string,
      advice: adviceOn({ ...finding, code: code as string }),
    }
  })
  const first = detail[0] ?? { column: '', value: '', code: '', advice: '' }
  return {
    township: row.township_id as string,
    register: row.register as string,
    file: row.file as string,
    sheet: row.sheet as string | null,
    row: row.row_number as number,
    ...first,
    detail,
  }
}
