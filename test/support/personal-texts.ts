import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import iconv from 'iconv-lite'
import { findHeader, openTables } from '../../pipeline/reading/index.ts'
import type { Table } from '../../pipeline/reading/table.ts'
import { REGISTERS } from '../../pipeline/registers/index.ts'
import { knownColumns } from '../../pipeline/registers/layout.ts'
import type { Register } from '../../pipeline/registers/register.ts'
import { memoryFile } from './memory-file.ts'

const registerOf = (name: string): Register | undefined => REGISTERS.find((register) => name.includes(register.zh))

/** Every name, number, phone, address, outcome and talk as the files of an export show them, of all its folders. */
export async function personalTextsIn(folder: string): Promise<Set<string>> {
  const texts = new Set<string>()
  const names = readdirSync(folder, { recursive: true, withFileTypes: true }).filter(
    (entry) => entry.isFile() && !entry.name.startsWith('.'),
  )
  for (const { name, parentPath } of names) {
    const known = ({ file, sheet }: { file: string; sheet: string | null }) => {
      const register = registerOf(sheet ?? file)
      return register ? knownColumns(register) : null
    }
    const { tables } = await openTables(memoryFile(name, readFileSync(join(parentPath, name))), { known })
    for (const table of tables) await addTexts(table, texts)
  }
  return texts
}

async function addTexts(table: Table, texts: Set<string>): Promise<void> {
  const register = registerOf(table.sheet ?? table.file)
  const header = register && (await findHeader(table, knownColumns(register)))
  if (!register || !header) return
  const personal = register.fields.filter((field) => field.identity !== undefined || field.is_digest === true)
  const columns = header.columns.filter(({ field }) => personal.some(({ name }) => name === field))
  const last = header.rows.at(-1) ?? 0
  for await (const rows of table.rows()) {
    for (const row of rows) {
      if (row.number <= last) continue
      for (const { index } of columns) {
        const cell = row.cells[index]
        const text =
          typeof cell === 'string'
            ? table.decode(cell).trim()
            : typeof cell === 'object' && cell
              ? String(cell.value)
              : ''
        if (text !== '') texts.add(text).add(text.normalize('NFKC').replace(/\s/g, ''))
      }
    }
  }
}

/** How few characters and bytes a text may have that is searched for: shorter ones stand somewhere by chance. */
export const LEAST = { characters: 3, bytes: 6 } as const

const ENCODINGS = ['utf-8', 'utf-16le', 'gb18030'] as const
const WINDOW = LEAST.bytes

/** Looks for many texts at once, in three encodings. */
export class ByteSearch {
  readonly #patterns = new Map<number, { text: string; bytes: Buffer }[]>()
  /** The texts that are long enough. */
  readonly searched: string[]
  readonly skipped: string[]

  constructor(texts: Iterable<string>) {
    const all = [...texts]
    const isLong = (text: string): boolean =>
      [...text].length >= LEAST.characters && ENCODINGS.every((name) => iconv.encode(text, name).length >= WINDOW)
    this.searched = all.filter(isLong)
    this.skipped = all.filter((text) => !isLong(text))
    for (const text of this.searched) {
      for (const encoding of ENCODINGS) {
        const bytes = iconv.encode(text, encoding)
        const start = bytes.readUIntBE(0, WINDOW)
        this.#patterns.set(start, [...(this.#patterns.get(start) ?? []), { text, bytes }])
      }
    }
  }

  /** The texts that stand somewhere in the bytes. */
  foundIn(bytes: Buffer): string[] {
    const found = new Set<string>()
    for (let at = 0; at + WINDOW <= bytes.length; at++) {
      for (const pattern of this.#patterns.get(bytes.readUIntBE(at, WINDOW)) ?? [])
        if (bytes.subarray(at, at + pattern.bytes.length).equals(pattern.bytes)) found.add(pattern.text)
    }
    return [...found]
  }
}
