import { StringDecoder } from 'node:string_decoder'
import type { NumberCell } from '../table.ts'
import { numberFormatShows } from './number-format.ts'
import { attribute, XmlFault, XmlScanner, xmlText, type XmlHandler } from './xml.ts'
import type { Zip } from './zip.ts'

/** A workbook as its small parts describe it. */
export interface WorkbookParts {
  /** In the order of the tabs, hidden ones too. */
  sheets: { name: string; part: string }[]
  is_1904: boolean
  /** The part of the shared strings; null without one. */
  shared_strings: string | null
  /** What each cell style shows. */
  shows: readonly NumberCell['shows'][]
}

/** Larger small parts are no workbook's; those that grow with the rows (sheets, shared strings) are read otherwise. */
const LARGEST_SMALL_PART = 32 * 1024 * 1024

/** Reads a part of the archive through a handler. */
export async function scanPart(zip: Zip, part: string, handler: XmlHandler): Promise<void> {
  const scanner = new XmlScanner(handler)
  const decoder = new StringDecoder('utf8')
  for await (const block of zip.part(part)) scanner.push(decoder.write(block))
  scanner.push(decoder.end())
  scanner.end()
}

async function scanSmallPart(
  zip: Zip,
  part: string,
  open: XmlHandler['open'],
  close?: XmlHandler['close'],
): Promise<void> {
  if (zip.sizeOf(part) > LARGEST_SMALL_PART) throw new XmlFault('hostile', `${part} is too large`)
  await scanPart(zip, part, { open, close: close ?? (() => undefined), text: () => undefined })
}

/** Relationships (ECMA-376 part 2) of a part: their kind is the last segment of their type, in both editions. */
interface Relationship {
  id: string
  kind: string
  target: string
}

async function relationships(zip: Zip, part: string): Promise<Relationship[]> {
  const slash = part.lastIndexOf('/')
  const folder = part.slice(0, slash + 1)
  const found: Relationship[] = []
  const rels = `${folder}_rels/${part.slice(slash + 1)}.rels`
  if (!zip.has(rels)) return found
  await scanSmallPart(zip, rels, (name, attributes) => {
    if (name !== 'Relationship' || attribute(attributes, 'TargetMode') === 'External') return
    const kind = (attribute(attributes, 'Type') ?? '').split('/').at(-1) ?? ''
    const target = attribute(attributes, 'Target') ?? ''
    found.push({ id: attribute(attributes, 'Id') ?? '', kind, target: resolved(folder, target) })
  })
  return found
}

function resolved(folder: string, target: string): string {
  const segments = target.startsWith('/') ? [] : folder.split('/').filter(Boolean)
  for (const segment of target.split('/')) {
    if (segment === '..') segments.pop()
    else if (segment !== '' && segment !== '.') segments.push(segment)
  }
  return segments.join('/')
}

/** Reads what a workbook is made of. Null: the archive holds no workbook. */
export async function workbookParts(zip: Zip): Promise<WorkbookParts | null> {
  const root = (await relationships(zip, '')).find((relationship) => relationship.kind === 'officeDocument')
  if (!root || !zip.has(root.target)) return null
  const parts = await relationships(zip, root.target)
  const partOf = (kind: string): string | null => {
    const target = parts.find((relationship) => relationship.kind === kind)?.target
    return target !== undefined && zip.has(target) ? target : null
  }
  let is_workbook = false
  let is_1904 = false
  const listed: { name: string; id: string }[] = []
  await scanSmallPart(zip, root.target, (name, attributes) => {
    if (name === 'workbook') is_workbook = true
    if (name === 'workbookPr') is_1904 = isTrue(attribute(attributes, 'date1904'))
    if (name === 'sheet')
      listed.push({ name: attribute(attributes, 'name') ?? '', id: attribute(attributes, 'id', true) ?? '' })
  })
  if (!is_workbook) return null
  // chart and dialogue sheets hold no cells
  const sheets = listed.flatMap(({ name, id }) => {
    const target = parts.find((relationship) => relationship.id === id && relationship.kind === 'worksheet')?.target
    return target === undefined ? [] : [{ name, part: target }]
  })
  const styles = partOf('styles')
  return {
    sheets,
    is_1904,
    shared_strings: partOf('sharedStrings'),
    shows: styles === null ? [] : await styleShows(zip, styles),
  }
}

export const isTrue = (value: string | undefined): boolean => value === '1' || value === 'true' || value === 'on'

async function styleShows(zip: Zip, part: string): Promise<NumberCell['shows'][]> {
  const codes = new Map<number, string>()
  const format_ids: number[] = []
  let is_in_cell_formats = false
  const open = (name: string, attributes: string): void => {
    if (name === 'numFmt')
      codes.set(Number(attribute(attributes, 'numFmtId')), attribute(attributes, 'formatCode') ?? '')
    else if (name === 'cellXfs') is_in_cell_formats = true
    else if (name === 'xf' && is_in_cell_formats) format_ids.push(Number(attribute(attributes, 'numFmtId') ?? 0))
  }
  const close = (name: string): void => {
    if (name === 'cellXfs') is_in_cell_formats = false
  }
  await scanSmallPart(zip, part, open, close)
  return format_ids.map((id) => numberFormatShows(id, codes))
}

/** Text of a cell: entities, then the `_x000D_` by which workbooks write characters that XML has not. */
export function cellText(raw: string): string {
  const text = xmlText(raw)
  if (!text.includes('_x')) return text
  return text.replace(/_x([0-9A-Fa-f]{4})_/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
}

/**
 * Collects the text of a string item or inline string: plain or in runs, without the phonetic guides (`rPh`). Throws
 * where it is longer than `longest` characters.
 */
export class StringItem {
  readonly #longest: number
  #pieces = ''
  #is_in_text = false
  #phonetic_depth = 0

  constructor(longest: number) {
    this.#longest = longest
  }

  open(name: string): void {
    if (name === 'rPh') this.#phonetic_depth++
    else if (name === 't') this.#is_in_text = this.#phonetic_depth === 0
  }

  close(name: string): void {
    if (name === 'rPh') this.#phonetic_depth--
    else if (name === 't') this.#is_in_text = false
  }

  text(raw: string): void {
    if (!this.#is_in_text) return
    this.#pieces += raw
    if (this.#pieces.length > this.#longest) throw new XmlFault('hostile', 'a cell is too long')
  }

  /** The whole text; the next item starts afresh. */
  take(): string {
    const text = cellText(this.#pieces)
    this.#pieces = ''
    this.#is_in_text = false
    this.#phonetic_depth = 0
    return text
  }
}

/** Reads the strings that cells refer to by number. */
export async function sharedStrings(
  zip: Zip,
  part: string,
  limits: { max_cell_bytes: number; max_rows: number },
): Promise<string[]> {
  const strings: string[] = []
  const item = new StringItem(limits.max_cell_bytes)
  await scanPart(zip, part, {
    open: (name) => item.open(name),
    text: (raw) => item.text(raw),
    close: (name) => {
      item.close(name)
      if (name !== 'si') return
      if (strings.length >= limits.max_rows) throw new XmlFault('hostile', 'too many shared strings')
      strings.push(item.take())
    },
  })
  return strings
}
