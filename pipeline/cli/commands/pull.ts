import type { Application } from '../../application.ts'
import { pull as pullTownships } from '../../pull.ts'
import { REGISTERS } from '../../registers/index.ts'
import { exitCodeOf, type RegisterReport, type TownshipReport } from '../../report.ts'
import { several, townshipsOf, type CommandSpec, type Invocation } from '../command.ts'
import { tableText } from '../io.ts'

/** `shouwang pull`: one pull of all, or the named, townships. */
export const pull: CommandSpec = {
  name: 'pull',
  summary: '取一次全部（或指定）乡镇的导出',
  usesWarehouse: true,
  shape: (command) =>
    command
      .addOption(several('--township <编号...>', '只取这些乡镇'))
      .option('--accept-shrink', '接受行数大幅减少的台账（平时暂存等待确认）'),
  run: (invocation) => invocation.withApplication((application) => run(invocation, application)),
}

async function run(invocation: Invocation, application: Application): Promise<number> {
  const { io, options, now } = invocation
  const townships = townshipsOf(application.config, options.township as string[] | undefined)
  let done = 0
  const total = townships.length
  io.progress(0, total, '')
  const reports = await pullTownships(application, {
    townships,
    accept_shrink: options.acceptShrink === true,
    reason: 'command',
    now,
    progress: ({ township, register, rows }) => io.progress(done, total, `${township}《${register}》${rows} 行`),
    done: (report) => io.progress(++done, total, report.name),
  })
  io.progress(total, total, '')
  if (invocation.globals.json) invocation.json({ townships: reports })
  else io.out(reportText(reports))
  return exitCodeOf(reports)
}

export const STATE_NAMES: Readonly<Record<TownshipReport['state'], string>> = {
  loaded: '已载入',
  unchanged: '未变',
  held: '暂存',
  refused: '退回',
  absent: '没有',
  failed: '失败',
}

/** What a pull says to people. */
export function reportText(reports: readonly TownshipReport[]): string {
  const rows = reports.flatMap((report) => report.registers.map((register) => rowOf(report, register)))
  const notes = reports.flatMap(notesOf)
  const table = tableText(['乡镇', '台账', '读入', '接受', '跳过', '退回行', '提醒', '状态'], rows)
  return notes.length === 0 ? table : `${table}\n${notes.join('\n')}\n`
}

const nameOf = (code: string): string => REGISTERS.find((register) => register.code === code)?.zh ?? code

function rowOf(report: TownshipReport, register: RegisterReport): (string | number)[] {
  const { read, accepted, skipped, rejected, warnings, state } = register
  return [
    `${report.id} ${report.name}`,
    nameOf(register.register),
    read,
    accepted,
    skipped,
    rejected,
    warnings,
    STATE_NAMES[state],
  ]
}

function notesOf(report: TownshipReport): string[] {
  const who = `${report.id} ${report.name}`
  const refused = report.registers.flatMap((register) => (register.message ? [`${who}：${register.message}`] : []))
  const unmatched = report.unmatched.map(
    ({ file, sheet }) =>
      `${who}：${sheet === null ? `文件 ${file}` : `${file} 的工作表“${sheet}”`} 不属于任何台账，已忽略。`,
  )
  const rejected = report.registers.reduce((sum, register) => sum + register.rejected, 0)
  const hint =
    rejected > 0 ? [`${who}：有 ${rejected} 行被退回，用 shouwang rejects --township ${report.id} 查看原因。`] : []
  return [...(report.message ? [`${who}：${report.message}`] : []), ...refused, ...unmatched, ...hint]
}
