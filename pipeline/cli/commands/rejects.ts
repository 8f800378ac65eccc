import { REJECT_COLUMNS } from '../../../web/api/columns.ts'
import type { Application } from '../../application.ts'
import { rejectsOf } from '../../rejects.ts'
import { choice, townshipsOf, type CommandSpec, type Invocation } from '../command.ts'
import { tableText } from '../io.ts'
import { writeRows } from '../write-rows.ts'

const ALL = 100_000_000

/** `shouwang rejects`: the rejected rows of the last batches, to send back. */
export const rejects: CommandSpec = {
  name: 'rejects',
  summary: '被退回的行：在哪个文件哪一行、什么原因、怎么改',
  usesWarehouse: true,
  shape: (command) =>
    command
      .option('--township <编号>', '只看一个乡镇')
      .addOption(choice('--format <格式>', '输出格式', ['table', 'csv', 'json']).default('table')),
  run: (invocation) => invocation.withApplication((application) => run(invocation, application)),
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
