import ExcelJS from 'exceljs'
import { writeFileSync } from 'node:fs'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { countyWork } from '../../pipeline/county-work.ts'
import { changeCounts, changedRows } from '../../queries/changes.ts'
import { validId } from '../support/ids.ts'
import { SmallCounty } from '../support/small-county.ts'
import { makeTempFolder, removeFolder } from '../support/temp-folder.ts'

const CENSUS = ['身份证号', '姓名', '村', '就读学校', '留守类型', '留守开始日期']
const CONTACTS = '身份证号,方式,日期,记录人,记录人身份'
const id = (n: number): string => validId('990001', '20160901', n)
const child = (n: number, from = '2024-03-01'): string[] => [
  id(n),
  `孩子${n}`,
  '石桥村',
  '中心小学',
  '父母双方外出',
  from,
]
const csv = (...rows: string[][]): string[] => [CENSUS, ...rows].map((cells) => cells.join(','))
const T1 = '2026-09-10T02:00:00+08:00'
const T2 = '2026-10-10T02:00:00+08:00'

let folder = ''
let county: SmallCounty

beforeEach(async () => {
  folder = await makeTempFolder()
  county = await SmallCounty.open({ folder })
})
afterEach(async () => {
  await county.application.close()
  await removeFolder(folder)
})

async function open(bytes: Uint8Array): Promise<ExcelJS.Workbook> {
  const workbook = new ExcelJS.Workbook()
  const buffer = new ArrayBuffer(bytes.byteLength)
  new Uint8Array(buffer).set(bytes)
  await workbook.xlsx.load(buffer)
  return workbook
}

const noteOf = (cell?: ExcelJS.Cell): string => {
  const note = cell?.note
  return typeof note === 'string' ? note : (note?.texts?.map(({ text }) => text).join('') ?? '')
}

describe('the file to send back', () => {
  it('is the clerk’s CSV with the faulty cells coloured, behind a list that leads to them', async () => {
    county.write(
      '01',
      '摸底花名册.csv',
      csv(child(1), ['990001', '孩子2', '石桥村', '中心小学', '父母双方外出', '2024-03-01'], child(3, '三月')),
    )
    await county.pull(T1)
    const sent = await countyWork(county.application).send_back({ township_id: '01' })
    expect(sent).toMatchObject({ name: '退回-01镇-摸底花名册.xlsx', is_annotated: true, fault_count: 2, note: null })
    const workbook = await open(sent.bytes)
    expect(workbook.worksheets.map(({ name }) => name)).toEqual(['问题清单', '原表'])
    const sheet = workbook.getWorksheet('原表')
    expect(sheet?.getCell('A3').fill).toMatchObject({ fgColor: { argb: 'FFF4B6AE' } })
    expect(noteOf(sheet?.getCell('A3'))).toContain('第 3 行“身份证号”不是有效的 18 位身份证号')
    expect(noteOf(sheet?.getCell('F4'))).toContain('第 4 行“留守开始日期”不是有效的日期')
    expect(sheet?.getCell('A2').value).toBe(id(1))
    expect(sheet?.getCell('A2').fill).toMatchObject({ pattern: 'none' })
    const list = workbook.getWorksheet('问题清单')
    expect(list?.getCell('C4').value).toMatchObject({ text: 'A3', hyperlink: "#'原表'!A3" })
  })

  it('keeps whatever else a workbook holds', async () => {
    const own = new ExcelJS.Workbook()
    const sheet = own.addWorksheet('摸底花名册')
    sheet.addRow(['青石镇花名册'])
    sheet.addRow(CENSUS)
    sheet.addRow(child(1))
    sheet.addRow(child(2, '三月'))
    sheet.getCell('B4').font = { bold: true }
    sheet.getCell('F4').note = '办公室：待核'
    own.addWorksheet('备忘').addRow(['勿删'])
    writeFileSync(county.path('01', '台账.xlsx'), new Uint8Array(await own.xlsx.writeBuffer()))
    await county.pull(T1)
    const { bytes } = await countyWork(county.application).send_back({ township_id: '01' })
    const workbook = await open(bytes)
    expect(workbook.worksheets.map(({ name }) => name)).toEqual(['问题清单', '摸底花名册', '备忘'])
    const sent = workbook.getWorksheet('摸底花名册')
    expect(sent?.getCell('B4').font.bold).toBe(true)
    expect(noteOf(sent?.getCell('F4'))).toMatch(/^办公室：待核\n第 4 行/)
    expect(sent?.getCell('F3').fill).toBeUndefined()
    expect(workbook.getWorksheet('备忘')?.getCell('A1').value).toBe('勿删')
  })

  it('is the list alone, and says so, where the file has changed since', async () => {
    county.write('01', '摸底花名册.csv', csv(child(1), child(3, '三月')))
    await county.pull(T1)
    county.write('01', '摸底花名册.csv', csv(child(1)))
    const sent = await countyWork(county.application).send_back({ township_id: '01' })
    expect(sent.is_annotated).toBe(false)
    expect(sent.note).toContain('在取数之后又改过')
    expect((await open(sent.bytes)).worksheets.map(({ name }) => name)).toEqual(['问题清单'])
  })

  it('does not exist where nothing is wrong', async () => {
    county.write('01', '摸底花名册.csv', csv(child(1)))
    await county.pull(T1)
    await expect(countyWork(county.application).send_back({ township_id: '01' })).rejects.toMatchObject({
      code: 'not_found',
    })
  })
})

