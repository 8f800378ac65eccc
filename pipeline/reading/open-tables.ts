import type { OpenFile } from '../sources/source.ts'
import { unreadable } from './refusal.ts'
import { READING_LIMITS, type FileProbe, type KnownColumns, type ReadingLimits, type Table } from './table.ts'
import { openText } from './text/text-table.ts'
import { openWorkbook } from './workbook/workbook.ts'

export interface OpenOptions {
  limits?: ReadingLimits
  /** The columns of the register that a table belongs to, by its file's and sheet's names; null: it belongs to none. */
  known(table: { file: string; sheet: string | null }): KnownColumns | null
  /** What `sha256AndEncoding` told of this file, where it was asked already. */
  probe?: FileProbe
}

const OTHER_FORMATS: Readonly<Record<string, string>> = {
  xls: '旧版 .xls 工作簿',
  xlsm: '带宏的 .xlsm 工作簿',
  xlsb: '二进制 .xlsb 工作簿',
  et: 'WPS 的 .et 工作簿',
  ods: '.ods 工作簿',
}

const extensionOf = (name: string): string => /\.([^.]*)$/.exec(name)?.[1]?.toLowerCase() ?? ''

/**
 * Opens a file as tables: a `.csv`, `.txt` or `.tsv` file is one, each sheet of an `.xlsx` workbook that is not empty is
 * one, hidden sheets too. Throws `unreadable_file` with what was wrong and what to do (registers.md, Reading).
 */
export async function openTables(file: OpenFile, options: OpenOptions): Promise<{ tables: Table[] }> {
  const limits = { ...READING_LIMITS, ...options.limits }
  const extension = extensionOf(file.name)
  switch (extension) {
    case 'csv':
    case 'txt':
    case 'tsv': {
      const known = options.known({ file: file.name, sheet: null })
      return { tables: [await openText(file, { limits, known, probe: options.probe })] }
    }
    case 'xlsx':
      return { tables: await openWorkbook(file, limits) }
    default: {
      const reason = extension === 'xls' ? 'old_xls' : 'other_format'
      const format = OTHER_FORMATS[extension] ?? (extension === '' ? '没有扩展名的文件' : `.${extension} 文件`)
      throw unreadable(
        { file: file.name },
        reason,
        `是${format}，无法读取。请用 Excel 或 WPS 打开，另存为 XLSX 工作簿后重新导出。`,
      )
    }
  }
}
