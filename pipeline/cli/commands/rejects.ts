import { ShouwangError } from '../../../errors.ts'
import { REJECT_COLUMNS } from '../../../web/api/columns.ts'
import type { Application } from '../../application.ts'
import { rejectsOf } from '../../rejects.ts'
import { choice, townshipsOf, type CommandSpec, type Invocation } from '../command.ts'
import { tableText } from '../io.ts'
import { writeNew } from '../write-file.ts'
import { writeRows } from '../write-rows.ts'
import { COMMAND_LINE } from './user.ts'

const ALL = 100_000_000

/** `shouwang rejects`: the rejected rows of the last batches, to send back; with `--out` as the clerk's own sheet. */
export const rejects: CommandSpec = {
  name: 'rejects',
  summary: '被退回的行：在哪个文件哪一行、什么原因、怎么改',
  usesWarehouse: true,
  shape: (command) =>
    command
      .option('--township <编号>', '只看一个乡镇')
      .option('--out <文件>', '写成退回乡镇的 XLSX：原表里有问题的单元格标色并附说明；要给 --township')
      .option('--file <文件名>', '乡镇导出里的哪个文件；只有一个文件有问题时可不写')
      .addOption(choice('--format <格式>', '输出格式', ['table', 'csv', 'json']).default('table')),
  run: (invocation) =>
    invocation.options.out === undefined
      ? invocation.withApplication((application) => run(invocation, application))
      : writeWorkbook(invocation),
}

async function run(invocation: Invocation, application: Application): Promise<number> {
  const { options, globals, io } = invocation
  const id = options.township as string | undefined
  if (id !== undefined) townshipsOf(application.config, [id])
  const rows = await rejectsOf(application.warehouse, application.vault, {
    townships: id === undefined ? [] : [id],
    limit: ALL,
    offset: 0,
  })
  const format = globals.json ? 'json' : (options.format as string)
  if (format !== 'table') await writeRows(io, format, REJECT_COLUMNS, rows)
  else if (rows.length === 0) io.out('没有被退回的行。\n')
  else {
    const head = ['乡镇', '文件', '工作表', '行', '列', '内容', '原因', '怎么改']
    io.out(
      tableText(
        head,
        rows.map((row) => [row.township, row.file, row.sheet, row.row, row.column, row.value, row.code, row.advice]),
      ),
    )
  }
  return 0
}

/** The file to send back, as the page of the data gives it (pipeline/send-back.ts); it has whole names, so it leaves an entry. */
async function writeWorkbook(invocation: Invocation): Promise<number> {
  const { options, globals, io } = invocation
  const path = invocation.path(options.out as string)
  const id = options.township as string | undefined
  if (id === undefined || !/\.xlsx$/i.test(path)) {
    const message = '--out 写出一个乡镇的一张表：请同时给 --township，文件名以 .xlsx 结尾。'
    throw new ShouwangError('bad_parameter', message, { parameter: 'out', value: options.out })
  }
  const { bytes, fault_count, is_annotated, note } = await invocation.withAccess(async (access, application) => {
    townshipsOf(application.config, [id])
    // The library that writes workbooks is large.
    const { sendBack } = await import('../../send-back.ts')
    const file = options.file as string | undefined
    const made = await sendBack(application, { township_id: id, file })
    const detail = `send-back ${file ?? ''}`.trim()
    await access.audit.record(COMMAND_LINE, { action: 'export', unit_id: id, purpose: 'correction', detail })
    return made
  })
  await writeNew(path, bytes)
  if (globals.json) invocation.json({ file: path, fault_count, is_annotated, note })
  else io.out(`已写出 ${path}：${fault_count} 处问题。${note ?? '可以直接发回乡镇。'}\n`)
  return 0
}
