import { describe, expect, it } from 'vitest'
import { findHeader, headerIn, normalizeHeader } from '../../pipeline/reading/index.ts'
import type { Header, MergedRange, Row } from '../../pipeline/reading/table.ts'
import { memoryFile } from '../support/memory-file.ts'
import { CENSUS, knownColumns, tablesOf } from './read.ts'

const rowsFrom = (lines: readonly (readonly string[])[]): Row[] =>
  lines.map((cells, index) => ({ number: index + 1, cells: [...cells] }))

const headerOf = (lines: readonly (readonly string[])[], merges: MergedRange[] = [], known = CENSUS): Header | null =>
  headerIn(rowsFrom(lines), { decode: (text) => text, merges }, known)

const namesOf = (header: Header | null): (string | undefined)[] | undefined =>
  header?.columns.map((column) => column.field ?? `?${column.text}`)

describe('normalizeHeader', () => {
  it.each([
    ['姓 名（必填）*', '姓名', '姓名(必填)'],
    ['＊姓　名', '姓名', '姓名'],
    ['身份证号\r\n（18位）', '身份证号', '身份证号(18位)'],
    ['村(社区)', '村', '村(社区)'],
    ['电话【手机】', '电话', '电话【手机】'],
    ['电话[座机](选填)', '电话', '电话[座机](选填)'],
    ['ＩＤ', 'ID', 'ID'],
    ['（必填）', '', '(必填)'],
    ['父(母)姓名', '父(母)姓名', '父(母)姓名'],
    ['姓名(', '姓名(', '姓名('],
    ['\u200b姓名\ufeff', '姓名', '姓名'],
  ])('makes %j comparable', (text, name, name_with_note) => {
    expect(normalizeHeader(text)).toEqual({ name, name_with_note })
  })
})

describe('the header', () => {
  it('is the first row with at least three of the columns, below the titles', () => {
    const header = headerOf([
      ['2026年青石镇摸底花名册'],
      ['填报单位：青石镇', '', '姓名'],
      ['序号', '姓 名（必填）*', '公民身份号码', '村(社区)', '', '其他'],
      ['1', '张三', '990002200909022227', '甲'],
    ])
    expect(header?.rows).toEqual([3])
    expect(header?.columns).toEqual([
      { index: 0, text: '序号', name: '序号', name_with_note: '序号', field: undefined },
      { index: 1, text: '姓 名（必填）*', name: '姓名', name_with_note: '姓名(必填)', field: 'name' },
      { index: 2, text: '公民身份号码', name: '公民身份号码', name_with_note: '公民身份号码', field: 'child_id' },
      { index: 3, text: '村(社区)', name: '村', name_with_note: '村(社区)', field: 'village' },
      { index: 5, text: '其他', name: '其他', name_with_note: '其他', field: undefined },
    ])
  })

  it('counts a column that stands twice once', () => {
    expect(headerOf([['姓名', '姓名', '儿童姓名', '性别']])).toBeNull()
  })

  it('is looked for in the first fifty rows', () => {
    const header = ['姓名', '性别', '村']
    const above = (count: number): string[][] => Array.from({ length: count }, () => ['说明'])
    expect(headerOf([...above(49), header])?.rows).toEqual([50])
    expect(headerOf([...above(50), header])).toBeNull()
  })

  it('tells columns that become the same only by dropping their notes by the note', () => {
    const header = headerOf([['姓名', '性别', '电话(手机)', '电话（座机）']])
    expect(header?.columns.slice(2)).toMatchObject([
      { field: 'phone', name: '电话', name_with_note: '电话(手机)' },
      { field: 'phone', name: '电话', name_with_note: '电话(座机)' },
    ])
  })

  it('knows a header whose bracket is part of it, and one more note behind it', () => {
    const known = knownColumns({ village: ['村(社区)'], name: ['姓名'], sex: ['性别'] })
    expect(namesOf(headerOf([['村（社区）（必填）', '姓名', '性别']], [], known))).toEqual(['village', 'name', 'sex'])
    expect(namesOf(headerOf([['村(组)', '姓名', '性别', '村(社区)']], [], known))).toEqual([
      '?村(组)',
      'name',
      'sex',
      'village',
    ])
  })
})

