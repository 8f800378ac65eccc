import { randomBytes } from 'node:crypto'
import { EventEmitter } from 'node:events'
import { statSync, writeFileSync } from 'node:fs'
import { basename, dirname } from 'node:path'
import { distance } from 'fastest-levenshtein'
import { ShouwangError } from '../../../errors.ts'
import { Warehouse } from '../../../queries/warehouse.ts'
import { Vault } from '../../../vault/vault.ts'
import { REJECT_COLUMNS } from '../../../web/api/columns.ts'
import { csvOf } from '../../../web/api/formats/csv.ts'
import type { Application } from '../../application.ts'
import type { Config, TownshipConfig } from '../../config.ts'
import { syncCounty } from '../../county.ts'
import { pull } from '../../pull.ts'
import { rejectsOf, type Reject } from '../../rejects.ts'
import { comparable } from '../../registers/layout.ts'
import { REGISTERS } from '../../registers/index.ts'
import type { TownshipReport } from '../../report.ts'
import { folderSource } from '../../sources/folder.ts'
import type { Source } from '../../sources/source.ts'
import { townshipsOf, type CommandSpec, type Invocation } from '../command.ts'
import { tableText } from '../io.ts'
import { reportText } from './pull.ts'

const SHOWN_REJECTS = 50
const ALL = 100_000_000

/** `shouwang check`: what a pull of a file or folder would say, loading nothing. */
export const check: CommandSpec = {
  name: 'check',
  summary: '检查一个文件或目录：取数时会怎样，不载入任何数据',
  usesWarehouse: false,
  shape: (command) =>
    command
      .argument('<路径>', '一个导出文件，或放导出文件的目录')
      .requiredOption('--township <编号>', '按哪个乡镇的配置检查')
      .option('--rejects <文件>', '把会被退回的行写到这个 CSV 文件'),
  run,
}

async function run(invocation: Invocation): Promise<number> {
  const config = invocation.config()
  const [township] = townshipsOf(config, [invocation.options.township as string])
  if (!township) return 1
  const path = invocation.path(invocation.args[0] ?? '')
  const warehouse = await Warehouse.open(':memory:')
  try {
    const application = await scratch(invocation, config, warehouse)
    const [report] = await pull(application, {
      townships: [township],
      reason: 'check',
      open_source: () => sourceOf(path, config),
    })
    if (!report) return 1
    const rejects = await rejectsOf(warehouse, application.vault, { townships: [township.id], limit: ALL, offset: 0 })
    const suggestions = await suggest(application, township)
    const file = invocation.options.rejects as string | undefined
    if (file !== undefined) writeFileSync(invocation.path(file), csvOf(REJECT_COLUMNS, rejects.map(flat)))
    if (invocation.globals.json) invocation.json({ ...report, rejects, suggestions })
    else invocation.io.out(textOf(report, rejects, suggestions, file))
    return report.registers.some((register) => register.rejected > 0 || register.state === 'refused') ||
      report.state === 'failed'
      ? 2
      : 0
  } finally {
    await warehouse.close()
  }
}

const flat = ({ detail: _, ...reject }: Reject): Omit<Reject, 'detail'> => reject

/** A folder, or one file of it. */
function sourceOf(path: string, config: Config): Source {
  const stat = statSync(path, { throwIfNoEntry: false })
  if (!stat) throw new ShouwangError('bad_parameter', `找不到 ${path}。`, { path })
  const folder = folderSource({ path: stat.isDirectory() ? path : dirname(path), limits: config.policy.limits })
  if (stat.isDirectory()) return folder
  const name = basename(path)
  return { list: async () => (await folder.list()).filter((file) => file.name === name), close: () => folder.close() }
}

/** An application on a warehouse in memory that nobody keeps. */
async function scratch(invocation: Invocation, config: Config, warehouse: Warehouse): Promise<Application> {
  await syncCounty(warehouse, config)
  return {
    config,
    warehouse,
    vault: Vault.create(randomBytes(32)).vault,
    now: invocation.now,
    env: invocation.context.env,
    events: new EventEmitter(),
    alone: (_, work) => work(),
    close: () => warehouse.close(),
  }
}

export interface Suggestion {
  register: string
  column: string
  field: string
  /** A line to paste into the township's config. */
  line: string
}

/** For each unknown column the nearest field that the table does not have (by the headers that the field may carry). */
async function suggest(application: Application, township: TownshipConfig): Promise<Suggestion[]> {
  const rows = await application.warehouse.query('summary/warnings', {
    township_id: township.id,
    code: 'unknown_column',
    limit: ALL,
    offset: 0,
  })
  return rows.flatMap((row) => {
    const register = REGISTERS.find((candidate) => candidate.code === row.register)
    const column = row.column_text as string
    const text = comparable(column)
    const near = (register?.fields ?? [])
      .flatMap((field) =>
        field.headers.map((header) => ({
          field,
          far: distance(text, comparable(header)) / Math.max(text.length, header.length),
        })),
      )
      .sort((a, b) => a.far - b.far)[0]
    if (!register || !near || near.far > 0.7) return []
    return [
      {
        register: register.code,
        column,
        field: near.field.name,
        line: `synonyms: { ${register.code}: { ${near.field.name}: [${column}] } }`,
      },
    ]
  })
}

function textOf(
  report: TownshipReport,
  rejects: readonly Reject[],
  suggestions: readonly Suggestion[],
  file: string | undefined,
): string {
  const parts = [reportText([report])]
  if (rejects.length > 0) {
    const shown = rejects.slice(0, SHOWN_REJECTS)
    parts.push(
      tableText(
        ['文件', '工作表', '行', '列', '内容', '原因', '怎么改'],
        shown.map((r) => [r.file, r.sheet, r.row, r.column, r.value, r.code, r.advice]),
      ),
    )
    if (rejects.length > shown.length)
      parts.push(`另有 ${rejects.length - shown.length} 行，用 --rejects 文件.csv 写出全部。\n`)
  }
  if (file !== undefined) parts.push(`会被退回的 ${rejects.length} 行已写到 ${file}。\n`)
  if (suggestions.length > 0) {
    parts.push('不认识的列，若确是下列字段的别名，请把这一行加到该乡镇的配置里：\n')
    parts.push(...suggestions.map(({ column, line }) => `  # “${column}”\n  ${line}\n`))
  }
  return parts.join('\n')
}
