import {
  LEVELS,
  localAsOf,
  parseDuties,
  parsePeriod,
  summary as summarize,
  type Level,
  type SummaryRow,
} from '../../../queries/ledger.ts'
import { dutyCatalogue } from '../../../queries/statements.ts'
import { fromLocal } from '../../../queries/instants.ts'
import { SUMMARY_COLUMNS } from '../../../web/api/columns.ts'
import type { Application } from '../../application.ts'
import { choice, several, type CommandSpec, type Invocation } from '../command.ts'
import { tableText } from '../io.ts'
import { writeRows } from '../write-rows.ts'

const LEVEL_NAMES: Readonly<Record<Level, string>> = { county: '县', township: '乡镇', village: '村', school: '学校' }

/** `shouwang summary`: one row a unit and duty (interfaces.md, summary). */
export const summary: CommandSpec = {
  name: 'summary',
  summary: '各项职责的办理情况，一行一个单位一项职责',
  usesWarehouse: true,
  shape: (command) =>
    command
      .option('--as-of <时刻>', '截至的时刻，默认现在')
      .addOption(choice('--level <层级>', '只看某一层级', LEVELS))
      .option('--period <期间>', '2026、2026-Q3、2026-09 或学期 2026-autumn，默认当年')
      .addOption(several('--duty <代码...>', '只看这些职责'))
      .addOption(choice('--format <格式>', '输出格式', ['table', 'csv', 'json', 'arrow']).default('table')),
  run: (invocation) => invocation.withApplication((application) => run(invocation, application)),
}

async function run(invocation: Invocation, application: Application): Promise<number> {
  const { options, globals, now, io } = invocation
  const { timezone } = application.config.county
  const as_of = localAsOf(options.asOf as string | undefined, now(), timezone)
  const period = options.period === undefined ? as_of.slice(0, 4) : parsePeriod(options.period as string)
  const rows = await summarize(application.warehouse, {
    as_of,
    period,
    levels: options.level ? [options.level as Level] : LEVELS,
    duties: options.duty ? parseDuties(options.duty as string[]) : undefined,
  })
  const format = globals.json ? 'json' : (options.format as string)
  if (format === 'table') io.out(rows.length === 0 ? '没有数据。先运行 shouwang pull 取数。\n' : tableOf(rows))
  else await writeRows(io, format, SUMMARY_COLUMNS, rows, { as_of: fromLocal(as_of, timezone), period })
  return 0
}

function tableOf(rows: readonly SummaryRow[]): string {
  const names = new Map(dutyCatalogue().map((duty) => [duty.code, duty.zh]))
  const head = [
    '层级',
    '单位',
    '职责',
    '期间',
    '按时',
    '迟办',
    '未办',
    '已办未到期',
    '未到期',
    '按时率',
    '95% 区间',
    '目标',
  ]
  return tableText(
    head,
    rows.map((row) => [
      LEVEL_NAMES[row.level],
      row.level === 'county' ? row.unit_name : `${row.unit_id}${row.level === 'township' ? ` ${row.unit_name}` : ''}`,
      names.get(row.duty) ?? row.duty,
      row.period,
      row.met,
      row.late,
      row.missed,
      row.ahead,
      row.pending,
      percent(row.rate),
      row.low === null ? '' : `${percent(row.low)}–${percent(row.high)}`,
      percent(row.target),
    ]),
  )
}

const percent = (value: number | null): string => (value === null ? '' : `${(value * 100).toFixed(1)}%`)