describe('a header in two rows', () => {
  it('takes the lower cell, and the upper one where the lower is empty', () => {
    const header = headerOf([
      ['摸底花名册'],
      ['序号', '身份证号', '姓名', '儿童情况', '', ''],
      ['', '', '', '性别', '学校', '备注'],
      ['1', '990002200909022227', '张三', '男', '', ''],
    ])
    expect(header?.rows).toEqual([2, 3])
    expect(namesOf(header)).toEqual(['?序号', 'child_id', 'name', 'sex', 'school', '?备注'])
  })

  it('may have three columns in the upper row already', () => {
    const header = headerOf([
      ['身份证号', '姓名', '性别', '住址', ''],
      ['', '', '', '村', '学校'],
      ['990002200909022227', '张三', '男', '甲', ''],
    ])
    expect(header?.rows).toEqual([1, 2])
    expect(namesOf(header)).toEqual(['child_id', 'name', 'sex', 'village', 'school'])
  })

  it('is one row where the row above brings no known column', () => {
    const header = headerOf([
      ['摸底花名册', '', '', '', '填报日期'],
      ['身份证号', '姓名', '性别', '', ''],
    ])
    expect(header).toMatchObject({ rows: [2] })
    expect(namesOf(header)).toEqual(['child_id', 'name', 'sex'])
  })

  it('is one row where the next holds a valid id', () => {
    const header = headerOf([
      ['身份证号', '姓名', '性别', '村'],
      ['990002200909022227', '张三', '', '村'],
    ])
    expect(header?.rows).toEqual([1])
  })

  it('is one row where the next holds no known header', () => {
    const header = headerOf([
      ['身份证号', '姓名', '性别'],
      ['18位', '必填', '男或女'],
    ])
    expect(header?.rows).toEqual([1])
  })

  it('is one row where the next is blank', () => {
    expect(headerOf([['身份证号', '姓名', '性别'], [], ['村']])?.rows).toEqual([1])
  })

  it('takes a lower cell of nothing but a note for empty', () => {
    const header = headerOf([
      ['身份证号', '姓名', '住址', ''],
      ['(18位)', '', '村', '学校'],
    ])
    expect(namesOf(header)).toEqual(['child_id', 'name', 'village', 'school'])
  })
})

describe('a header merged over several columns', () => {
  it('is one column, the first of them', () => {
    const merges = [{ top: 1, left: 1, bottom: 1, right: 2 }]
    const header = headerOf([['身份证号', '姓名', '姓名', '性别']], merges)
    expect(header?.columns.map(({ index, field }) => [index, field])).toEqual([
      [0, 'child_id'],
      [1, 'name'],
      [3, 'sex'],
    ])
  })

  it('gives way to what stands below it', () => {
    const merges = [{ top: 1, left: 2, bottom: 1, right: 3 }]
    const header = headerOf(
      [
        ['身份证号', '姓名', '情况', '情况', '村'],
        ['', '', '性别', '学校', ''],
      ],
      merges,
    )
    expect(namesOf(header)).toEqual(['child_id', 'name', 'sex', 'school', 'village'])
  })
})

describe('findHeader', () => {
  it('finds the header of an opened table', async () => {
    const text = `摸底花名册\n\n姓名;性别;村\n${'张三;男;甲\n'.repeat(10_000)}`
    const [table] = await tablesOf(memoryFile('a.csv', text))
    expect(table && (await findHeader(table, CENSUS))?.rows).toEqual([3])
  })

  it('finds none in a table that has none', async () => {
    const [table] = await tablesOf(memoryFile('a.csv', '甲,乙\n'))
    expect(table && (await findHeader(table, CENSUS))).toBeNull()
  })
})
