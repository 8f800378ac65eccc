import { isShouwangError, ShouwangError } from '../errors.ts'
import type { ResultRow } from '../queries/rows.ts'
import {
  addList,
  annotate,
  emptyWorkbook,
  loadWorkbook,
  workbookBytes,
  workbookOfText,
  type Mark,
} from './annotated-workbook.ts'
import type { Application } from './application.ts'
import type { Config, TownshipConfig } from './config.ts'
import { synonymsFor } from './county.ts'
import { findHeader, openTables, sha256AndEncoding } from './reading/index.ts'
import type { Table } from './reading/table.ts'
import { adviceOn } from './registers/advice.ts'
import { REGISTERS } from './registers/index.ts'
import { knownColumns, registerOf } from './registers/layout.ts'
import { openSource } from './sources/index.ts'
import type { OpenFile } from './sources/source.ts'

/** A workbook to send back to a township's clerk. */
export interface SendBack {
  /** What the file is called. */
  name: string
  bytes: Uint8Array<ArrayBuffer>
  fault_count: number
  /** Whether it holds the clerk's own sheet; if not, `note` says why. */
  is_annotated: boolean
  note: string | null
}

export interface SendBackQuery {
  township_id: string
  /** The file's name in the export. May be left out where only one has faults. */
  file?: string
}

/** More than a clerk can work through, and than a workbook is written in a moment. */
const MOST_FAULTS = 20_000
/** ExcelJS holds a whole workbook in memory, at some fifty times its packed size. */
const MOST_BYTES = 20 * 1024 * 1024

/** Of each kind of file that a table can be read of. */
const IS_WORKBOOK = /\.xlsx$/i

/**
 * The file to send back: the clerk's own sheet with the faulty cells coloured and a note in each, behind a list of all faults
 * of the township's last batch. The bytes are not kept: they are read from the source once more, and where they are no
 * longer those that were judged, the list stands alone and says so. Throws `not_found` where nothing is wrong.
 */
export async function sendBack(application: Application, query: SendBackQuery): Promise<SendBack> {
  const { config, warehouse, vault } = application
  const township = config.townships.find(({ id }) => id === query.township_id)
  if (!township)
    throw new ShouwangError('not_found', `没有“${query.township_id}”这个乡镇。`, { township: query.township_id })
  const faults = await warehouse.query('data/faults', {
    township_id: township.id,
    file: query.file ?? '',
    limit: MOST_FAULTS,
  })
  const files = [...new Set(faults.map((row) => row.file as string | null))]
  if (files.length === 0) {
    const where = query.file === undefined ? township.name : `${township.name}的 ${query.file}`
    throw new ShouwangError('not_found', `${where}最近一批里没有要退回的问题。`, { township: township.id })
  }
  if (files.length > 1) {
    throw new ShouwangError(
      'bad_parameter',
      `${township.name}有问题的文件不止一个，请指明一个：${files.join('、')}。`,
      {
        parameter: 'file',
        known: files,
      },
    )
  }
  const value = ({ sealed, identity }: ResultRow): string =>
    sealed instanceof Uint8Array && typeof identity === 'string' ? vault.unseal(sealed, BigInt(identity)) : ''
  const marks = faults.map((row) => markOf(row, value(row)))
  const name = files[0] ?? ''
  const sha256 = faults[0]?.sha256 as string | null
  const found = await reread(application, township, name, sha256, marks)
  const workbook = found.workbook ?? emptyWorkbook()
  if (found.workbook) annotate(workbook, found.marks)
  const notes = [
    `${config.county.name} ${township.name} ${name}：共 ${marks.length} 处问题。改好后按原来的方式重新导出即可，不必另填表。`,
    ...(marks.length === MOST_FAULTS ? [`问题很多，这里只列前 ${MOST_FAULTS} 处，请先改这些。`] : []),
    found.note ?? '单元格有颜色的就是要改的地方，鼠标停在上面可以看到怎么改。',
  ]
  addList(workbook, found.marks, notes)
  return {
    name: `退回-${township.name}-${name.replace(/\.[^.]*$/, '')}.xlsx`,
    bytes: await workbookBytes(workbook),
    fault_count: marks.length,
    is_annotated: found.workbook !== null,
    note: found.note,
  }
}

