import type { MergedRange } from '../table.ts'
import { MergedRanges } from './merges.ts'
import { attribute, XmlFault } from './xml.ts'
import type { Zip } from './zip.ts'

const ELEMENT = 'mergeCells'
/** What may stand between two blocks: a tag's start with its prefix. */
const OVERLAP = 128
const LONGEST_ELEMENT = 32 * 1024 * 1024
const START_BEFORE_NAME = /<(?:[\w.-]+:)?$/
const END = /<\/(?:[\w.-]+:)?mergeCells\s*>/
const RANGE = /<(?:[\w.-]+:)?mergeCell(\s[^<>]*)>/g

/**
 * Unpacks a sheet once, to see that it is whole, and reads its merged ranges: they stand behind the rows that they change.
 * The rows are passed over without being parsed; in the text of a cell no `<` can stand.
 */
export async function scanMerges(zip: Zip, part: string): Promise<MergedRange[]> {
  let overlap = ''
  let element: string[] | null = null
  let element_length = 0
  let is_done = false
  for await (const block of zip.part(part)) {
    if (is_done) continue // unpacked to the end all the same: only there its checksum can be compared
    const text = overlap + block.toString('latin1')
    if (element === null) {
      const start = elementStart(text)
      if (start !== -1) element = [text.slice(start)]
    } else {
      element.push(text.slice(overlap.length))
    }
    element_length += element?.at(-1)?.length ?? 0
    if (element_length > LONGEST_ELEMENT) throw new XmlFault('hostile', 'too many merged ranges')
    is_done = element !== null && END.test(text)
    overlap = text.slice(-OVERLAP)
  }
  return element === null ? [] : rangesIn(element.join(''))
}

function elementStart(text: string): number {
  for (let at = text.indexOf(ELEMENT); at !== -1; at = text.indexOf(ELEMENT, at + 1)) {
    const match = START_BEFORE_NAME.exec(text.slice(Math.max(0, at - OVERLAP / 2), at))
    if (match) return at - match[0].length
  }
  return -1
}

function rangesIn(element: string): MergedRange[] {
  const ranges = new MergedRanges()
  const end = END.exec(element)?.index ?? element.length
  for (const match of element.slice(0, end).matchAll(RANGE)) {
    const reference = attribute((match[1] ?? '').replace(/\/$/, ''), 'ref')
    if (reference !== undefined) ranges.add(reference)
  }
  return ranges.sorted()
}
