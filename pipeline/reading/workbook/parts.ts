import type { ReadingLimits } from '../table.ts'
import type { Archive } from './archive.ts'
import { walkTags, type XmlBounds } from './xml-guard.ts'

/** A part that a workbook's cells are made of. */
export interface WorkbookPart {
  /** As SheetJS looks for it: one character a byte. */
  name: string
  kind: PartKind
  /** As it was unpacked; empty for what holds no cells. */
  bytes: Buffer
}

/** `other_sheet`: a sheet of charts or macros, which takes a tab but has no cells. */
export type PartKind = 'content_types' | 'relationships' | 'workbook' | 'strings' | 'styles' | 'sheet' | 'other_sheet'

const CONTENT_TYPES = '[Content_Types].xml'
const USUAL_WORKBOOK = 'xl/workbook.xml'

const OVERRIDE = /<(?:\w+:)?Override\b[^<>]*>/g
const PART_NAME = /\sPartName\s*=\s*["']\/?([^"']+\.xml)["']/i
const CONTENT_TYPE = /\sContentType\s*=\s*["']([^"']+)["']/
/** Of all that a workbook may hold these count; comments, links, drawings and macros stay packed. */
const KINDS: readonly [type: RegExp, kind: PartKind][] = [
  [/\.main\+xml$/, 'workbook'],
  [/\.worksheet\+xml$/, 'sheet'],
  [/sheet\+xml$/, 'other_sheet'],
  [/\.sharedStrings\+xml$/, 'strings'],
  [/\.styles\+xml$/, 'styles'],
]

/** The bounds of a part that is handed to SheetJS as it is. */
export const partBounds = (limits: Pick<ReadingLimits, 'max_cell_bytes'>): XmlBounds => ({
  longest_text: limits.max_cell_bytes,
  longest_tag: 8 * 1024,
})

/** Unpacks what is needed of a workbook. Null: the archive holds no workbook. */
export async function workbookParts(archive: Archive, limits: ReadingLimits): Promise<WorkbookPart[] | null> {
  if (!archive.has(CONTENT_TYPES)) return null
  const types = await archive.part(CONTENT_TYPES)
  // SheetJS would follow the list to parts that were not looked at
  walkTags(types, partBounds(limits))
  const listed = new Map<string, PartKind>()
  const content_types = types.toString('latin1').replace(OVERRIDE, (override) => {
    const name = PART_NAME.exec(override)?.[1]
    const type = CONTENT_TYPE.exec(override)?.[1] ?? ''
    const kind = KINDS.find(([pattern]) => pattern.test(type))?.[1]
    if (name === undefined || kind === undefined || !archive.has(utf8(name))) return ''
    listed.set(name, kind)
    return override
  })
  const workbook = [...listed].find(([, kind]) => kind === 'workbook')?.[0] ?? USUAL_WORKBOOK
  if (!archive.has(utf8(workbook))) return null

  const parts: WorkbookPart[] = [
    { name: CONTENT_TYPES, kind: 'content_types', bytes: Buffer.from(content_types, 'latin1') },
  ]
  const add = async (name: string, kind: PartKind): Promise<void> => {
    if (!archive.has(utf8(name))) return
    parts.push({ name, kind, bytes: kind === 'other_sheet' ? Buffer.alloc(0) : await archive.part(utf8(name)) })
  }
  await add('_rels/.rels', 'relationships')
  await add(workbook.replace(/[^/]*$/, '_rels/$&.rels'), 'relationships')
  for (const [name, kind] of listed.set(workbook, 'workbook')) await add(name, kind)
  return parts
}

const utf8 = (name: string): string => Buffer.from(name, 'latin1').toString('utf8')
