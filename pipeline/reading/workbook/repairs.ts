import { CHINESE_FORMATS } from './number-format.ts'

/**
 * What SheetJS 0.20.3 misreads in XML that is right, put into the form that it reads. Texts are those of the parts with
 * one character a byte, as SheetJS takes them.
 */

const latin1 = (text: string): string => Buffer.from(text, 'utf8').toString('latin1')
const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')

/** It takes a comment's tags for tags, doubles what it decodes in CDATA, and cuts characters beyond the BMP to 16 bits. */
function withPlainText(xml: string): string {
  let text = xml
  if (text.includes('<!--')) text = text.replace(/<!--[\s\S]*?-->/g, '')
  if (text.includes('<![CDATA[')) {
    text = text.replace(/<!\[CDATA\[([\s\S]*?)\]\]>/g, (_, content: string) => escaped(content))
  }
  if (text.includes('&#')) {
    text = text.replace(/&#(?:x([0-9a-fA-F]{2,6})|([0-9]{3,7}));/g, (whole, hex?: string, decimal?: string) => {
      const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16)
      const is_character = code >= 0x80 && code <= 0x10ffff && (code < 0xd800 || code > 0xdfff)
      return is_character ? latin1(String.fromCodePoint(code)) : whole
    })
  }
  return text
}

/** An empty text takes what stands behind it for its own, and an empty string item falls out of the count. */
const withoutEmptyTexts = (xml: string): string => xml.replace(/<((?:\w+:)?(?:si|is|t))\s*\/>/g, '<$1></$1>')

/** The shared strings. */
export const repairedStrings = (xml: string): string => withoutEmptyTexts(withPlainText(xml))

const STYLES_START = '<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'

/**
 * A workbook's styles as far as they say what a number shows: its number formats, behind those that SheetJS lacks, and the
 * formats of its cells.
 */
export function repairedStyles(xml: string): string {
  const built_in = [...CHINESE_FORMATS].map(([id, code]) => `<numFmt numFmtId="${id}" formatCode="${code}"/>`)
  const [own, cells] = ['numFmts', 'cellXfs'].map((name) => contentOf(xml, name))
  return `${STYLES_START}<numFmts>${built_in.join('')}${own ?? ''}</numFmts><cellXfs>${cells ?? ''}</cellXfs></styleSheet>`
}

/** What stands inside the first element of a name. */
function contentOf(xml: string, name: string): string {
  const start = new RegExp(`<(?:\\w+:)?${name}\\b[^<>]*>`).exec(xml)
  if (!start || start[0].endsWith('/>')) return ''
  const end = new RegExp(`</(?:\\w+:)?${name}\\s*>`, 'g')
  end.lastIndex = start.index + start[0].length
  return xml.slice(end.lastIndex, end.exec(xml)?.index)
}

const ROW_WITHOUT_END = /<((?:\w+:)?row\b[^<>]*)\/>/g
const CELL_ON_TWO_LINES = /<((?:\w+:)?c)[\t\r\n]/g
const EMPTY_CELL = /<(?:\w+:)?c\b[^<>]*(?:\/>|><\/(?:\w+:)?c>)/g
const TEXT = />[^<]+</g
const ISO_DATE_CELL = /(<(?:\w+:)?c\b[^<>]*?\bt\s*=\s*)["']d["']/g
const FORMULA_TEXT =
  /(<(?:\w+:)?c\b[^<>]*?\bt\s*=\s*["']str["'][^<>]*>\s*(?:<(?:\w+:)?f\b[^<>]*(?:\/>|>[^<]*<\/(?:\w+:)?f>)\s*)?<(?:\w+:)?v\b[^<>]*>)([^<&]*&[^<]*)/g

const withoutQuotes = (text: string): string => text.replaceAll('"', '&quot;').replaceAll("'", '&apos;')

/**
 * The rows of a sheet. SheetJS does not count a row without an end tag, and needs a space behind `<c`; where a cell has no
 * reference, it takes `r="A1"` in its text for one; it makes a number of a date in ISO 8601, which is no serial of the
 * workbook's; and it decodes the text of a formula twice. Empty cells are left out, where the others do not depend on
 * them: a sheet that was formatted to its end has millions.
 */
export function repairedRows(xml: string, has_unplaced_cells: boolean): string {
  let text = withPlainText(xml).replace(ROW_WITHOUT_END, '<$1></row>').replace(CELL_ON_TWO_LINES, '<$1 ')
  text = has_unplaced_cells ? text.replace(TEXT, withoutQuotes) : text.replace(EMPTY_CELL, '')
  text = withoutEmptyTexts(text)
  if (/["']d["']/.test(text)) text = text.replace(ISO_DATE_CELL, '$1"str"')
  if (!/["']str["']/.test(text)) return text
  return text.replace(FORMULA_TEXT, (_, start: string, value: string) => start + value.replaceAll('&', '&amp;'))
}

const STRING_CELL = /(<(?:\w+:)?c\b[^<>]*?\bt\s*=\s*["']s["'][^<>]*>\s*)<(?:\w+:)?v\b[^<>]*>\s*(\d+)\s*<\/(?:\w+:)?v>/g

/** Rows without the cells whose shared string there is not: one of them makes SheetJS drop the whole sheet. */
export function withoutStrayStrings(xml: string, count: number): string {
  return xml.replace(STRING_CELL, (whole, start: string, index: string) => (Number(index) < count ? whole : start))
}
