import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { findHeader, openTables } from '../../pipeline/reading/index.ts'
import type { Table } from '../../pipeline/reading/table.ts'
import { isFooter } from '../../pipeline/registers/footer.ts'
import { REGISTERS } from '../../pipeline/registers/index.ts'
import type { Register } from '../../pipeline/registers/register.ts'
import { memoryFile } from '../support/memory-file.ts'
import { knownColumns, rowsOf } from './read.ts'

const COUNTY = join(import.meta.dirname, '..', 'fixtures', 'county-a')

const registerOf = (name: string): Register | undefined => REGISTERS.find((register) => name.includes(register.zh))
const columnsOf = (register: Register) =>
  knownColumns(Object.fromEntries(register.fields.map((field) => [field.name, field.headers])))

async function tablesIn(folder: string): Promise<{ register: Register; table: Table }[]> {
  const found: { register: Register; table: Table }[] = []
  for (const name of readdirSync(join(COUNTY, folder)).filter((name) => !name.startsWith('.'))) {
    const known = ({ file, sheet }: { file: string; sheet: string | null }) => {
      const register = registerOf(sheet ?? file)
      return register ? columnsOf(register) : null
    }
    const { tables } = await openTables(memoryFile(name, readFileSync(join(COUNTY, folder, name))), { known })
    for (const table of tables) {
      const register = registerOf(table.sheet ?? table.file)
      if (register) found.push({ register, table })
    }
  }
  return found
}

/** How many rows below the header hold an id of a child, by register. */
async function idRowCounts(folder: string): Promise<Record<string, number>> {
  const counts: Record<string, number> = {}
  for (const { register, table } of await tablesIn(folder)) {
    const header = await findHeader(table, columnsOf(register))
    const column = header?.columns.find(({ field }) => field === 'child_id')
    if (!header || !column) throw new Error(`no header in ${register.code}`)
    const rows = (await rowsOf(table)).filter((row) => row.number > (header.rows.at(-1) ?? 0))
    const ids = rows
      .map((row) => row.cells[column.index])
      .map((cell) => (typeof cell === 'string' ? table.decode(cell) : ''))
    counts[register.code] = ids.filter((id) => /99\d{15}[\dX]/.test(id)).length
  }
  return counts
}

describe('the sample county', () => {
  it('has five registers in each of its exports', async () => {
    for (const folder of ['pull-1/01', 'pull-1/02', 'pull-2/01', 'pull-2/02', 'pull-2/03']) {
      const codes = (await tablesIn(folder)).map(({ register }) => register.code)
      expect(codes.sort()).toEqual(['census', 'contacts', 'files', 'incidents', 'pairings'])
    }
  })

  it('is read in each of its encodings', async () => {
    const encodings = await Promise.all(['pull-1/01', 'pull-1/02', 'pull-2/03'].map(tablesIn))
    expect(encodings.map((tables) => new Set(tables.map(({ table }) => table.encoding)))).toEqual([
      new Set(['utf-8']),
      new Set(['gb18030']),
      new Set([null]),
    ])
  })

  it('has every required column found in each table', async () => {
    for (const folder of ['pull-1/01', 'pull-1/02', 'pull-2/01', 'pull-2/02', 'pull-2/03']) {
      for (const { register, table } of await tablesIn(folder)) {
        const header = await findHeader(table, columnsOf(register))
        const fields = header?.columns.map((column) => column.field)
        for (const field of register.fields) if (field.required) expect(fields).toContain(field.name)
      }
    }
  })

  it('has the rows that a look at the files finds', async () => {
    // the rows of registers 01 and 02 with an id in them, counted in the bytes of the files
    for (const folder of ['pull-2/01', 'pull-2/02']) {
      const counts = await idRowCounts(folder)
      for (const name of readdirSync(join(COUNTY, folder))) {
        const lines = readFileSync(join(COUNTY, folder, name), 'latin1').split(/\r?\n/)
        const register = registerOf(name)
        expect(counts[register?.code ?? '']).toBe(lines.filter((line) => /99\d{15}[\dX]/.test(line)).length)
      }
    }
  })

  it('ends in footers where it has them', async () => {
    for (const { table } of await tablesIn('pull-2/02')) {
      const [total, signature] = (await rowsOf(table)).slice(-2)
      for (const row of [total, signature]) {
        expect(isFooter((row?.cells ?? []).map((cell) => (typeof cell === 'string' ? table.decode(cell) : '')))).toBe(
          true,
        )
      }
    }
  })
})
