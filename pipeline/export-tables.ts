import { isShouwangError, ShouwangError } from '../errors.ts'
import type { FileVersion, OpenFile, Source } from './sources/source.ts'
import { openTables, sha256AndEncoding } from './reading/index.ts'
import type { KnownColumns, ReadingLimits, Table } from './reading/table.ts'
import { registerOf } from './registers/layout.ts'
import type { Register } from './registers/register.ts'

/** One file of an export, as far as it had to be opened. */
export interface ReadFile {
  name: string
  version: FileVersion
  sha256: string
}

/** Where a register was found in an export. */
export interface RegisterSource {
  register: Register
  file: ReadFile
  sheet: string | null
  /** Null where the file is known to be as it was, so that it was not read again. */
  table: Table | null
  /** What is wrong with the whole file, if anything. */
  refusal: ShouwangError | null
}

export interface ExportTables {
  sources: RegisterSource[]
  /** Files and sheets that belong to no register; reported, no error. */
  unmatched: { file: string; sheet: string | null }[]
  /** Files of no register's name that cannot be read. */
  unreadable: { file: ReadFile; refusal: ShouwangError }[]
}

/** What the warehouse knows of a file from the last pull, where reading it again could change nothing. */
export interface KnownFile {
  version: FileVersion
  sha256: string
  registers: { register: Register; sheet: string | null }[]
}

export interface ExportContext {
  registers: readonly Register[]
  limits: ReadingLimits
  known(register: Register): KnownColumns
  knownFile(name: string): KnownFile | undefined
}

const READABLE = /\.(csv|txt|tsv|xlsx|xls|xlsm|et|ods)$/i
/** Sheets of our own templates that hold no rows. */
const NOT_A_REGISTER = /^(填表说明|填写说明|说明|选项)$/

/** Finds the registers in an export: by sheet name, else by file name (registers.md, introduction and Reading). */
export async function exportTables(source: Source, context: ExportContext): Promise<ExportTables> {
  const found: ExportTables = { sources: [], unmatched: [], unreadable: [] }
  for (const file of await source.list()) {
    if (!READABLE.test(file.name)) {
      found.unmatched.push({ file: file.name, sheet: null })
      continue
    }
    const known = context.knownFile(file.name)
    try {
      const opened = await file.open(known?.version)
      await addFile(found, file.name, opened, known, context)
    } catch (error) {
      if (!isShouwangError(error) || error.code !== 'unreadable_file') throw error
      addRefused(found, file.name, error, context)
    }
  }
  return found
}

async function addFile(
  found: ExportTables,
  name: string,
  opened: OpenFile | null,
  known: KnownFile | undefined,
  context: ExportContext,
): Promise<void> {
  const probe = opened ? await sha256AndEncoding(opened) : null
  if (known && (!probe || probe.sha256 === known.sha256)) {
    const file = { name, version: opened?.version ?? known.version, sha256: known.sha256 }
    for (const { register, sheet } of known.registers)
      found.sources.push({ register, file, sheet, table: null, refusal: null })
    return
  }
  if (!opened || !probe)
    throw new ShouwangError('source_failed', `来源称文件 ${name} 未变，但从未取过它。请重试。`, { file: name })
  const file = { name, version: opened.version, sha256: probe.sha256 }
  const byFile = registerOf(name, context.registers)
  const { tables } = await openTables(opened, {
    limits: context.limits,
    probe,
    known: (table) => {
      const register = (table.sheet === null ? undefined : registerOf(table.sheet, context.registers)) ?? byFile
      return register ? context.known(register) : null
    },
  })
  const named = tables.filter((table) => table.sheet !== null && NOT_A_REGISTER.test(table.sheet.trim()))
  const bodies = tables.filter((table) => !named.includes(table))
  for (const table of bodies) {
    const bySheet = table.sheet === null ? undefined : registerOf(table.sheet, context.registers)
    // the file's name serves a delimited file, or a workbook with one sheet
    const register = bySheet ?? (table.sheet === null || bodies.length === 1 ? byFile : undefined)
    if (register) found.sources.push({ register, file, sheet: table.sheet, table, refusal: null })
    else found.unmatched.push({ file: name, sheet: table.sheet })
  }
}

/**
 * A file that cannot be read refuses the register that its name says. A workbook of another name may hold any of them:
 * it refuses those that nothing else in the export brings.
 */
function addRefused(found: ExportTables, name: string, refusal: ShouwangError, context: ExportContext): void {
  const register = registerOf(name, context.registers)
  const file = { name, version: { modified_at: null, etag: null }, sha256: '' }
  if (register) found.sources.push({ register, file, sheet: null, table: null, refusal })
  else found.unreadable.push({ file, refusal })
}
