import { join } from 'node:path'
import ExcelJS from 'exceljs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { RETURN_COUNTS } from '../../queries/returns.ts'
import { removeFolder } from '../support/temp-folder.ts'
import { run } from './fake-io.ts'
import { copyPulledSample } from './sample-county.ts'

describe('return', () => {
  let cwd: string
  let county: string[]
  beforeAll(async () => {
    ;({ cwd, county } = await copyPulledSample())
    county = [...county, '--now', '2026-10-20T08:00:00+08:00']
  })
  afterAll(() => removeFolder(cwd))

  it('prints the four tables, with the sum first, and says of when they are', async () => {
    const { exit, text } = await run(['return', ...county, '--period', '2026-Q3'], { cwd })
    expect(exit).toBe(0)
    expect(text).toContain('数为 2026-09-30 的，按 2026-09-30 23:59 前收到的台账。')
    expect(text.match(/^表[一二三四]/gm)).toHaveLength(4)
    expect(text.match(/^合计 /gm)).toHaveLength(4)
    const running = await run(['return', ...county, '--period', '2026'], { cwd })
    expect(running.text).toContain('数为 2026-10-20 的（期间未结束），按 2026-10-20 08:00 前')
  })

  it('gives the same for machines', async () => {
    const { json } = await run(['return', ...county, '--period', '2026-Q3', '--as-of', '2026-10-10', '--json'], { cwd })
    expect(json).toMatchObject({ period: '2026-Q3', day: '2026-09-30', as_of: '2026-10-10T23:59:59+08:00' })
    const columns = ['level', 'unit_id', 'unit_name', ...RETURN_COUNTS]
    expect(Object.keys(json.rows[0])).toEqual(columns)
    const csv = await run(['return', ...county, '--period', '2026-Q3', '--format', 'csv'], { cwd })
    expect(csv.text.split(/\r?\n/)[0]).toBe(columns.join(','))
  })

  it('writes the form to hand on, and over nothing', async () => {
    const asked = ['return', ...county, '--period', '2026-Q3', '--out', '季报.xlsx']
    const { exit, text } = await run(asked, { cwd })
    expect([exit, text]).toEqual([0, expect.stringMatching(/^已写出 .*季报\.xlsx。数为 2026-09-30 的，/)])
    const workbook = new ExcelJS.Workbook()
    await workbook.xlsx.readFile(join(cwd, '季报.xlsx'))
    expect(workbook.worksheets).toHaveLength(4)
    expect((await run(asked, { cwd })).said).toContain('已经存在')
  })

  it.each([
    ['without a period', [], '--period'],
    ['of a semester', ['--period', '2026-autumn'], '2026-Q3'],
    ['of what has not begun', ['--period', '2027-Q1'], '还没有开始'],
    ['under another ending', ['--period', '2026-Q3', '--out', 'a.csv'], '.xlsx'],
  ])('refuses it %s, in one sentence', async (_, argv, words) => {
    const { exit, text, said } = await run(['return', ...argv, ...county], { cwd })
    expect({ exit, text }).toEqual({ exit: 1, text: '' })
    expect(said).toContain(words)
  })
})
