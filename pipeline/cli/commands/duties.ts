import { dutyCatalogue } from '../../../queries/statements.ts'
import { choice, type CommandSpec } from '../command.ts'
import { tableText } from '../io.ts'

/** `shouwang duties`: the catalogue, from the headers of the duties' own files. */
export const duties: CommandSpec = {
  name: 'duties',
  summary: '列出全部职责：代码、名称、期限、目标、依据',
  usesWarehouse: false,
  shape: (command) => command.addOption(choice('--format <格式>', '输出格式', ['table', 'json']).default('table')),
  run: async ({ io, options, globals, ...invocation }) => {
    const all = dutyCatalogue()
    if (globals.json || options.format === 'json') {
      io.out(`${JSON.stringify(all, null, 2)}\n`)
      return 0
    }
    void invocation
    const rows = all.map((duty) => [
      duty.code,
      duty.zh,
      duty.en,
      duty.family,
      duty.subject,
      duty.period,
      duty.target,
      duty.sentence,
      duty.sentence_en,
    ])
    io.out(tableText(['代码', '名称', '英文', '类别', '对象', '周期', '目标', '说明', '英文说明'], rows))
    return 0
  },
}
