import { ShouwangError } from '../../../errors.ts'
import { fromLocal, parseInstant, toLocal } from '../../../queries/instants.ts'
import { parseCalendarPeriod } from '../../../queries/ledger.ts'
import { statisticalReturn as returnOf, type StatisticalReturn } from '../../../queries/returns.ts'
import { RETURN_COLUMNS } from '../../../web/api/columns.ts'
import { returnSheets } from '../../../web/api/return-sheets.ts'
import { returnTables } from '../../../web/api/return-tables.ts'
import { TOTAL } from '../../../web/api/return-words.ts'
import type { Application } from '../../application.ts'
import { choice, type CommandSpec, type Invocation } from '../command.ts'
import { tableText } from '../io.ts'
import { writeNew } from '../write-file.ts'
import { writeRows } from '../write-rows.ts'

/** `shouwang return`: the statistical return of a year, quarter or month; with `--out` as the form to hand on. */
export const statisticalReturn: CommandSpec = {
  name: 'return',
  summary: '统计季报、年报：各乡镇留守儿童的人数、变动和关爱工作',
  usesWarehouse: true,
  shape: (command) =>
    command
      .requiredOption('--period <期间>', '2026、2026-Q3 或 2026-09')
      .option('--as-of <时刻>', '按这一时刻已收到的台账，默认期末；期间未结束的默认现在')
      .option('--out <文件>', '写成报表 XLSX')
      .addOption(choice('--format <格式>', '输出格式', ['table', 'csv', 'json']).default('table')),
  run: (invocation) => invocation.withApplication((application) => run(invocation, application)),
}

async function run(invocation: Invocation, application: Application): Promise<number> {
  const { options, globals, io } = invocation
  const { timezone, name: county } = application.config.county
  const out = options.out === undefined ? undefined : invocation.path(options.out as string)
  if (out !== undefined && !/\.xlsx$/i.test(out)) {
    throw new ShouwangError('bad_parameter', '--out 的文件名应以 .xlsx 结尾；其他格式请用 --format。', {
      parameter: 'out',
      value: options.out,
    })
  }
  const found = await returnOf(application.warehouse, {
    period: parseCalendarPeriod(options.period as string),
    asked: options.asOf === undefined ? undefined : toLocal(parseInstant(options.asOf as string, timezone), timezone),
    now: toLocal(invocation.now(), timezone),
  })
  const { rows, period, day, is_running, known_at } = found
  const about = { period, day, as_of: fromLocal(known_at, timezone), is_running }
  const format = globals.json ? 'json' : (options.format as string)
  if (out !== undefined) {
    // The library that writes workbooks is large.
    const { xlsxOf } = await import('../../../web/api/formats/xlsx.ts')
    await writeNew(out, await xlsxOf(returnSheets(found, county, 'zh')))
    if (globals.json) invocation.json({ file: out, ...about })
    else io.out(`已写出 ${out}。${saidOf(found)}\n`)
  } else if (format === 'table') io.out(tablesOf(found))
  else await writeRows(io, format, RETURN_COLUMNS, rows, about)
  return 0
}

/** The day and the knowledge that the figures are of, in a sentence. */
const saidOf = ({ day, known_at, is_running }: StatisticalReturn): string =>
  `数为 ${day} 的${is_running ? '（期间未结束）' : ''}，按 ${known_at.slice(0, 16).replace('T', ' ')} 前收到的台账。`

const tablesOf = (found: StatisticalReturn): string =>
  [
    `${saidOf(found)}\n`,
    ...returnTables(found, 'zh').map(({ title, unit, columns }) => {
      const head = ['乡镇', ...columns.map(({ label }) => label)]
      const rows = found.rows.map((row) => [
        row.level === 'county' ? TOTAL.zh : row.unit_name,
        ...columns.map(({ name }) => row[name] ?? null),
      ])
      return `${title}（${unit}）\n${tableText(head, rows)}`
    }),
  ].join('\n')
