import { constants, inflateSync } from 'node:zlib'

interface Font {
  /** Hexadecimal digits of a glyph: two in a font of drawings (Type 3), else four. */
  digits: number
  texts: Map<string, string>
}

const NO_FONT: Font = { digits: 4, texts: new Map() }

/**
 * The text of each page of a PDF in the order in which it is drawn, without white space, as Chromium writes it: plain
 * objects, streams deflated, fonts with a `ToUnicode` map. Not a reader of PDFs of elsewhere.
 */
export function pdfPages(pdf: Uint8Array): string[] {
  const source = Buffer.from(pdf).toString('latin1')
  const objects = new Map<string, string>()
  for (const [, id = '', body = ''] of source.matchAll(/(?:^|\s)(\d+) 0 obj\s([\s\S]*?)\sendobj/g))
    objects.set(id, body)
  const pointed = (from: string, key: string) =>
    objects.get(new RegExp(`/${key} (\\d+) 0 R`).exec(from)?.[1] ?? '') ?? ''
  return [...objects.values()]
    .filter((body) => /\/Type\s*\/Page\b/.test(body))
    .map((page) => {
      const fonts = new Map<string, Font>()
      for (const [, name = '', id = ''] of page.matchAll(/\/(F\d+) (\d+) 0 R/g)) {
        const font = objects.get(id) ?? ''
        const texts = unicodeOf(streamOf(pointed(font, 'ToUnicode')))
        fonts.set(name, { digits: font.includes('/Type3') ? 2 : 4, texts })
      }
      return textOf(streamOf(pointed(page, 'Contents')), fonts)
    })
}

/** `/ActualText` says what the glyphs up to `EMC` stand for, `Tf` chooses a font, `Tj` and `TJ` show glyphs of it. */
const OPERATORS = /\/ActualText\s*<FEFF(\w+)>|\b(EMC)\b|\/(F\d+) [\d.]+ Tf|\[([^\]]*)\]\s*TJ|(<\w*>)\s*Tj/g

function textOf(drawn: string, fonts: Map<string, Font>): string {
  let text = ''
  let font = NO_FONT
  let isSaid = false
  for (const [, said, end, name, several, one] of drawn.matchAll(OPERATORS)) {
    if (said !== undefined) text += textOfHex(said)
    if (said !== undefined || end !== undefined) isSaid = said !== undefined
    if (name !== undefined) font = fonts.get(name) ?? NO_FONT
    if (isSaid) continue
    for (const [, hex = ''] of (several ?? one ?? '').matchAll(/<(\w*)>/g))
      for (let at = 0; at < hex.length; at += font.digits)
        text += font.texts.get(hex.slice(at, at + font.digits).toUpperCase()) ?? ''
  }
  return text.replace(/\s/g, '')
}

function streamOf(object: string): string {
  const begin = /stream\r?\n/.exec(object)
  if (begin === null) return ''
  const bytes = Buffer.from(object.slice(begin.index + begin[0].length), 'latin1')
  const isDeflated = object.includes('/FlateDecode')
  return (isDeflated ? inflateSync(bytes, { finishFlush: constants.Z_SYNC_FLUSH }) : bytes).toString('latin1')
}

/** A `ToUnicode` map: glyph to text, both in hexadecimal (ISO 32000-1, 9.10.3). */
function unicodeOf(map: string): Map<string, string> {
  const texts = new Map<string, string>()
  const put = (glyph: string, hex: string) => texts.set(glyph.toUpperCase(), textOfHex(hex))
  for (const [, block = ''] of map.matchAll(/beginbfchar([\s\S]*?)endbfchar/g))
    for (const [, glyph = '', hex = ''] of block.matchAll(/<(\w+)>\s*<(\w+)>/g)) put(glyph, hex)
  for (const [, block = ''] of map.matchAll(/beginbfrange([\s\S]*?)endbfrange/g))
    for (const [, from = '', to = '', hex = ''] of block.matchAll(/<(\w+)>\s*<(\w+)>\s*<(\w+)>/g))
      for (let step = 0; parseInt(from, 16) + step <= parseInt(to, 16); step++)
        put(hexOf(parseInt(from, 16) + step, from.length), hexOf(parseInt(hex, 16) + step, hex.length))
  return texts
}

const textOfHex = (hex: string): string => Buffer.from(hex, 'hex').swap16().toString('utf16le')
const hexOf = (number: number, digits: number): string => number.toString(16).padStart(digits, '0')
