import { REGISTERS } from '../registers/index.ts'
import type { Register } from '../registers/register.ts'

/** Those who do a duty: their names stand in the records of many children, and are not the family's. */
const STAFF: readonly string[] = ['carer_name', 'carer_phone', 'by_name']

/** The columns of a register that identify the child's family, besides the child's own number. */
export const familyColumns = (register: Register): string[] =>
  register.fields
    .filter(({ identity, name }) => identity !== undefined && identity !== 'child' && !STAFF.includes(name))
    .map(({ name }) => name)

/** The registers that have such columns, as the statements want them. */
export const FAMILY_REGISTERS: readonly { register: string; columns: string[] }[] = REGISTERS.map((register) => ({
  register: register.code,
  columns: familyColumns(register),
})).filter(({ columns }) => columns.length > 0)
