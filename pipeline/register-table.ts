import { findHeader } from './reading/index.ts'
import type { Table } from './reading/table.ts'
import type { Config, TownshipConfig } from './config.ts'
import { synonymsFor } from './county.ts'
import type { IdentityBook } from './loading/identity-book.ts'
import type { RegisterTable, RowBatch } from './loading/load-register.ts'
import { digestKind, identityText, type Stored } from './loading/staged-columns.ts'
import type { CellValue } from './registers/cells/cell.ts'
import { Cleaner } from './registers/cleaner.ts'
import { knownColumns, layoutOf } from './registers/layout.ts'
import type { Field, Register } from './registers/register.ts'
import { schoolNames, villageNames } from './registers/units.ts'

export interface TableContext {
  config: Config
  township: TownshipConfig
  /** The day of the pull, `2026-09-10`. */
  day: string
  book: IdentityBook
}

/** Finds a table's header and makes it ready to be cleaned. Throws `missing_column` or `duplicate_column`. */
export async function prepareTable(register: Register, table: Table, context: TableContext): Promise<RegisterTable> {
  const { config, township, book } = context
  const header = await findHeader(table, knownColumns(register, synonymsFor(register, config, township)))
  const layout = layoutOf(register, header)
  const cleaner = new Cleaner<Stored>(register, layout, {
    villages: villageNames(township.villages),
    schools: schoolNames(township.schools),
    day: Date.parse(`${context.day}T00:00:00Z`) / 86_400_000,
    decode: (raw) => table.decode(raw),
    store: (field, value) => storedOf(field, value, book),
  })
  return {
    register,
    cleaner,
    rows: below(table, layout.header_row),
    warnings: layout.unknown.map((column) => ({
      row_number: layout.header_row,
      column: column.text,
      code: 'unknown_column',
    })),
  }
}

function storedOf(field: Field, value: CellValue, book: IdentityBook): Stored {
  if (field.is_digest) {
    const text = identityText(value)
    return [text.length, book.digestOf(digestKind(field), text)]
  }
  return field.identity ? book.keyOf(field.identity, identityText(value)) : value
}

async function* below(table: Table, headerRow: number): AsyncGenerator<RowBatch> {
  if (table.blocks) {
    for await (const block of table.blocks()) {
      const from = block.numbers.findIndex((number) => number > headerRow)
      if (from >= 0) yield { block, from }
    }
    return
  }
  for await (const rows of table.rows()) {
    const from = rows.findIndex((row) => row.number > headerRow)
    if (from >= 0) yield { rows, from }
  }
}
