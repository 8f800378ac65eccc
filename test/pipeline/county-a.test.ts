import { cpSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openApplication, type Application } from '../../pipeline/application.ts'
import { readConfig } from '../../pipeline/config.ts'
import { pull } from '../../pipeline/pull.ts'
import { rejectsOf } from '../../pipeline/rejects.ts'
import type { TownshipReport } from '../../pipeline/report.ts'
import { summary } from '../../queries/ledger.ts'
import { statementsIn } from '../../queries/statements.ts'
import { makeTempFolder, removeFolder } from '../support/temp-folder.ts'

const FIXTURE = new URL('../fixtures/county-a/', import.meta.url).pathname
const PULLS = [
  { number: 1, at: '2026-09-10T02:00:00+08:00' },
  { number: 2, at: '2026-10-31T11:55:00+08:00' },
]

const table = (name: string): Record<string, string>[] => {
  const [head, ...lines] = readFileSync(join(FIXTURE, name), 'utf8').trim().split(/\r?\n/)
  const names = (head ?? '').split(',')
  return lines.map((line) => Object.fromEntries(line.split(',').map((cell, index) => [names[index], cell])))
}

describe('county-a, two pulls', () => {
  let folder = ''
  const reports: TownshipReport[][] = []
  let application: Application
  let now = new Date(0)

  beforeAll(async () => {
    folder = await makeTempFolder()
    cpSync(join(FIXTURE, 'county.yaml'), join(folder, 'county.yaml'))
    application = await openApplication({
      config: readConfig(join(folder, 'county.yaml')),
      data: join(folder, 'warehouse'),
      now: () => now,
      env: {},
    })
    for (const { number, at } of PULLS) {
      rmSync(join(folder, 'exports'), { recursive: true, force: true })
      mkdirSync(join(folder, 'exports'))
      cpSync(join(FIXTURE, `pull-${number}`), join(folder, 'exports'), { recursive: true })
      now = new Date(at)
      reports.push(await pull(application, { townships: application.config.townships, reason: 'test' }))
    }
  })
  afterAll(async () => {
    await application.close()
    await removeFolder(folder)
  })

  it.each(PULLS.map(({ number }) => number))(
    'pull %i accepts and rejects what the sample says, for its reasons',
    (number) => {
      for (const row of table(`expected-pull-${number}.csv`)) {
        const register = reports[number - 1]
          ?.find(({ id }) => id === row.township)
          ?.registers.find(({ register: code }) => code === row.register)
        expect({
          ...row,
          accepted: String(register?.accepted),
          rejected: String(register?.rejected),
          reasons: Object.keys(register?.reasons ?? {})
            .sort()
            .join(';'),
        }).toEqual(row)
      }
    },
  )

  it('counts every row that was read', () => {
    for (const { registers } of reports.flat()) {
      for (const { read, accepted, skipped, rejected } of registers) expect(accepted + skipped + rejected).toBe(read)
    }
  })

  it('gives every figure of the sample at every instant and period', async () => {
    const expected = table('expected-summary.csv')
    const asked = new Map(expected.map((row) => [`${row.as_of}|${row.asked_period}`, row]))
    for (const { as_of, asked_period } of asked.values()) {
      const rows = await summary(application.warehouse, {
        as_of: (as_of ?? '').slice(0, 19),
        period: asked_period || undefined,
      })
      const found = rows.map((row) =>
        [
          row.level,
          row.unit_id,
          row.duty,
          row.period,
          row.met,
          row.late,
          row.missed,
          row.ahead,
          row.pending,
          ...[row.rate, row.low, row.high].map((value) => value?.toFixed(6) ?? ''),
        ].join(','),
      )
      const wanted = expected
        .filter((row) => row.as_of === as_of && row.asked_period === asked_period)
        .map((row) =>
          [
            row.level,
            row.unit_id,
            row.duty,
            row.period,
            row.met,
            row.late,
            row.missed,
            row.ahead,
            row.pending,
            row.rate,
            row.low,
            row.high,
          ].join(','),
        )
      expect(found.sort()).toEqual(wanted.sort())
    }
  })

  it('names file, sheet, row, column, value, code and what to do for each rejected row', async () => {
    const rejects = await rejectsOf(application.warehouse, application.vault, {
      townships: ['02'],
      limit: 1000,
      offset: 0,
    })
    expect(rejects.find(({ register, code }) => register === 'census' && code === 'id_precision_lost')).toMatchObject({
      township: '02',
      file: '2026年第三季度青石镇摸底花名册(终稿).csv',
      sheet: null,
      row: 5,
      column: '公民身份号码（必填）',
      value: '5.22526E+17',
      advice:
        '第 5 行“公民身份号码（必填）”被 Excel 改成了数字或科学计数法，末几位已丢失，请把该列设为文本后重新填写。',
    })
    const inWorkbook = await rejectsOf(application.warehouse, application.vault, {
      townships: ['03'],
      limit: 1000,
      offset: 0,
    })
    expect(new Set(inWorkbook.map(({ sheet }) => sheet)).size).toBe(5)
    for (const { file, row, column, advice } of inWorkbook) {
      expect(file).toBe('黑石乡留守儿童台账.xlsx')
      expect(advice).toContain(`第 ${row} 行“${column}”`)
    }
  })

  it('passes every check', async () => {
    for (const name of statementsIn('checks'))
      expect({ name, rows: await application.warehouse.query(name) }).toEqual({ name, rows: [] })
  })
})
