import type { StagedValue } from '../../queries/appender.ts'
import type { CellValue } from '../registers/cells/cell.ts'
import type { Field, Register } from '../registers/register.ts'

/** What a field becomes in the warehouse: one column, or two for a text of which only length and digest are kept. */
export type Stored = StagedValue | readonly [length: number, digest: bigint]

/** The warehouse's columns of a register, in the order of its fields. */
export function columnsOf(register: Register): string[] {
  return register.fields.flatMap((field) =>
    field.is_digest ? [`${field.name}_length`, `${field.name}_digest`] : [field.name],
  )
}

/** Writes a clean row's stored values into `target`, one entry a column; answers the next free index. */
export function spread(register: Register, values: readonly (Stored | null)[], target: StagedValue[]): number {
  let column = 0
  for (let f = 0; f < register.fields.length; f++) {
    const value = values[f] ?? null
    if ((register.fields[f] as Field).is_digest) {
      const [length, digest] = Array.isArray(value) ? (value as [number, bigint]) : [null, null]
      target[column++] = length
      target[column++] = digest
    } else target[column++] = value as StagedValue
  }
  return column
}

/** The kind of the dictionary entry that a field's text belongs to. */
export const digestKind = (field: Field): string => `digest:${field.name}`

/** The text of an identity cell. */
export const identityText = (value: CellValue): string => (typeof value === 'string' ? value : String(value))