interface Found {
  workbook: Awaited<ReturnType<typeof loadWorkbook>> | null
  /** With their columns, as far as they were found. */
  marks: readonly (Mark & { field: string | null })[]
  note: string | null
}

type FieldMark = Mark & { field: string | null }

function markOf(row: ResultRow, value: string): FieldMark {
  const register = row.register as string
  const field = row.field as string | null
  const column = row.column_text as string | null
  const number = row.row_number as number | null
  const code = row.code as string
  return {
    sheet: row.sheet as string | null,
    row: number,
    column: null,
    column_text: column ?? '',
    value,
    register: REGISTERS.find((each) => each.code === register)?.zh ?? register,
    is_reject: row.is_reject as boolean,
    advice:
      number === null
        ? ((row.message as string | null) ?? code)
        : adviceOn({ register, field, column, row: number, code }),
    field,
  }
}

/** Reads the file once more and places the marks in it. */
async function reread(
  { config, env }: Application,
  township: TownshipConfig,
  name: string,
  sha256: string | null,
  marks: readonly FieldMark[],
): Promise<Found> {
  const { limits } = config.policy
  const source = openSource(township.source, { base_folder: config.folder, env, limits })
  try {
    const file = (await source.list()).find((each) => each.name === name)
    const opened = await file?.open()
    if (!opened) return { workbook: null, marks, note: `来源里已经没有 ${name} 了，这里只有问题清单。` }
    const probe = await sha256AndEncoding(opened)
    if (sha256 === null || probe.sha256 !== sha256) {
      return {
        workbook: null,
        marks,
        note: `${name} 在取数之后又改过，这里只有当时的问题清单；请重新取数后再下载带标记的表。`,
      }
    }
    if (opened.size > MOST_BYTES)
      return { workbook: null, marks, note: `${name} 太大，不能逐格标记，这里只有问题清单。` }
    const { tables } = await openTables(opened, { limits, probe, known: (table) => knownOf(table, config, township) })
    return { ...(await placed(opened, tables, marks, config, township)), note: null }
  } catch (error) {
    if (!isShouwangError(error) || (error.code !== 'source_failed' && error.code !== 'unreadable_file')) throw error
    return { workbook: null, marks, note: `没有取到原表（${error.message}），这里只有问题清单。` }
  } finally {
    await source.close()
  }
}

function knownOf({ file, sheet }: { file: string; sheet: string | null }, config: Config, township: TownshipConfig) {
  const register = (sheet === null ? undefined : registerOf(sheet, REGISTERS)) ?? registerOf(file, REGISTERS)
  return register ? knownColumns(register, synonymsFor(register, config, township)) : null
}

async function placed(
  opened: OpenFile,
  tables: readonly Table[],
  marks: readonly FieldMark[],
  config: Config,
  township: TownshipConfig,
): Promise<Pick<Found, 'workbook' | 'marks'>> {
  const columns = new Map<string | null, (mark: FieldMark) => number | null>()
  for (const table of tables) {
    const known = knownOf({ file: opened.name, sheet: table.sheet }, config, township)
    const header = known ? await findHeader(table, known) : null
    columns.set(table.sheet, ({ field, column_text }) => {
      const same = header?.columns.filter((column) => (field === null ? true : column.field === field)) ?? []
      const exact = same.find((column) => column.text === column_text) ?? (field === null ? undefined : same[0])
      return exact ? exact.index + 1 : null
    })
  }
  const workbook = IS_WORKBOOK.test(opened.name)
    ? await loadWorkbook(await bytesOf(opened))
    : await workbookOfText(textRows(tables[0]))
  return { workbook, marks: marks.map((mark) => ({ ...mark, column: columns.get(mark.sheet)?.(mark) ?? null })) }
}

async function* textRows(table: Table | undefined): AsyncGenerator<string[]> {
  if (!table) return
  for await (const rows of table.rows()) {
    for (const { cells } of rows) yield cells.map((cell) => (typeof cell === 'string' ? table.decode(cell) : ''))
  }
}

async function bytesOf(file: OpenFile): Promise<Uint8Array> {
  const blocks: Uint8Array[] = []
  for await (const block of file.blocks()) blocks.push(Uint8Array.from(block))
  return Buffer.concat(blocks)
}
