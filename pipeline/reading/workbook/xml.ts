/**
 * Just enough of XML 1.0 for the parts of a workbook, read as they are unpacked: no document is ever built.
 *
 * Entities are not defined by anyone here: a DOCTYPE is refused, so there is none that could grow (billion laughs) or
 * fetch (XXE). Our own, because the parsers at hand build the whole part in memory, or skip a DOCTYPE, or are not exported
 * by the package that they are part of.
 */

export interface XmlHandler {
  /** A start tag: its local name and the text of its attributes (see `attribute`). An empty element is closed at once. */
  open(name: string, attributes: string): void
  close(name: string): void
  /** Text as it stands in the file, entities not yet replaced (see `xmlText`); one text may come in several pieces. */
  text(raw: string): void
}

/** The part is not well-formed, or goes beyond what any workbook needs. The message is for developers. */
export class XmlFault extends Error {
  readonly kind: 'damaged' | 'hostile'

  constructor(kind: 'damaged' | 'hostile', message: string) {
    super(message)
    this.name = 'XmlFault'
    this.kind = kind
  }
}

const CDATA = '<![CDATA['
const MAX_DEPTH = 64
/** As many as a full sheet of a dozen columns has, and some more: what a hostile part may cost in time. */
const MAX_ELEMENTS = 40_000_000
/** A tag, comment or processing instruction longer than this is refused. */
const LONGEST_TOKEN = 1024 * 1024

const localName = (name: string): string => name.slice(name.indexOf(':') + 1)

export class XmlScanner {
  readonly #handler: XmlHandler
  readonly #open: string[] = []
  #rest = ''
  #elements = 0

  constructor(handler: XmlHandler) {
    this.#handler = handler
  }

  /** Takes the next piece of the document; a piece may end anywhere. */
  push(piece: string): void {
    const text = this.#rest + piece
    let at = 0
    while (at < text.length) {
      const tag = text.indexOf('<', at)
      if (tag !== at) {
        const end = tag === -1 ? text.length : tag
        if (this.#open.length > 0) this.#handler.text(text.slice(at, end))
        else if (/[^\s\ufeff]/.test(text.slice(at, end))) throw new XmlFault('damaged', 'text outside the root element')
        at = end
        continue
      }
      const next = this.#token(text, tag)
      if (next === -1) break
      at = next
    }
    this.#rest = text.slice(at)
    if (this.#rest.length > LONGEST_TOKEN) throw new XmlFault('hostile', 'a tag is too long')
  }

  /** Ends the document. */
  end(): void {
    if (this.#rest !== '' || this.#open.length > 0 || this.#elements === 0)
      throw new XmlFault('damaged', 'unexpected end')
  }

  /** Reads what begins with the `<` at `at`; where it ends, or -1 where it goes on behind the text. */
  #token(text: string, at: number): number {
    const kind = text.charCodeAt(at + 1)
    if (Number.isNaN(kind)) return -1
    if (kind === 0x2f /* / */) return this.#endTag(text, at)
    if (kind === 0x3f /* ? */) return after(text, '?>', at + 2)
    if (kind !== 0x21 /* ! */) return this.#startTag(text, at)
    const start = text.slice(at, at + CDATA.length)
    if ((start !== CDATA && CDATA.startsWith(start)) || '<!--'.startsWith(start)) return -1
    if (text.startsWith('<!--', at)) return after(text, '-->', at + 4)
    if (start !== CDATA) throw new XmlFault('hostile', 'a DOCTYPE or other declaration')
    const end = after(text, ']]>', at + 9)
    if (end !== -1 && this.#open.length > 0) this.#handler.text(text.slice(at + 9, end - 3).replaceAll('&', '&amp;'))
    return end
  }

  #endTag(text: string, at: number): number {
    const end = text.indexOf('>', at)
    if (end === -1) return -1
    const name = text.slice(at + 2, end).trimEnd()
    if (this.#open.pop() !== name) throw new XmlFault('damaged', `unexpected end tag ${name.slice(0, 80)}`)
    this.#handler.close(localName(name))
    return end + 1
  }

  #startTag(text: string, at: number): number {
    const end = endOfStartTag(text, at)
    if (end === -1) return -1
    const is_empty = text.charCodeAt(end - 1) === 0x2f
    const content = text.slice(at + 1, is_empty ? end - 1 : end)
    const space = content.search(/\s/)
    const name = space === -1 ? content : content.slice(0, space)
    if (name === '' || (this.#open.length === 0 && this.#elements > 0)) throw new XmlFault('damaged', 'unexpected tag')
    if (++this.#elements > MAX_ELEMENTS) throw new XmlFault('hostile', 'too many elements')
    const local = localName(name)
    this.#handler.open(local, space === -1 ? '' : content.slice(space))
    if (is_empty) {
      this.#handler.close(local)
    } else {
      if (this.#open.length >= MAX_DEPTH) throw new XmlFault('hostile', 'elements are nested too deeply')
      this.#open.push(name)
    }
    return end + 1
  }
}

function after(text: string, what: string, from: number): number {
  const at = text.indexOf(what, from)
  return at === -1 ? -1 : at + what.length
}

/** The `>` that ends a start tag; one inside an attribute's value does not. */
function endOfStartTag(text: string, at: number): number {
  let end = text.indexOf('>', at)
  let quote_from = at
  while (end !== -1) {
    const open = firstQuote(text, quote_from, end)
    if (open === -1) return end
    const close = text.indexOf(text.charAt(open), open + 1)
    if (close === -1) return -1
    quote_from = close + 1
    if (close > end) end = text.indexOf('>', close)
  }
  return -1
}

function firstQuote(text: string, from: number, to: number): number {
  for (let at = from; at < to; at++) {
    const code = text.charCodeAt(at)
    if (code === 0x22 || code === 0x27) return at
  }
  return -1
}

const isSpace = (code: number): boolean => code === 0x20 || code === 0x09 || code === 0x0a || code === 0x0d

/** The value of an attribute in the text of a tag's attributes; `name` may stand behind any prefix where `is_prefixed`. */
export function attribute(attributes: string, name: string, is_prefixed = false): string | undefined {
  let at = 0
  for (;;) {
    while (isSpace(attributes.charCodeAt(at))) at++
    const equals = attributes.indexOf('=', at)
    if (equals === -1) return undefined
    let open = equals + 1
    while (isSpace(attributes.charCodeAt(open))) open++
    const quote = attributes.charAt(open)
    if (quote !== '"' && quote !== "'") throw new XmlFault('damaged', 'an attribute without quotes')
    const close = attributes.indexOf(quote, open + 1)
    if (close === -1) throw new XmlFault('damaged', 'an attribute without end')
    const key = attributes.slice(at, equals).trimEnd()
    if (is_prefixed ? key.endsWith(`:${name}`) : key === name) return xmlText(attributes.slice(open + 1, close))
    at = close + 1
  }
}

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }

/** Text with the five entities of XML and the numbered characters replaced. Others stay as they stand. */
export function xmlText(raw: string): string {
  if (!raw.includes('&')) return raw
  return raw.replace(
    /&(?:#x([0-9a-fA-F]{1,6})|#([0-9]{1,7})|([a-z]{2,4}));/g,
    (whole, hex?: string, decimal?: string, name?: string) => {
      if (name !== undefined) return ENTITIES[name] ?? whole
      const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16)
      return code <= 0x10ffff ? String.fromCodePoint(code) : whole
    },
  )
}
