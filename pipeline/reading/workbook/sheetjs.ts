import * as sheetjs from '@e965/xlsx'
import type { CellObject, ParsingOptions, Range, WorkBook } from '@e965/xlsx'

/** The parts of a workbook by name, one character a byte: what SheetJS makes of an archive before it parses. */
export type PartTexts = Readonly<Record<string, string>>

declare module '@e965/xlsx' {
  /** Exported by SheetJS, but missing from its types. */
  export function parse_zip(
    archive: { files: Record<string, { name: string; data: string }> },
    options: ParsingOptions,
  ): WorkBook
}

/**
 * Errors inside a sheet are not thrown (`WTF`), since SheetJS then throws for every element that it does not know as well;
 * the sheet is missing then.
 */
const OPTIONS: ParsingOptions = {
  dense: true,
  cellNF: true,
  cellText: false,
  cellHTML: false,
  cellFormula: false,
  cellDates: false,
}

/**
 * Parses the parts of a workbook.
 *
 * SheetJS CE in its last release, 0.20.3, as `@e965/xlsx`: the author's own package on npm ended with 0.18.5 and has two
 * advisories that were mended since (CVE-2023-30533, CVE-2024-22363). It reads what clerks' programs write, as hucre,
 * read-excel-file and exceljs do not: error cells, merges, formats. It gets the parts, not the archive, for they were
 * looked at and are bounded.
 */
export function parseParts(parts: PartTexts): WorkBook {
  const files = Object.entries(parts).map(([name, data]) => [name, { name, data }] as const)
  return sheetjs.parse_zip({ files: Object.fromEntries(files) }, { ...OPTIONS })
}

/** What is read of a sheet; null where SheetJS could not read it, or where it is no sheet of cells. */
export function sheetIn(workbook: WorkBook, name: string): { data: CellObject[][]; ranges: Range[] } | null {
  const sheet: object | undefined = Object.hasOwn(workbook.Sheets, name) ? workbook.Sheets[name] : undefined
  return sheet && isDense(sheet) ? { data: sheet['!data'], ranges: sheet['!merges'] ?? [] } : null
}

/** The part of SheetJS's type that is used; its own lets any key be anything. */
interface DenseSheet {
  '!data': CellObject[][]
  '!merges'?: Range[]
}

const isDense = (sheet: object): sheet is DenseSheet => '!data' in sheet && Array.isArray(sheet['!data'])
