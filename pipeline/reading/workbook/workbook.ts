import type { OpenFile } from '../../sources/source.ts'
import { bytesText, unreadable } from '../refusal.ts'
import type { MergedRange, ReadingLimits, Row, Table } from '../table.ts'
import { openArchive } from './archive.ts'
import { WorkbookFault } from './fault.ts'
import { refuseNotXlsx } from './not-xlsx.ts'
import { readSheets, type SheetEvent } from './parse.ts'
import { readSheetsAside } from './parse-aside.ts'
import { workbookParts, type WorkbookPart } from './parts.ts'

/**
 * Workbooks larger than this (the parts that are read, unpacked) are parsed in a thread of their own, so that the server
 * goes on answering; below it the thread takes longer to start than the workbook to read.
 */
const LARGEST_HERE = 1024 * 1024

/**
 * Opens a workbook: one table a sheet that has a filled cell, in the order of the tabs. All of it is read before any is
 * handed out, so that a damaged or hostile workbook is refused as a whole.
 */
export async function openWorkbook(file: OpenFile, limits: ReadingLimits): Promise<Table[]> {
  const bytes = await bytesOf(file, limits)
  refuseNotXlsx(file.name, bytes)
  const archive = await openArchive(file.name, bytes, limits)
  try {
    const parts = await workbookParts(archive, limits)
    if (!parts) {
      throw unreadable(
        { file: file.name },
        'not_a_workbook',
        '不是 Excel 工作簿（压缩包里没有工作表）。请用 Excel 或 WPS 打开原表，另存为 XLSX。',
      )
    }
    const tables = await tablesOf(file.name, parts, limits)
    if (tables.length > 0) return tables
  } catch (error) {
    throw error instanceof WorkbookFault ? sentence(error, file.name, limits) : error
  }
  throw unreadable({ file: file.name }, 'empty', '里没有任何填了内容的工作表。请确认已导出数据，再重新导出。')
}

async function tablesOf(file: string, parts: WorkbookPart[], limits: ReadingLimits): Promise<Table[]> {
  const size = parts.reduce((sum, part) => sum + part.bytes.length, 0)
  const events = size > LARGEST_HERE ? readSheetsAside(parts, limits) : readSheets(parts, limits)
  const sheets: { name: string; merges: MergedRange[]; blocks: Row[][] }[] = []
  const take = (event: SheetEvent): void => {
    if ('rows' in event) sheets.at(-1)?.blocks.push(event.rows)
    else sheets.push({ name: event.sheet, merges: event.merges, blocks: [] })
  }
  for await (const event of events) take(event)
  return sheets.map(({ name, merges, blocks }) => ({
    file,
    sheet: name,
    encoding: null,
    merges,
    decode: (text) => text,
    rows: () => blocks,
  }))
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

/** A fault as a sentence for the clerk. */
function sentence(fault: WorkbookFault, file: string, limits: ReadingLimits): Error {
  const cause = { cause: fault }
  const place = { file, ...fault.place }
  switch (fault.reason) {
    case 'damaged':
      return unreadable(
        place,
        'damaged',
        '的内容已损坏，无法读取。请用 Excel 或 WPS 打开原表，另存为新的 XLSX 后重新导出。',
        cause,
      )
    case 'too_large':
      return unreadable(
        place,
        'too_large',
        `填了内容的单元格超过 ${limits.max_cells} 个，或占用的内存、时间过多，已停止读取。请拆分后分别导出，或改为 CSV。`,
        cause,
      )
    case 'hostile': {
      const bounds = `单元格 ${bytesText(limits.max_cell_bytes)}、${limits.max_columns} 列、${limits.max_rows} 行`
      return unreadable(
        place,
        'hostile',
        `含有台账不会有的内容，或超出上限（${bounds}），已拒绝读取。请删除多余的行列，另存为新的 XLSX 后重新导出。`,
        cause,
      )
    }
  }
}
