import {
  localAsOf,
  parseDuties,
  parsePeriod,
  STATUSES,
  subjects as ledgerRows,
  type Status,
} from '../../../queries/ledger.ts'
import { fromLocal } from '../../../queries/instants.ts'
import { SUBJECT_COLUMNS } from '../../../web/api/columns.ts'
import type { Application } from '../../application.ts'
import { choice, several, wholeNumber, type CommandSpec, type Invocation } from '../command.ts'
import { tableText } from '../io.ts'
import { writeRows } from '../write-rows.ts'

/** `shouwang subjects`: the ledger rows behind a figure. */
export const subjects: CommandSpec = {
  name: 'subjects',
  summary: '一个数字背后的名单：账目的每一行',
  usesWarehouse: true,
  shape: (command) =>
    command
      .requiredOption('--duty <代码>', '哪一项职责')
      .addOption(several('--status <状态...>', '只看这些状态', STATUSES))
      .option('--unit <编号>', '只看一个单位：乡镇 01、村 01/石桥村、学校 01/中心小学')
      .option('--as-of <时刻>', '截至的时刻，默认现在')
      .option('--period <期间>', '2026、2026-Q3、2026-09 或学期 2026-autumn，默认当年')
      .option('--limit <行数>', '最多多少行，默认全部', wholeNumber('--limit', 1))
      .addOption(choice('--format <格式>', '输出格式', ['table', 'csv', 'json']).default('table')),
  run: (invocation) => invocation.withApplication((application) => run(invocation, application)),
}

async function run(invocation: Invocation, application: Application): Promise<number> {
  const { options, globals, io } = invocation
  const { timezone, code: county } = application.config.county
  const [duty] = parseDuties([options.duty as string])
  const as_of = localAsOf(options.asOf as string | undefined, invocation.now(), timezone)
  const period = options.period === undefined ? undefined : parsePeriod(options.period as string)
  const found = await ledgerRows(application.warehouse, {
    as_of,
    duty: duty ?? '',
    statuses: options.status as Status[] | undefined,
    units: options.unit === undefined || options.unit === county ? [] : [options.unit as string],
    period,
    limit: (options.limit as number | undefined) ?? 10_000_000,
    offset: 0,
  })
  const instant = (local: unknown): string | null => (typeof local === 'string' ? fromLocal(local, timezone) : null)
  const rows = found.map(({ sealed, ...row }) => ({
    ...row,
    subject_id:
      sealed instanceof Uint8Array
        ? application.vault.unseal(sealed, BigInt(row.subject_id as string))
        : row.subject_kind === 'child'
          ? '已删除'
          : (row.subject_id as string),
    due_at: instant(row.due_at),
    met_at: instant(row.met_at),
  }))
  const format = globals.json ? 'json' : (options.format as string)
  if (format !== 'table') await writeRows(io, format, SUBJECT_COLUMNS, rows, { as_of: instant(as_of) })
  else if (rows.length === 0) io.out('没有符合条件的行。\n')
  else
    io.out(
      tableText(
        SUBJECT_COLUMNS.map((column) => column.name),
        rows.map((row) => cellsOf(row)),
      ),
    )
  return 0
}

const cellsOf = (row: Record<string, unknown>): (string | number | null)[] =>
  SUBJECT_COLUMNS.map((column) => (row[column.name] ?? null) as string | number | null)
