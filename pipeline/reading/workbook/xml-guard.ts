import { WorkbookFault } from './fault.ts'

/**
 * Bounds on the XML of a workbook's parts, looked at byte by byte before SheetJS sees any of it: SheetJS finds what it
 * knows by regular expressions, so it neither notices that a part is cut off nor refuses what could make it run for ever.
 * No document is built and no name is understood here.
 *
 * A DOCTYPE is refused, so there are no entities that could grow (billion laughs) or fetch (XXE).
 */

export interface TagVisitor {
  /** A start tag: its local name stands from `from` to before `to`, its `>` at `end`. An empty element is not closed. */
  open?(from: number, to: number, end: number, is_empty: boolean): void
  /** An end tag. */
  close?(from: number, to: number, end: number): void
}

export interface XmlBounds {
  /** The longest text between two tags, in bytes. */
  longest_text: number
  /** The longest tag, in bytes. */
  longest_tag: number
}

const MAX_DEPTH = 64
/** As many as the largest sheet that is read has, with every cell formatted down to its last row. */
const MAX_TAGS = 40_000_000
const CDATA = Buffer.from('<![CDATA[')
const COMMENT = Buffer.from('<!--')

const LT = 0x3c
const GT = 0x3e
const SLASH = 0x2f
const COLON = 0x3a
const BANG = 0x21
const QUESTION = 0x3f
const SPACE = 0x20

const isQuote = (byte: number | undefined): boolean => byte === 0x22 || byte === 0x27

/** Walks over the tags of a part. Throws a `WorkbookFault` where it is no whole document or goes beyond the bounds. */
export function walkTags(bytes: Buffer, bounds: XmlBounds, visitor: TagVisitor = {}): void {
  let at = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0
  let depth = 0
  let tags = 0
  let root: [from: number, to: number] | null = null
  while (at < bytes.length) {
    const text_from = at
    let has_text = false
    for (; at < bytes.length && bytes[at] !== LT; at++) has_text ||= (bytes[at] as number) > SPACE
    if (has_text && depth === 0) throw damaged('text outside the root element')
    if (at - text_from > bounds.longest_text) throw new WorkbookFault('hostile', 'a text is too long')
    if (at >= bytes.length) break

    const kind = bytes[at + 1]
    if (kind === QUESTION) {
      at = after(bytes, '?>', at)
      continue
    }
    if (kind === BANG) {
      at = markup(bytes, at, depth, bounds)
      continue
    }
    if (++tags > MAX_TAGS) throw new WorkbookFault('hostile', 'too many tags')
    const end = endOfTag(bytes, at, bounds.longest_tag)
    let from = at + (kind === SLASH ? 2 : 1)
    let to = from
    for (; to < end && (bytes[to] as number) > SPACE && bytes[to] !== SLASH; to++)
      if (bytes[to] === COLON) from = to + 1
    if (from === to) throw damaged('a tag without a name')
    at = end + 1
    if (kind === SLASH) {
      if (--depth < 0) throw damaged('an end tag without a start')
      if (depth === 0 && root && !isSame(bytes, root, from, to)) throw damaged('the root element does not end')
      visitor.close?.(from, to, end)
      continue
    }
    const is_empty = bytes[end - 1] === SLASH
    if (depth === 0) {
      if (root) throw damaged('a second root element')
      root = [from, to]
    }
    if (!is_empty && ++depth > MAX_DEPTH) throw new WorkbookFault('hostile', 'elements are nested too deeply')
    visitor.open?.(from, to, end, is_empty)
  }
  if (depth > 0 || root === null) throw damaged('unexpected end')
}

/** The `>` of a tag; one inside an attribute's value does not end it. */
function endOfTag(bytes: Buffer, from: number, longest: number): number {
  const last = Math.min(bytes.length, from + longest)
  let quote = 0
  for (let at = from + 1; at < last; at++) {
    const byte = bytes[at] as number
    if (quote !== 0) {
      if (byte === quote) quote = 0
    } else if (byte === GT) return at
    else if (isQuote(byte)) quote = byte
    else if (byte === LT) throw damaged('a tag inside a tag')
  }
  throw last === bytes.length ? damaged('a tag without end') : new WorkbookFault('hostile', 'a tag is too long')
}

/** Where a comment or CDATA section ends; any other declaration is refused. */
function markup(bytes: Buffer, at: number, depth: number, bounds: XmlBounds): number {
  if (startsWith(bytes, COMMENT, at)) return after(bytes, '-->', at + COMMENT.length)
  if (!startsWith(bytes, CDATA, at)) throw new WorkbookFault('hostile', 'a DOCTYPE or other declaration')
  if (depth === 0) throw damaged('text outside the root element')
  const end = after(bytes, ']]>', at)
  if (end - at > bounds.longest_text) throw new WorkbookFault('hostile', 'a text is too long')
  return end
}

function after(bytes: Buffer, what: string, from: number): number {
  const at = bytes.indexOf(what, from, 'latin1')
  if (at === -1) throw damaged(`no ${what}`)
  return at + what.length
}

const startsWith = (bytes: Buffer, what: Buffer, at: number): boolean =>
  bytes.subarray(at, at + what.length).equals(what)

const isSame = (bytes: Buffer, [from, to]: [number, number], other_from: number, other_to: number): boolean =>
  bytes.subarray(from, to).equals(bytes.subarray(other_from, other_to))

const damaged = (message: string): WorkbookFault => new WorkbookFault('damaged', message)
