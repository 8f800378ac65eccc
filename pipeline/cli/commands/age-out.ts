import { ageOut as takeAway } from '../../keeping/age-out.ts'
import { agingTrail } from '../aging.ts'
import type { CommandSpec } from '../command.ts'
import { COMMAND_LINE } from './user.ts'

/** `shouwang age-out`: takes away what is older than `policy.retention` keeps it; the schedule does it every day. */
export const ageOut: CommandSpec = {
  name: 'age-out',
  summary: '删除超过保存年限的身份信息、退回内容和审计记录',
  usesWarehouse: true,
  shape: (command) =>
    command
      .option('--dry-run', '只数一数，不删除')
      .addHelpText('after', '\n年限见配置里的 policy.retention；服务运行时每天自动做一次。'),
  run: async (invocation) => {
    const is_dry_run = invocation.options.dryRun === true
    const aged = await invocation.withAccess((access, application) =>
      takeAway(application, { trail: agingTrail(access, COMMAND_LINE), is_dry_run }),
    )
    if (invocation.globals.json) invocation.json({ ...aged, is_dry_run })
    else {
      const { children, rejected_texts, audit_entries } = aged
      invocation.io.out(
        `${is_dry_run ? '将删除' : '已删除'}：${children} 名儿童的身份信息，${rejected_texts} 项退回内容，${audit_entries} 条审计记录。\n`,
      )
    }
    return 0
  },
}
