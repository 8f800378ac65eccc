import { ShouwangError } from '../../../errors.ts'
import type { CommandSpec } from '../command.ts'

/** `shouwang audit verify`: recomputes the chain of the audit trail; 2 where it is broken. */
export const audit: CommandSpec = {
  name: 'audit',
  summary: '审计记录：verify 核验有没有被改动、删除或插入',
  usesWarehouse: true,
  shape: (command) => command.argument('<action>', 'verify'),
  run: async (invocation) => {
    const [action = ''] = invocation.args
    if (action !== 'verify') {
      throw new ShouwangError('bad_parameter', `没有“audit ${action}”；可用：audit verify。`, { action })
    }
    const state = await invocation.withAccess((access) => access.audit.verify())
    if (invocation.globals.json) invocation.json(state)
    else if (state.is_whole) {
      invocation.io.out(
        `审计记录完整：共 ${state.entries} 条。末条的校验值：${state.head}\n请另行抄存这个值：下次核验时记录若变少，就是被截断了。\n`,
      )
    } else {
      invocation.io.out(`审计记录从第 ${state.entry_id} 条起对不上：它或它前面的记录被改动、删除或插入过。\n`)
    }
    return state.is_whole ? 0 : 2
  },
}