describe('a held register', () => {
  const children = (count: number): string[][] => Array.from({ length: count }, (_, index) => child(index + 1))
  const holds = () => county.application.warehouse.query('data/holds')
  const hold = async (): Promise<void> => {
    county.write('01', '摸底花名册.csv', csv(...children(10)))
    await county.pull(T1)
    county.write('01', '摸底花名册.csv', csv(...children(3)))
    await county.pull(T2)
  }

  it('waits with its rows before and after, and is loaded when it is accepted', async () => {
    await hold()
    expect(await holds()).toMatchObject([
      { township_id: '01', register: 'census', rows_before: 10, rows_after: 3, decision: null },
    ])
    await countyWork(county.application).decide({ township_id: '01', register: 'census', decision: 'accept', rows: 3 })
    expect(await holds()).toEqual([])
    const [row] = await county.summary({ as_of: '2026-10-10T03:00:00', duties: ['file'], levels: ['county'] })
    expect(row?.missed).toBe(3)
  })

  it('is not loaded with fewer rows than were told', async () => {
    await hold()
    county.write('01', '摸底花名册.csv', csv(...children(2)))
    const decided = countyWork(county.application).decide({
      township_id: '01',
      register: 'census',
      decision: 'accept',
      rows: 3,
    })
    await expect(decided).rejects.toMatchObject({ code: 'conflict', data: { told: 3, found: 2 } })
    expect(await holds()).toMatchObject([{ rows_before: 10, rows_after: 2, decision: null }])
  })

  it('that was refused asks again only when another file comes', async () => {
    await hold()
    await countyWork(county.application).decide({ township_id: '01', register: 'census', decision: 'refuse', rows: 3 })
    await county.pull('2026-10-10T04:00:00+08:00')
    expect(await holds()).toMatchObject([{ rows_before: 10, decision: 'refuse' }])
    county.write('01', '摸底花名册.csv', csv(...children(4)))
    await county.pull('2026-10-10T06:00:00+08:00')
    expect(await holds()).toMatchObject([{ rows_after: 4, decision: null }])
  })
})

describe('what changed between two instants', () => {
  it('is counted and shown field by field, and how late contacts were recorded', async () => {
    const contact = (n: number, day: string): string => `${id(n)},谈心,${day},王老师,班主任`
    county.write('01', '摸底花名册.csv', csv(child(1), child(2)))
    county.write('01', '谈心走访记录.csv', [CONTACTS, contact(1, '2026-09-01')])
    await county.pull(T1)
    const moved = child(1)
    moved[2] = '上坪社区'
    county.write('01', '摸底花名册.csv', csv(moved, child(3)))
    county.write('01', '谈心走访记录.csv', [
      CONTACTS,
      contact(1, '2026-09-01'),
      contact(1, '2026-09-05'),
      contact(2, '2026-10-08'),
    ])
    await county.pull(T2)
    const { warehouse } = county.application
    const query = { from_at: '2026-09-30T23:59:59', to_at: '2026-10-31T00:00:00', townships: [] }
    expect(await changeCounts(warehouse, ['census', 'contacts', 'files'], query)).toEqual([
      { register: 'census', township_id: '01', change: 'added', row_count: 1 },
      { register: 'census', township_id: '01', change: 'changed', row_count: 1 },
      { register: 'census', township_id: '01', change: 'removed', row_count: 1 },
      { register: 'contacts', township_id: '01', change: 'added', row_count: 2 },
    ])
    const [row] = await changedRows(warehouse, {
      ...query,
      register: 'census',
      change: 'changed',
      limit: 10,
      offset: 0,
    })
    expect(row?.fields).toEqual([{ field: 'village', is_identity: false, before: '石桥村', after: '上坪社区' }])
    expect(await warehouse.query('changes/back_filling', query)).toMatchObject([
      { township_id: '01', contact_count: 2, late_count: 1, within_7: 1, within_60: 1, median_days: 18.5 },
    ])
    expect(await warehouse.query('changes/back_filling', { ...query, from_at: '2026-01-01T00:00:00' })).toMatchObject([
      { contact_count: 2 },
    ])
  })
})
