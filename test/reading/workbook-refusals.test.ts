import { deflateRawSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { isShouwangError, type ShouwangError } from '../../errors.ts'
import { READING_LIMITS } from '../../pipeline/reading/table.ts'
import { memoryFile } from '../support/memory-file.ts'
import { columnName, textRow, writeWorkbook, type WorkbookXml } from '../support/workbook-writer.ts'
import { writeZip } from '../support/zip-writer.ts'
import { rowsOf, tablesOf } from './read.ts'

const OLE = Buffer.from('\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1', 'latin1')
const SHEET = 'xl/worksheets/sheet1.xml'
const GOOD: WorkbookXml = { sheets: [{ name: '花名册', rows: textRow(1, ['姓名']) }] }

async function refusalOf(bytes: Buffer, limits = READING_LIMITS): Promise<ShouwangError> {
  try {
    for (const table of await tablesOf(memoryFile('台账.xlsx', bytes), { limits })) await rowsOf(table)
  } catch (error) {
    if (isShouwangError(error) && error.code === 'unreadable_file') return error
    throw error
  }
  throw new Error('was read')
}

const withSheet = (xml: string): Buffer => writeWorkbook({ ...GOOD, instead: [{ name: SHEET, data: xml }] })
const withRows = (rows: string): Buffer => writeWorkbook({ sheets: [{ name: '花名册', rows }] })

describe('what is no workbook is refused with its own sentence', () => {
  const good = writeWorkbook(GOOD)
  it.each([
    ['nothing', Buffer.alloc(0), 'empty', '空的'],
    ['white space', Buffer.from('\r\n \r\n'), 'empty', '空的'],
    ['CSV in UTF-8', Buffer.from('\ufeff姓名,村\n张三,甲\n'), 'text_as_xlsx', '另存为 XLSX'],
    ['CSV in GB18030', Buffer.from('\xd0\xd5\xc3\xfb,\xb4\xe5\n', 'latin1'), 'text_as_xlsx', '.csv'],
    ['text in UTF-16', Buffer.from('\ufeff姓名\t村', 'utf16le'), 'text_as_xlsx', '.csv'],
    ['HTML', Buffer.from('\n<html xmlns:x="urn:schemas-microsoft-com:office:excel"><table>'), 'html_as_xlsx', '网页'],
    ['an HTML table alone', Buffer.from('\ufeff<table border=1><tr>'), 'html_as_xlsx', '另存为 XLSX'],
    ['an XML spreadsheet', Buffer.from('<?xml version="1.0"?><Workbook/>'), 'not_a_workbook', 'XML'],
    ['an old workbook', Buffer.concat([OLE, Buffer.alloc(600), Buffer.from('Workbook', 'utf16le')]), 'old_xls', '.xls'],
    [
      'a workbook with a password',
      Buffer.concat([OLE, Buffer.alloc(600), Buffer.from('EncryptedPackage', 'utf16le')]),
      'password',
      '密码',
    ],
    ['bytes of no kind', Buffer.from([1, 2, 3, 0, 255, 254]), 'not_a_workbook', '不是 Excel 工作簿'],
    ['a workbook cut off', good.subarray(0, good.length - 40), 'truncated', '不完整'],
    ['the first bytes of a workbook', good.subarray(0, 10), 'truncated', '不完整'],
    ['another archive', writeZip([{ name: 'readme.txt', data: 'x' }]), 'not_a_workbook', '没有工作表'],
    ['a document', writeZip([{ name: '_rels/.rels', data: '<Relationships/>' }]), 'not_a_workbook', '没有工作表'],
    ['a workbook of empty sheets', withRows('<row r="1"/>'), 'empty', '没有任何填了内容'],
    [
      'an encrypted archive',
      writeWorkbook({ ...GOOD, instead: [{ name: 'xl/workbook.xml', data: '', flags: 1 }] }),
      'password',
      '密码',
    ],
  ])('%s', async (_, bytes, reason, words) => {
    const error = await refusalOf(bytes)
    expect(error.data).toMatchObject({ file: '台账.xlsx', reason })
    expect(error.message).toContain('文件「台账.xlsx」')
    expect(error.message).toContain(words)
  })
})

describe('a damaged workbook is refused', () => {
  const xml = `<worksheet><sheetData>${textRow(1, ['姓名'])}</sheetData></worksheet>`
  it.each([
    ['a checksum that is wrong', writeWorkbook({ ...GOOD, instead: [{ name: SHEET, data: xml, crc: 1 }] })],
    [
      'a checksum that is wrong, not packed',
      writeWorkbook({ ...GOOD, instead: [{ name: SHEET, data: xml, crc: 1, is_stored: true }] }),
    ],
    [
      'bytes that do not unpack',
      writeWorkbook({ ...GOOD, instead: [{ name: SHEET, data: xml, packed: Buffer.from([7, 7, 7]) }] }),
    ],
    [
      'packed bytes cut off',
      writeWorkbook({ ...GOOD, instead: [{ name: SHEET, data: xml, packed: deflateRawSync(xml).subarray(0, 20) }] }),
    ],
    ['an unknown method', writeWorkbook({ ...GOOD, instead: [{ name: SHEET, data: xml, method: 99 }] })],
    ['a part that stands twice', writeWorkbook({ ...GOOD, more: [{ name: SHEET, data: xml }] })],
    ['XML cut off', withSheet(xml.slice(0, -25))],
    ['tags that cross', withSheet('<worksheet><sheetData></worksheet></sheetData>')],
    ['no XML', withSheet('姓名,村')],
    ['nothing in the sheet', withSheet('')],
    ['rows out of order', withRows(textRow(2, ['甲']) + textRow(1, ['乙']))],
    ['a row number that is none', withRows('<row r="x"/>')],
    [
      'merged ranges that are none',
      writeWorkbook({ sheets: [{ name: '花名册', rows: textRow(1, ['甲']), merges: ['A1:?'] }] }),
    ],
  ])('%s', async (_, bytes) => {
    const error = await refusalOf(bytes)
    expect(error.data).toMatchObject({ file: '台账.xlsx', reason: 'damaged' })
    expect(error.message).toContain('已损坏')
  })

  it('wherever it is cut off', async () => {
    const bytes = writeWorkbook(GOOD)
    for (let length = 1; length < bytes.length; length += 37) {
      expect((await refusalOf(bytes.subarray(0, length))).data.reason).toMatch(
        /truncated|damaged|text_as_xlsx|not_a_workbook/,
      )
    }
  })

  it('with any byte of it changed, or is read as it was', async () => {
    const bytes = writeWorkbook(GOOD)
    for (let at = 4; at < bytes.length; at += 23) {
      const changed = Buffer.from(bytes)
      changed[at] = (changed[at] ?? 0) ^ 0x55
      const outcome = await tablesOf(memoryFile('台账.xlsx', changed)).then(
        async (tables) => (await Promise.all(tables.map(rowsOf))).flat(),
        (error: unknown) => (isShouwangError(error) ? error.code : error),
      )
      if (outcome !== 'unreadable_file') expect(outcome).toEqual([{ number: 1, cells: ['姓名'] }])
    }
  })
})

describe('a hostile workbook is refused', () => {
  const MEGABYTE = 1024 * 1024

  it('where it grows too much: a zip bomb', async () => {
    const error = await refusalOf(withSheet(`<worksheet><sheetData/>${' '.repeat(20 * MEGABYTE)}</worksheet>`))
    expect(error.data).toMatchObject({ reason: 'hostile' })
    expect(error.message).toContain('压缩倍数超过 400')
  })

  it('where all its parts together are too large', async () => {
    const data = Buffer.alloc(2 * MEGABYTE)
    for (let at = 0; at < data.length; at += 4) data.writeUInt32LE((at * 2_654_435_761) % 2 ** 32, at)
    const more = [1, 2, 3].map((index) => ({ name: `xl/media/${index}.png`, data, is_stored: true }))
    const error = await refusalOf(writeWorkbook({ ...GOOD, more }), {
      ...READING_LIMITS,
      max_unpacked_bytes: 5 * MEGABYTE,
    })
    expect(error.message).toContain('解压后超过 5 MiB')
  })

  it('where a part is larger than it says, before it is unpacked whole', async () => {
    const packed = deflateRawSync(Buffer.alloc(200 * MEGABYTE, 0x20))
    const bytes = writeWorkbook({ ...GOOD, instead: [{ name: SHEET, data: 'x', packed, unpacked_bytes: 1000 }] })
    const before = process.memoryUsage().rss
    const error = await refusalOf(bytes)
    expect(error.data).toMatchObject({ reason: 'hostile' })
    expect(process.memoryUsage().rss - before).toBeLessThan(100 * MEGABYTE)
  })

  it('where it is larger than a workbook may be as it is', async () => {
    const error = await refusalOf(writeWorkbook(GOOD), { ...READING_LIMITS, max_packed_bytes: 100 })
    expect(error.data).toMatchObject({ reason: 'too_large' })
  })

  it.each(['../../etc/passwd', 'xl/../../x', '..\\x', '/etc/passwd', 'C:\\x'])(
    'where a part would leave the folder: %s',
    async (name) => {
      const error = await refusalOf(writeWorkbook({ ...GOOD, more: [{ name, data: '' }] }))
      expect(error.data).toMatchObject({ reason: 'hostile' })
      expect(error.message).toContain('路径')
    },
  )

  it('where it has more parts than any workbook', async () => {
    const more = Array.from({ length: 10_001 }, (_, index) => ({ name: `x${index}`, data: '', is_stored: true }))
    expect((await refusalOf(writeWorkbook({ ...GOOD, more }))).message).toContain('10000')
  })

  const entities = Array.from({ length: 9 }, (_, index) => `<!ENTITY e${index + 1} "${`&e${index};`.repeat(10)}">`)
  const laughs = `<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e0 "ha">${entities.join('')}]>`
  it.each(['xl/workbook.xml', '_rels/.rels', 'xl/styles.xml', 'xl/sharedStrings.xml', SHEET])(
    'where %s declares entities',
    async (name) => {
      const data = `${laughs}<worksheet><sheetData><row r="1"><c r="A1" t="str"><v>&e9;</v></c></row></sheetData></worksheet>`
      const error = await refusalOf(writeWorkbook({ ...GOOD, shared_strings: '', instead: [{ name, data }] }))
      expect(error.data).toMatchObject({ reason: 'hostile' })
    },
  )

  it('where an external entity is asked for', async () => {
    const data = '<!DOCTYPE x SYSTEM "file:///etc/passwd"><worksheet/>'
    expect((await refusalOf(withSheet(data))).data).toMatchObject({ reason: 'hostile' })
  })

  it.each([
    [
      'a million columns',
      `<row r="1">${Array.from({ length: 20_000 }, (_, i) => `<c r="${columnName(i)}1"><v>1</v></c>`).join('')}</row>`,
    ],
    ['a million columns without references', `<row r="1">${'<c><v>1</v></c>'.repeat(20_000)}</row>`],
    ['a column that no sheet has', '<row r="1"><c r="ZZZZZZZZZZ1"><v>1</v></c></row>'],
    ['a cell that is too long', textRow(1, ['x'.repeat(2 * MEGABYTE)])],
    ['a number that is too long', `<row r="1"><c r="A1"><v>${'1'.repeat(2 * MEGABYTE)}</v></c></row>`],
    ['elements nested deeply', `<row r="1"><c r="A1">${'<a>'.repeat(100_000)}`],
    ['a tag without end', `<row r="1" x="${'x'.repeat(2 * MEGABYTE)}`],
  ])('where a sheet has %s', async (_, rows) => {
    const error = await refusalOf(withRows(rows), { ...READING_LIMITS, max_ratio: 10_000 })
    expect(error.data).toMatchObject({ reason: 'hostile', sheet: '花名册' })
    expect(error.message).toContain('工作表「花名册」')
  })

  it('where it has more rows than are allowed', async () => {
    const rows = [1, 2, 3, 4, 5].map((number) => textRow(number, ['甲'])).join('')
    expect((await refusalOf(withRows(rows), { ...READING_LIMITS, max_rows: 4 })).data).toMatchObject({
      reason: 'hostile',
      row: 5,
    })
  })

  it('where a shared string is too long', async () => {
    const bytes = writeWorkbook({ ...GOOD, shared_strings: `<si><t>${'x'.repeat(2 * MEGABYTE)}</t></si>` })
    expect((await refusalOf(bytes, { ...READING_LIMITS, max_ratio: 10_000 })).data).toMatchObject({ reason: 'hostile' })
  })

  it('where merged ranges without number would fill every cell', async () => {
    const merges = Array.from({ length: 1000 }, (_, index) => `${columnName(index)}1:${columnName(index)}1048576`)
    const first = textRow(
      1,
      Array.from({ length: 1000 }, () => '甲'),
    )
    const rows = Array.from(
      { length: 6000 },
      (_, index) => `<row r="${index + 2}"><c r="A${index + 2}"><v>1</v></c></row>`,
    )
    const error = await refusalOf(
      writeWorkbook({ sheets: [{ name: '花名册', rows: first + rows.join(''), merges: merges.slice(1) }] }),
    )
    expect(error.data).toMatchObject({ reason: 'hostile' })
  })

  it('but not where only empty cells stand far to the right', async () => {
    const rows = `<row r="1"><c r="A1"><v>1</v></c><c r="XFD1" s="1"/></row>`
    const tables = await tablesOf(memoryFile('a.xlsx', withRows(rows)))
    expect(tables).toHaveLength(1)
  })
})
