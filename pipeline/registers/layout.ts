import { ShouwangError } from '../../errors.ts'
import type { Header, HeaderColumn, KnownColumns } from '../reading/table.ts'
import { normalizeText } from './cells/cell.ts'
import { cleanId } from './cells/id.ts'
import type { Register } from './register.ts'

/** Further headers that a township uses: field → headers (interfaces.md, Config, synonyms). */
export type Synonyms = Readonly<Record<string, readonly string[]>>

/** A header as it is compared: NFKC, without white space and asterisks (registers.md, Reading, header text). */
export const comparable = (header: string): string => header.normalize('NFKC').replace(/[\s*]/g, '')

/** What the reading of a table needs to know of a register. */
export function knownColumns(register: Register, synonyms: Synonyms = {}): KnownColumns {
  const fields = new Map<string, string>()
  for (const field of register.fields) {
    for (const header of [...field.headers, ...(synonyms[field.name] ?? []), field.name])
      fields.set(comparable(header), field.name)
  }
  return {
    // three (registers.md, Reading); a register of two or three columns is known by two
    least: register.fields.length > 3 ? 3 : 2,
    fieldOf: (header) => fields.get(header),
    isValidId: (text) => cleanId(normalizeText(text)).value !== null,
  }
}

/** Where each field of a register stands in a table. */
export interface Layout {
  /** Column indexes of each field, in the register's order; empty where the table has no such column. */
  columns: readonly (readonly HeaderColumn[])[]
  unknown: readonly HeaderColumn[]
  /** The last row of the header, as Excel shows it. */
  header_row: number
}

const IGNORED = new Set(['序号', '编号序号', 'NO', 'NO.', 'No', 'No.'])

/**
 * The layout of a table whose header was found, or a refusal of the whole register: `missing_column`,
 * `duplicate_column` (registers.md, Reading).
 */
export function layoutOf(register: Register, header: Header | null): Layout {
  const found = header?.columns ?? []
  const columns = register.fields.map((field) => found.filter((column) => column.field === field.name))
  for (const [index, field] of register.fields.entries()) {
    const twice = columns[index] ?? []
    const [first] = twice
    if (!first || twice.length < 2) continue
    const notes = new Set(twice.map((column) => column.name_with_note))
    const isOneColumn = notes.size === twice.length && twice.every((column) => column.name === first.name)
    if (isOneColumn) continue
    throw new ShouwangError(
      'duplicate_column',
      `《${register.zh}》里“${twice.map((column) => column.text).join('”和“')}”是同一列，请只保留一列后重新导出。`,
      { register: register.code, field: field.name, columns: twice.map((column) => column.text) },
    )
  }
  const missing = register.fields.filter((field, index) => field.required && columns[index]?.length === 0)
  if (missing.length > 0) {
    const names = missing.map((field) => field.headers[0])
    const reason = header ? `缺少必需的列“${names.join('”“')}”` : `没有找到表头（需要“${names.join('”“')}”等列）`
    throw new ShouwangError('missing_column', `《${register.zh}》${reason}，请补上后重新导出。`, {
      register: register.code,
      fields: missing.map((field) => field.name),
      columns: names,
    })
  }
  return {
    columns,
    unknown: found.filter((column) => !column.field && column.name !== '' && !IGNORED.has(column.name)),
    header_row: header?.rows.at(-1) ?? 0,
  }
}

/**
 * The register that a file or sheet belongs to: the one whose Chinese or English name its own name contains
 * (registers.md). Where names of several stand in it, the one that stands last counts, as the head noun of a Chinese name
 * does.
 */
export function registerOf(name: string, registers: readonly Register[]): Register | undefined {
  const text = name.normalize('NFKC').replace(/\s/g, '').toLowerCase()
  let best: { register: Register; end: number; length: number } | undefined
  for (const register of registers) {
    for (const known of [register.zh, ...register.aliases, register.code]) {
      const at = text.lastIndexOf(known.toLowerCase())
      if (at < 0) continue
      const end = at + known.length
      if (!best || end > best.end || (end === best.end && known.length > best.length))
        best = { register, end, length: known.length }
    }
  }
  return best?.register
}
