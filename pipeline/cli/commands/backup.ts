import { backUp } from '../../keeping/backup.ts'
import type { CommandSpec } from '../command.ts'
import { COMMAND_LINE } from './user.ts'

/** `shouwang backup`: warehouse and config in one sealed file, also while the service runs. */
export const backup: CommandSpec = {
  name: 'backup',
  summary: '备份数据仓库和配置，加密成一个文件；服务运行时也可以做',
  usesWarehouse: true,
  shape: (command) =>
    command
      .requiredOption('--out <文件>', '备份文件，不能是已有的')
      .addHelpText('after', '\n密钥不在备份里：请另外保存，没有密钥备份打不开。'),
  run: async (invocation) => {
    const file = invocation.path(invocation.options.out as string)
    const bytes = await invocation.withAccess(async (access, application) => {
      const written = await backUp(application, file)
      await access.audit.record(COMMAND_LINE, { action: 'backup', detail: JSON.stringify({ bytes: written }) })
      return written
    })
    if (invocation.globals.json) invocation.json({ file, bytes })
    else invocation.io.out(`已备份到 ${file}（${Math.ceil(bytes / 1024)} KiB）。密钥不在里面，请另外保存。\n`)
    return 0
  },
}
