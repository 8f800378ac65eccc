import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import ExcelJS from 'exceljs'
import type { Register } from '../../../pipeline/registers/register.ts'

/**
 * A reader of its own for the generator's files, as plain as can be: it knows each style's encoding and delimiter, and reads
 * workbooks with another library than the one that writes them. The reading room is not asked, so that the two can be wrong apart.
 */
export interface PlainTable {
  /** File or sheet. */
  name: string
  /** Every row of the file, from its first. */
  rows: string[][]
}

function parse(text: string, delimiter: string): string[][] {
  const rows: string[][] = [[]]
  let cell = ''
  let isQuoted = false
  for (let at = 0; at < text.length; at++) {
    const character = text[at]!
    if (isQuoted) {
      if (character !== '"') cell += character
      else if (text[at + 1] === '"') cell += text[at++]!
      else isQuoted = false
    } else if (character === '"') isQuoted = true
    else if (character === delimiter || character === '\n') {
      rows.at(-1)!.push(cell)
      cell = ''
      if (character === '\n') rows.push([])
    } else if (character !== '\r') cell += character
  }
  return rows.slice(0, -1)
}

function decode(bytes: Buffer): { text: string; delimiter: string } {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return { text: bytes.subarray(2).toString('utf16le'), delimiter: '\t' }
  if (bytes[0] === 0xef) return { text: bytes.subarray(3).toString('utf8'), delimiter: ',' }
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
    const head = text.slice(0, text.indexOf('\n'))
    return { text, delimiter: head.includes(';') ? ';' : '，' }
  } catch {
    return { text: new TextDecoder('gb18030', { fatal: true }).decode(bytes), delimiter: ',' }
  }
}

function textOf(value: ExcelJS.CellValue): string {
  if (value === null || value === undefined) return ''
  if (value instanceof Date) return value.toISOString()
  if (typeof value !== 'object') return String(value)
  if ('error' in value) return value.error
  if ('result' in value && typeof value.result === 'number') return `${value.result}`
  throw new Error(`a cell that the generator does not write: ${JSON.stringify(value)}`)
}

async function readWorkbook(path: string): Promise<PlainTable[]> {
  const workbook = new ExcelJS.Workbook()
  await workbook.xlsx.readFile(path)
  return workbook.worksheets.map((sheet) => ({
    name: sheet.name,
    rows: Array.from({ length: sheet.rowCount }, (_, row) =>
      Array.from({ length: sheet.columnCount }, (_, column) => {
        const cell = sheet.getCell(row + 1, column + 1)
        // In a merge only the first cell speaks here; what the others mean is the reading room's affair.
        return cell.isMerged && cell.master !== cell ? '' : textOf(cell.value)
      }),
    ),
  }))
}

/** Every table in a township's folder. */
export async function readFolder(folder: string): Promise<PlainTable[]> {
  const tables: PlainTable[] = []
  for (const name of (await readdir(folder)).sort()) {
    const path = join(folder, name)
    if (name.endsWith('.xlsx')) tables.push(...(await readWorkbook(path)))
    else {
      const { text, delimiter } = decode(await readFile(path))
      tables.push({ name, rows: parse(text, delimiter) })
    }
  }
  return tables
}

export interface PlainRegister {
  /** Below the header, one object a row: field → text. */
  rows: Record<string, string>[]
}

const plainHeader = (text: string): string =>
  text
    .normalize('NFKC')
    .replace(/\s|\*/g, '')
    .replace(/\(必填\)$/, '')

/** One register's table, its columns found by their headers. */
export function registerIn(tables: readonly PlainTable[], register: Register): PlainRegister {
  const names = [register.zh, ...register.aliases, register.code]
  const table = tables.find(({ name }) => names.some((known) => name.includes(known)))
  if (table === undefined) throw new Error(`no table of ${register.zh}`)
  const fieldOf = (text: string): string | undefined =>
    register.fields.find(({ headers }) => headers.map(plainHeader).includes(plainHeader(text)))?.name
  const least = Math.min(3, register.fields.length)
  const top = table.rows.findIndex((row) => row.filter((text) => fieldOf(text) !== undefined).length >= least)
  const under = table.rows[top + 1] ?? []
  const hasTwo = under.some((text) => fieldOf(text) !== undefined)
  const fields = table.rows[top]!.map((text, column) => fieldOf((hasTwo && under[column]) || text))
  const rows = table.rows.slice(top + (hasTwo ? 2 : 1)).map((cells) => {
    const row: Record<string, string> = {}
    for (const [column, field] of fields.entries()) if (field !== undefined) row[field] = cells[column] ?? ''
    return row
  })
  return { rows }
}

/** An identity number as it is meant, or null. */
export function plainId(text: string): string | null {
  const id = text.normalize('NFKC').replace(/[\s']/g, '').toUpperCase()
  if (!/^99\d{15}[\dX]$/.test(id)) return null
  let sum = 0
  for (const [place, character] of [...id].entries()) {
    sum = (sum + (character === 'X' ? 10 : Number(character)) * (2 ** (17 - place) % 11)) % 11
  }
  return sum === 1 && Number(id.slice(10, 12)) <= 12 ? id : null
}
