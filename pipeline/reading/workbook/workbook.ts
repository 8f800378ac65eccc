import { StringDecoder } from 'node:string_decoder'
import type { OpenFile } from '../../sources/source.ts'
import { bytesText, unreadable } from '../refusal.ts'
import type { MergedRange, ReadingLimits, Row, Table } from '../table.ts'
import { refuseNotXlsx } from './not-xlsx.ts'
import { sharedStrings, workbookParts, type WorkbookParts } from './parts.ts'
import { scanMerges } from './sheet-merges.ts'
import { SheetRows } from './sheet-rows.ts'
import { XmlFault, XmlScanner } from './xml.ts'
import { Zip } from './zip.ts'

interface Workbook {
  file: string
  zip: Zip
  parts: WorkbookParts
  limits: ReadingLimits
  /** Read when the first sheet is, and kept. */
  strings(): Promise<readonly string[]>
}

/**
 * Opens a workbook: one table a sheet that has a filled cell, in the order of the tabs. Every sheet is unpacked and checked
 * once before any is handed out, so that a damaged or hostile workbook is refused as a whole.
 */
export async function openWorkbook(file: OpenFile, limits: ReadingLimits): Promise<Table[]> {
  const bytes = await bytesOf(file, limits)
  refuseNotXlsx(file.name, bytes)
  const zip = new Zip(file.name, bytes, limits)
  const parts = await explained(file.name, null, limits, () => workbookParts(zip))
  if (!parts) {
    throw unreadable(
      { file: file.name },
      'not_a_workbook',
      '不是 Excel 工作簿（压缩包里没有工作表）。请用 Excel 或 WPS 打开原表，另存为 XLSX。',
    )
  }
  let strings: Promise<readonly string[]> | undefined
  const { shared_strings } = parts
  const workbook: Workbook = {
    file: file.name,
    zip,
    parts,
    limits,
    strings: () =>
      (strings ??= shared_strings === null ? Promise.resolve([]) : sharedStrings(zip, shared_strings, limits)),
  }
  const tables: Table[] = []
  for (const { name, part } of parts.sheets) {
    const merges = await explained(file.name, name, limits, () => scanMerges(zip, part))
    const table = sheetTable(workbook, name, part, merges)
    for await (const _ of table.rows()) {
      tables.push(table)
      break
    }
  }
  if (tables.length === 0)
    throw unreadable({ file: file.name }, 'empty', '里没有任何填了内容的工作表。请确认已导出数据，再重新导出。')
  return tables
}

function sheetTable(workbook: Workbook, sheet: string, part: string, merges: MergedRange[]): Table {
  const rows = (): AsyncIterable<Row[]> => sheetRows(workbook, sheet, part, merges)
  return { file: workbook.file, sheet, encoding: null, merges, decode: (text) => text, rows }
}

async function* sheetRows(
  workbook: Workbook,
  sheet: string,
  part: string,
  merges: readonly MergedRange[],
): AsyncGenerator<Row[]> {
  const { file, zip, limits, parts } = workbook
  const shared_strings = await explained(file, sheet, limits, () => workbook.strings())
  const handler = new SheetRows({ limits, shared_strings, shows: parts.shows, is_1904: parts.is_1904, merges })
  const scanner = new XmlScanner(handler)
  const decoder = new StringDecoder('utf8')
  try {
    for await (const block of zip.part(part)) {
      scanner.push(decoder.write(block))
      const rows = handler.take()
      if (rows.length > 0) yield rows
      if (handler.is_done) return
    }
    scanner.end()
  } catch (error) {
    throw explain(error, file, sheet, limits, handler.row_number)
  }
}

async function bytesOf(file: OpenFile, limits: ReadingLimits): Promise<Buffer> {
  const { max_packed_bytes = limits.max_unpacked_bytes } = limits
  const blocks: Uint8Array[] = []
  let bytes = 0
  for await (const block of file.blocks()) {
    bytes += block.length
    if (bytes > max_packed_bytes) {
      throw unreadable(
        { file: file.name },
        'too_large',
        `超过 ${bytesText(max_packed_bytes)}，已拒绝读取。请拆分后分别导出，或改为 CSV。`,
      )
    }
    blocks.push(block)
  }
  return Buffer.concat(blocks, bytes)
}

async function explained<T>(
  file: string,
  sheet: string | null,
  limits: ReadingLimits,
  read: () => Promise<T>,
): Promise<T> {
  try {
    return await read()
  } catch (error) {
    throw explain(error, file, sheet, limits)
  }
}

/** A fault of the XML as a sentence for the clerk; anything else as it is. */
function explain(error: unknown, file: string, sheet: string | null, limits: ReadingLimits, row?: number): unknown {
  if (!(error instanceof XmlFault)) return error
  const place = { file, sheet, ...(row ? { row } : {}) }
  if (error.kind === 'damaged') {
    return unreadable(
      place,
      'damaged',
      '的内容已损坏，无法读取。请用 Excel 或 WPS 打开原表，另存为新的 XLSX 后重新导出。',
      { cause: error },
    )
  }
  const bounds = `单元格 ${bytesText(limits.max_cell_bytes)}、${limits.max_columns} 列、${limits.max_rows} 行`
  return unreadable(
    place,
    'hostile',
    `含有台账不会有的内容，或超出上限（${bounds}），已拒绝读取。请删除多余的行列，另存为新的 XLSX 后重新导出。`,
    {
      cause: error,
    },
  )
}
