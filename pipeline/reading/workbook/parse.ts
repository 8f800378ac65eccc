import { constants } from 'node:buffer'
import type { WorkBook } from '@e965/xlsx'
import type { MergedRange, ReadingLimits, Row } from '../table.ts'
import { WorkbookFault } from './fault.ts'
import { mergedRanges } from './merges.ts'
import { partBounds, type WorkbookPart } from './parts.ts'
import { repairedRows, repairedStrings, repairedStyles, withoutStrayStrings } from './repairs.ts'
import { sheetShape, type SheetShape } from './sheet-guard.ts'
import { sheetRows } from './sheet-rows.ts'
import { parseParts, sheetIn, type PartTexts } from './sheetjs.ts'
import { walkTags } from './xml-guard.ts'

/** What is read of a workbook: a sheet that has a filled cell, then its rows, then the next. */
export type SheetEvent = { sheet: string; merges: MergedRange[] } | { rows: Row[] }

interface Sheet {
  name: string
  part: string
  shape: SheetShape
}

/**
 * Reads the sheets of a workbook, in the order of their tabs, hidden ones too. Everything is held to the limits before
 * SheetJS makes an object of any cell. Throws a `WorkbookFault`.
 */
export function* readSheets(parts: readonly WorkbookPart[], limits: ReadingLimits): Generator<SheetEvent> {
  const texts = smallParts(parts, limits)
  const { sheets, is_1904 } = filledSheets(parts, texts, limits)
  const workbook = parsed(parts, texts, sheets)
  for (const { name, shape } of sheets) {
    const sheet = sheetIn(workbook, name)
    if (sheet?.ranges.length !== shape.merges.length) throw damaged('a sheet that SheetJS cannot read', name)
    yield* inSheet(name, function* () {
      const merges = mergedRanges(sheet.ranges)
      let is_first = true
      for (const rows of sheetRows({ data: sheet.data, merges, is_1904 }, limits)) {
        if (is_first) yield { sheet: name, merges }
        is_first = false
        yield { rows }
      }
    })
  }
}

/** The texts of all parts but the sheets, which have none yet. */
function smallParts(parts: readonly WorkbookPart[], limits: ReadingLimits): PartTexts {
  return Object.fromEntries(
    parts.map(({ name, kind, bytes }): [string, string] => {
      if (kind === 'sheet') return [name, '']
      if (kind === 'other_sheet') return [name, '<chartsheet/>']
      walkTags(bytes, partBounds(limits))
      const text = textOf(bytes, 0, bytes.length)
      if (kind === 'strings') return [name, repairedStrings(text)]
      return [name, kind === 'styles' ? repairedStyles(text) : text]
    }),
  )
}

/**
 * The sheets that have a filled cell, in the order of their tabs. Which part belongs to which name is SheetJS's to find: in
 * place of each sheet it is given one that holds its number.
 */
function filledSheets(
  parts: readonly WorkbookPart[],
  texts: PartTexts,
  limits: ReadingLimits,
): { sheets: Sheet[]; is_1904: boolean } {
  const numbered = parts.map(({ name, kind }, index): [string, string] => {
    const rows = `<row r="1"><c r="A1"><v>${index}</v></c></row>`
    return [name, kind === 'sheet' ? sheetText(rows, '') : kind === 'strings' ? '' : (texts[name] ?? '')]
  })
  const workbook = attempt(() => parseParts(Object.fromEntries(numbered)))
  const seen = new Set<unknown>()
  const sheets: Sheet[] = []
  let max_cells = limits.max_cells
  for (const name of workbook.SheetNames) {
    if (!Object.hasOwn(workbook.Sheets, name)) throw damaged('a sheet without a part', name)
    const number = sheetIn(workbook, name)?.data[0]?.[0]?.v
    if (number === undefined) continue // charts and macros
    const part = parts[Number(number)]
    // two names of one part would have it read twice, two parts of one name would lose the first
    if (!part || seen.has(part) || seen.has(name)) throw damaged('a sheet that stands twice', name)
    seen.add(part).add(name)
    const shape = inPlace(name, () => sheetShape(part.bytes, { ...limits, max_cells }))
    max_cells -= shape.filled_cells
    if (shape.filled_cells > 0) sheets.push({ name, part: part.name, shape })
  }
  return { sheets, is_1904: workbook.Workbook?.WBProps?.date1904 === true }
}

function parsed(parts: readonly WorkbookPart[], texts: PartTexts, sheets: readonly Sheet[]): WorkBook {
  const bytes = new Map(parts.map((part) => [part.name, part.bytes]))
  const all: Record<string, string> = { ...texts }
  for (const { name, part, shape } of sheets) {
    all[part] = inPlace(name, () => textOfSheet(bytes.get(part) ?? Buffer.alloc(0), shape))
  }
  const workbook = attempt(() => parseParts(all))
  const missing = sheets.filter(({ name }) => sheetIn(workbook, name) === null)
  const strings = parts.find(({ kind }) => kind === 'strings')
  if (missing.length === 0 || !strings) return workbook
  const count = all[strings.name]?.match(/<\/(?:\w+:)?si>/g)?.length ?? 0
  for (const { part } of missing) all[part] = withoutStrayStrings(all[part] ?? '', count)
  return attempt(() => parseParts(all))
}

const MERGE_REFERENCE = /\sref\s*=\s*["']([^"']*)["']/

/** A sheet as far as its cells go: what else stands in it (links, rules, views) is kept from SheetJS. */
function textOfSheet(bytes: Buffer, { data_from, data_to, merges, has_unplaced_cells }: SheetShape): string {
  const rows = repairedRows(textOf(bytes, data_from, data_to), has_unplaced_cells)
  const ranges = merges.map(([from, to]) => {
    const reference = MERGE_REFERENCE.exec(bytes.toString('latin1', from, to))?.[1] ?? ''
    return `<mergeCell ref="${reference}"/>`
  })
  return sheetText(`${rows}</row>`, ranges.join(''))
}

const sheetText = (rows: string, merges: string): string =>
  `<worksheet><sheetData>${rows}</sheetData><mergeCells>${merges}</mergeCells></worksheet>`

function textOf(bytes: Buffer, from: number, to: number): string {
  if (to - from > constants.MAX_STRING_LENGTH / 2) throw new WorkbookFault('too_large', 'a part is too large')
  return bytes.toString('latin1', from, to)
}

/** What SheetJS throws is a workbook that it cannot read. */
function attempt<T>(read: () => T): T {
  try {
    return read()
  } catch (error) {
    throw error instanceof WorkbookFault ? error : damaged(String(error))
  }
}

function inPlace<T>(sheet: string, read: () => T): T {
  try {
    return read()
  } catch (error) {
    throw error instanceof WorkbookFault ? error.at({ sheet }) : error
  }
}

function* inSheet<T>(sheet: string, read: () => Generator<T>): Generator<T> {
  try {
    yield* read()
  } catch (error) {
    throw error instanceof WorkbookFault ? error.at({ sheet }) : error
  }
}

const damaged = (message: string, sheet?: string): WorkbookFault =>
  new WorkbookFault('damaged', message, sheet === undefined ? {} : { sheet })
