import { describe, expect, it } from 'vitest'
import { isShouwangError, type ShouwangError } from '../../errors.ts'
import { openTables } from '../../pipeline/reading/index.ts'
import { READING_LIMITS } from '../../pipeline/reading/table.ts'
import type { OpenFile } from '../../pipeline/sources/source.ts'
import { endlessFile, memoryFile } from '../support/memory-file.ts'
import { rowsOf, tablesOf, textRows } from './read.ts'

const HEADER = '姓名,身份证号,村\n'

async function refusalOf(file: OpenFile, limits = READING_LIMITS): Promise<ShouwangError> {
  try {
    for (const table of await tablesOf(file, { limits })) await rowsOf(table)
  } catch (error) {
    if (isShouwangError(error) && error.code === 'unreadable_file') return error
    throw error
  }
  throw new Error('was read')
}

/** Reads all rows of a file that is known to be text: a pass over all its bytes is not what is tested. */
async function readProbed(file: OpenFile): Promise<void> {
  const probe = { sha256: '', encoding: 'utf-8' as const, fault: null }
  const { tables } = await openTables(file, { known: () => null, probe })
  for (const table of tables) await rowsOf(table)
}

describe('a text file is refused', () => {
  it.each([
    ['nothing in it', Buffer.alloc(0), 'empty', '空的'],
    ['only a BOM', Buffer.from('\ufeff'), 'empty', '空的'],
    ['only white space', Buffer.from(' \r\n\t\r\n'), 'empty', '空的'],
    ['only full-width spaces and delimiters', Buffer.from('\u3000,\u3000\n,,\n'), 'empty', '空的'],
    ['null bytes', Buffer.from(`${HEADER}\0`), 'not_text', '空字节'],
    ['bytes of no encoding', Buffer.from('a,b\n\xff\xff', 'latin1'), 'bad_encoding', 'GB18030'],
    ['a BOM that is not kept', Buffer.from('\xef\xbb\xbf\xd0\xd5', 'latin1'), 'bad_encoding', 'UTF-8'],
    ['UTF-16BE', Buffer.from('\xfe\xff\x59\xd3', 'latin1'), 'bad_encoding', '大端'],
    ['a workbook', Buffer.from('PK\x03\x04....'), 'workbook_as_text', '.xlsx'],
    [
      'an old workbook',
      Buffer.from('\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1....', 'latin1'),
      'workbook_as_text',
      '另存为 XLSX',
    ],
  ])('for %s', async (_, bytes, reason, words) => {
    const error = await refusalOf(memoryFile('台账.csv', bytes))
    expect(error.data).toMatchObject({ file: '台账.csv', reason })
    expect(error.message).toContain('文件「台账.csv」')
    expect(error.message).toContain(words)
  })

  it.each([
    ['台账.xls', 'old_xls', '另存为 XLSX'],
    ['台账.XLS', 'old_xls', '另存为 XLSX'],
    ['台账.et', 'other_format', 'WPS'],
    ['台账.xlsm', 'other_format', '.xlsm'],
    ['台账', 'other_format', '没有扩展名'],
  ])('for its extension: %s', async (name, reason, words) => {
    const error = await refusalOf(memoryFile(name, HEADER))
    expect(error.data).toMatchObject({ reason })
    expect(error.message).toContain(words)
  })
})

describe('a hostile text file', () => {
  const GIGABYTE = 1024 ** 3

  it('of one cell of 2 GB is refused after a few megabytes', async () => {
    const file = endlessFile('a.csv', HEADER, 'x', 2 * GIGABYTE)
    await expect(readProbed(file)).rejects.toMatchObject({
      code: 'unreadable_file',
      data: { file: 'a.csv', row: 2, reason: 'hostile' },
    })
    expect(file.taken).toBeLessThan(8 * 1024 * 1024)
  })

  it.each([
    ['a quoted cell', '"x', 'x'],
    ['a quoted cell of quotes', '"', '""'],
    ['millions of columns', '', ','],
    ['millions of filled columns', '', 'x,'],
    ['a row of large cells', '', `${'x'.repeat(1_000_000)},`],
  ])('is refused before it is held in memory: %s', async (_, start, repeated) => {
    const file = endlessFile('a.csv', HEADER + start, repeated, GIGABYTE)
    await expect(readProbed(file)).rejects.toMatchObject({
      code: 'unreadable_file',
      data: { reason: 'hostile', row: 2 },
    })
    expect(file.taken).toBeLessThan(32 * 1024 * 1024)
  })

  it('names the row and the limit that it goes beyond', async () => {
    const limits = { ...READING_LIMITS, max_cell_bytes: 20, max_columns: 3, max_rows: 4 }
    const cell = await refusalOf(memoryFile('a.csv', `${HEADER}\n${'长'.repeat(20)},1\n`), limits)
    expect(cell).toMatchObject({ data: { row: 3 } })
    expect(cell.message).toContain('第 3 行有超过 20 字节 的单元格')
    const columns = await refusalOf(memoryFile('a.csv', `${HEADER}a,b,c,d\n`), limits)
    expect(columns.message).toContain('第 2 行超过 3 列')
    const rows = await refusalOf(memoryFile('a.csv', `${HEADER}a\nb\nc\nd\n`), limits)
    expect(rows.message).toContain('超过 4 行')
  })

  it('is not what has many empty columns, as a formatted sheet exports them', async () => {
    const limits = { ...READING_LIMITS, max_columns: 3 }
    expect(await textRows(memoryFile('a.csv', `姓名,身份证号,村${','.repeat(250)}\n`), { limits })).toEqual([
      [1, '姓名', '身份证号', '村'],
    ])
  })
})
