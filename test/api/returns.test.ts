import ExcelJS from 'exceljs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { z } from 'zod'
import { returnAnswer } from '../../web/api/routes/returns.ts'
import { RETURN_COUNTS } from '../../queries/returns.ts'
import { createApi } from '../../web/api/app.ts'
import type { Viewer } from '../../web/server/viewer.ts'
import { openApiCounty, type ApiCounty } from '../support/api-county.ts'
import { readCsv } from '../support/csv-reader.ts'
import { gateFor } from '../support/viewers.ts'

let county: ApiCounty
beforeAll(async () => {
  county = await openApiCounty({ pulls: 2 })
})
afterAll(() => county.close())

type Answer = z.infer<typeof returnAnswer>
async function ask(query: string, headers: Record<string, string> = {}): Promise<Response> {
  return county.api.request(`/api/returns${query}`, { headers })
}
const answerTo = async (query: string): Promise<Answer> => returnAnswer.parse(await (await ask(query)).json())

async function workbookOf(response: Response): Promise<ExcelJS.Workbook> {
  const workbook = new ExcelJS.Workbook()
  await workbook.xlsx.load(await response.arrayBuffer())
  return workbook
}

describe('/api/returns', () => {
  it('is of the quarter that ended last, as it was known at its end, a row the county and each township', async () => {
    const found = await answerTo('')
    expect(found).toMatchObject({
      period: '2026-Q3',
      as_of: '2026-09-30T23:59:59+08:00',
      first_on: '2026-07-01',
      day: '2026-09-30',
      is_running: false,
      age_limit: 16,
      situations: ['both_out', 'one_out_other_unable'],
    })
    expect(found.rows.map(({ level, unit_id: id }) => [level, id])).toEqual([
      ['county', '990100'],
      ['township', '01'],
      ['township', '02'],
      ['township', '03'],
    ])
  })

  it('has the counts of the summary', async () => {
    const { rows } = await answerTo('?period=2026-Q3')
    const response = await county.api.request('/api/summary?as_of=2026-09-30&level=county,township&duty=file')
    const summary = ((await response.json()) as { rows: Record<string, number | string>[] }).rows
    for (const row of summary) {
      const mine = rows.find(({ unit_id: id }) => id === row.unit_id)
      expect([mine?.children, mine?.file_done]).toEqual([Number(row.met) + Number(row.missed), row.met])
    }
  })

  it('shows what came in later as of a later instant, and says that a period still runs', async () => {
    const now = await answerTo('?period=2026-Q4')
    expect(now).toMatchObject({ as_of: '2026-10-31T12:00:00+08:00', day: '2026-10-31', is_running: true })
    const later = await answerTo('?period=2026-Q3&as_of=2026-10-31T12:00:00')
    expect(later).toMatchObject({ day: '2026-09-30', as_of: '2026-10-31T12:00:00+08:00', is_running: false })
    expect(later.rows[0]?.talk_held).toBeGreaterThan(Number((await answerTo('?period=2026-Q3')).rows[0]?.talk_held))
  })

  it('is the same as CSV', async () => {
    const { rows } = await answerTo('?period=2026')
    const response = await ask('?period=2026', { accept: 'text/csv' })
    const [head = [], ...lines] = readCsv(await response.text())
    expect(head).toEqual(Object.keys(rows[0] ?? {}))
    expect(lines).toEqual(rows.map((row) => Object.values(row).map(String)))
    expect(decodeURIComponent(response.headers.get('content-disposition') ?? '')).toContain('统计年报-2026年')
  })

  it('is a form of four tables as XLSX, whose first line is the sum of the others', async () => {
    const { rows } = await answerTo('?period=2026-Q3')
    const workbook = await workbookOf(await ask('?period=2026-Q3&format=xlsx'))
    expect(workbook.worksheets.map(({ name }) => name.slice(0, 2))).toEqual(['表一', '表二', '表三', '表四'])
    for (const sheet of workbook.worksheets) {
      expect(sheet.getCell('A1').value).toBe('青川示范县留守儿童统计季报（2026年第3季度）')
      expect(sheet.getCell('A3').value).toMatch(/^填报单位：青川示范县.*数据截至：2026-09-30 23:59.*计量单位：/)
      expect(sheet.getCell('A5').value).toBe('乡镇')
      expect([6, 7, 8, 9].map((row) => sheet.getRow(row).getCell(1).value)).toEqual([
        '合计',
        '高桥镇',
        '青石镇',
        '黑石乡',
      ])
      for (let column = 2; column <= sheet.columnCount; column++) {
        const [sum, ...parts] = [6, 7, 8, 9].map((row) => Number(sheet.getRow(row).getCell(column).value))
        expect(parts.reduce((all, each) => all + each, 0)).toBe(sum)
      }
    }
    const [first] = workbook.worksheets
    expect([4, 5].map((row) => first?.getRow(row).getCell(3).value)).toEqual(['年龄', '0–5岁'])
    expect(first?.getRow(6).getCell(2).value).toBe(rows[0]?.children)
    expect(['A6', 'B6', 'A7'].map((cell) => first?.getCell(cell).font.bold ?? false)).toEqual([true, true, false])
    expect(first?.pageSetup).toMatchObject({ orientation: 'landscape', printTitlesRow: '4:5' })
  })

  it('speaks English to those who read English, and names no class that the policy leaves out', async () => {
    const workbook = await workbookOf(await ask('?period=2026-Q4&format=xlsx', { cookie: 'language=en' }))
    const [first] = workbook.worksheets
    expect(first?.getCell('A3').value).toContain('the period still runs')
    const heads = first?.getRow(5).values as unknown[]
    expect(heads).toContain('14–15')
    expect(heads).toContain('Both parents out')
    expect(heads).not.toContain('One out')
  })

  it('is the same for all who are signed in, but for the kinds of incidents that they may not see', async () => {
    const all = await answerTo('?period=2026-Q3')
    const kinds = RETURN_COUNTS.filter((name) => name.startsWith('incidents_'))
    const known: [Viewer, string[]][] = [
      [{ name: 'd', role: 'township', units: ['01'] }, ['990100', '01']],
      [{ name: 'e', role: 'school', units: ['01/高桥中心小学'] }, ['990100']],
      [{ name: 'f', role: 'operator', units: [] }, ['990100']],
      [{ name: 'b', role: 'inspector', units: [] }, ['990100', '01', '02', '03']],
    ]
    for (const [viewer, units] of known) {
      const api = createApi({ ...county.services, gate: gateFor(viewer) })
      const { rows } = returnAnswer.parse(await (await api.request('/api/returns?period=2026-Q3')).json())
      const hidden = Object.fromEntries(kinds.map((name) => [name, null]))
      expect(rows).toEqual(all.rows.map((row) => (units.includes(String(row.unit_id)) ? row : { ...row, ...hidden })))
    }
    const api = createApi({ ...county.services, gate: gateFor(known[0]?.[0] ?? null) })
    const workbook = await workbookOf(await api.request('/api/returns?period=2026-Q3&format=xlsx'))
    const cells = workbook.worksheets[3]?.getRow(8).values as unknown[]
    expect([cells[1], typeof cells[2], cells[3] ?? null]).toEqual(['青石镇', 'number', null])
    expect(JSON.stringify(workbook.worksheets[3]?.getSheetValues())).toContain('其余乡镇只有合计')
  })

  it.each([
    ['?period=2026-autumn', 'period'],
    ['?period=2027-Q1', '还没有开始'],
    ['?period=2026-Q3&as_of=2026-05-01', '还没有开始'],
    ['?unit=01', 'unit'],
  ])('refuses %s', async (query, words) => {
    const response = await ask(query)
    expect(response.status).toBe(400)
    expect(((await response.json()) as { detail: string }).detail).toContain(words)
  })
})
