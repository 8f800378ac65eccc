import { writeZip, type ZipPart } from './zip-writer.ts'

export interface SheetXml {
  name: string
  /** What stands between `<sheetData>` and its end. */
  rows: string
  /** References of merged ranges. */
  merges?: readonly string[]
  /** The whole part, in place of the two above. */
  xml?: string
  state?: 'hidden' | 'veryHidden'
}

export interface WorkbookXml {
  sheets: readonly SheetXml[]
  /** What stands inside `<sst>`. */
  shared_strings?: string
  /** Format codes; style 1 has the first, style 2 the second. A number is a built-in format. */
  formats?: readonly (string | number)[]
  is_1904?: boolean
  /** Written before the other parts. */
  more?: readonly ZipPart[]
  /** Takes the place of the part of the same name. */
  instead?: readonly ZipPart[]
}

const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
const RELATIONS = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006'

export const escapeXml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')

/** Writes a workbook from the XML of its rows, to have in it exactly what a test is about. */
export function writeWorkbook(workbook: WorkbookXml): Buffer {
  const instead = new Map((workbook.instead ?? []).map((part) => [part.name, part]))
  const parts = [...(workbook.more ?? []), ...partsOf(workbook)].map((part) => instead.get(part.name) ?? part)
  return writeZip(parts)
}

function partsOf({ sheets, shared_strings, formats = [], is_1904 }: WorkbookXml): ZipPart[] {
  const list = sheets.map(
    ({ name, state }, index) =>
      `<sheet name="${escapeXml(name)}" sheetId="${index + 1}"${state ? ` state="${state}"` : ''} r:id="rId${index + 1}"/>`,
  )
  const relations = sheets.map((_, index) =>
    relation(`rId${index + 1}`, 'worksheet', `worksheets/sheet${index + 1}.xml`),
  )
  const strings = shared_strings === undefined ? [] : [relation('rIdS', 'sharedStrings', 'sharedStrings.xml')]
  const types = [
    contentType('xl/workbook.xml', 'sheet.main'),
    contentType('xl/styles.xml', 'styles'),
    ...(shared_strings === undefined ? [] : [contentType('xl/sharedStrings.xml', 'sharedStrings')]),
    ...sheets.map((_, index) => contentType(`xl/worksheets/sheet${index + 1}.xml`, 'worksheet')),
  ]
  return [
    {
      name: '[Content_Types].xml',
      data: `<Types xmlns="${PACKAGE}/content-types"><Default Extension="xml" ContentType="application/xml"/>${types.join('')}</Types>`,
    },
    {
      name: '_rels/.rels',
      data: `<Relationships xmlns="${PACKAGE}/relationships">${relation('rId1', 'officeDocument', 'xl/workbook.xml')}</Relationships>`,
    },
    {
      name: 'xl/workbook.xml',
      data: `<?xml version="1.0"?><workbook xmlns="${MAIN}" xmlns:r="${RELATIONS}"><workbookPr${is_1904 ? ' date1904="1"' : ''}/><sheets>${list.join('')}</sheets></workbook>`,
    },
    {
      name: 'xl/_rels/workbook.xml.rels',
      data: `<Relationships xmlns="${PACKAGE}/relationships">${relations.join('')}${strings.join('')}${relation('rIdF', 'styles', 'styles.xml')}</Relationships>`,
    },
    { name: 'xl/styles.xml', data: stylesXml(formats) },
    ...(shared_strings === undefined
      ? []
      : [{ name: 'xl/sharedStrings.xml', data: `<sst xmlns="${MAIN}">${shared_strings}</sst>` }]),
    ...sheets.map((sheet, index) => ({
      name: `xl/worksheets/sheet${index + 1}.xml`,
      data: sheet.xml ?? sheetXml(sheet),
    })),
  ]
}

function contentType(part: string, kind: string): string {
  return `<Override PartName="/${part}" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.${kind}+xml"/>`
}

function relation(id: string, kind: string, target: string): string {
  return `<Relationship Id="${id}" Type="${RELATIONS}/${kind}" Target="${target}"/>`
}

function sheetXml({ rows, merges = [] }: SheetXml): string {
  const ranges = merges.map((reference) => `<mergeCell ref="${reference}"/>`).join('')
  const merged = merges.length === 0 ? '' : `<mergeCells count="${merges.length}">${ranges}</mergeCells>`
  return `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<worksheet xmlns="${MAIN}"><sheetData>${rows}</sheetData>${merged}</worksheet>`
}

function stylesXml(formats: readonly (string | number)[]): string {
  const codes = formats.map((format, index) =>
    typeof format === 'number' ? '' : `<numFmt numFmtId="${164 + index}" formatCode="${escapeXml(format)}"/>`,
  )
  const cells = formats.map((format, index) => `<xf numFmtId="${typeof format === 'number' ? format : 164 + index}"/>`)
  // the formats of named styles stand in a list of their own and are not those of cells
  return `<styleSheet xmlns="${MAIN}"><numFmts>${codes.join('')}</numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs><xf numFmtId="0"/>${cells.join('')}</cellXfs></styleSheet>`
}

/** A row of inline strings; undefined leaves a cell out. */
export function textRow(number: number, texts: readonly (string | undefined)[]): string {
  const cells = texts.map((text, index) =>
    text === undefined
      ? ''
      : `<c r="${columnName(index)}${number}" t="inlineStr"><is><t>${escapeXml(text)}</t></is></c>`,
  )
  return `<row r="${number}">${cells.join('')}</row>`
}

/** A column's letters: 0 is A, 26 is AA. */
export function columnName(index: number): string {
  const last = String.fromCharCode(65 + (index % 26))
  return index < 26 ? last : columnName(Math.floor(index / 26) - 1) + last
}
