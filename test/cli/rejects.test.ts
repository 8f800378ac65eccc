import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import ExcelJS from 'exceljs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { removeFolder } from '../support/temp-folder.ts'
import { run } from './fake-io.ts'
import { copyPulledSample, FIRST_PULL } from './sample-county.ts'

describe('rejects --out', () => {
  let cwd: string
  let county: string[]
  let file: string
  beforeAll(async () => {
    ;({ cwd, county } = await copyPulledSample())
    county = [...county, '--now', FIRST_PULL]
    const rejects = await run(['rejects', ...county, '--township', '01', '--json'], { cwd })
    file = rejects.json.rows[0].file
  })
  afterAll(() => removeFolder(cwd))

  const out = (name: string, ...more: string[]) => ['rejects', ...county, '--township', '01', '--out', name, ...more]

  it('writes the clerk’s own sheet, with the faulty cells coloured, to send back', async () => {
    const { exit, json } = await run(out('退回.xlsx', '--file', file, '--json'), { cwd })
    const path = join(cwd, '退回.xlsx')
    expect(exit).toBe(0)
    expect(json).toEqual({ file: path, fault_count: expect.any(Number), is_annotated: true, note: null })
    const workbook = new ExcelJS.Workbook()
    await workbook.xlsx.readFile(path)
    let coloured = 0
    workbook.eachSheet((sheet) =>
      sheet.eachRow((row) =>
        row.eachCell((cell) => {
          if (cell.note !== undefined) coloured += 1
        }),
      ),
    )
    expect(workbook.worksheets.length).toBe(2)
    expect(coloured).toBeGreaterThan(0)
    const audit = await run(['audit', 'verify', ...county, '--json'], { cwd })
    expect(audit.exit).toBe(0)
    expect(audit.json.entries).toBe(1)
  })

  it('writes over nothing', async () => {
    await writeFile(join(cwd, '有了.xlsx'), 'filled')
    const { exit, text, said } = await run(out('有了.xlsx', '--file', file), { cwd })
    expect({ exit, text }).toEqual({ exit: 1, text: '' })
    expect(said).toContain('已经存在')
  })

  it.each([
    ['without a township', ['rejects', '--out', 'a.xlsx'], '--township'],
    ['under another ending', ['rejects', '--township', '01', '--out', 'a.csv'], '.xlsx'],
    ['of a township that is none', ['rejects', '--township', '77', '--out', 'a.xlsx'], '“77”'],
    ['of a file that is none', ['rejects', '--township', '01', '--out', 'a.xlsx', '--file', '没有.csv'], '没有.csv'],
  ])('refuses it %s, in one sentence', async (_, argv, words) => {
    const { exit, text, said } = await run([...argv, ...county], { cwd })
    expect({ exit, text }).toEqual({ exit: 1, text: '' })
    expect(said.trim().split('\n')).toHaveLength(1)
    expect(said).toContain(words)
  })
})
