import { isShouwangError, ShouwangError } from '../../../errors.ts'
import { masterKeyAt } from '../../application.ts'
import { restore as putBack } from '../../keeping/restore.ts'
import type { CommandSpec } from '../command.ts'
import { findServer } from '../running-server.ts'

/** `shouwang restore`: puts a backup back; 2 where it does not hold, and then nothing was changed. */
export const restore: CommandSpec = {
  name: 'restore',
  summary: '从备份恢复数据仓库和配置；先核验，再替换',
  usesWarehouse: false,
  shape: (command) =>
    command
      .argument('<file>', '备份文件')
      .option('--replace', '替换已有的数据仓库')
      .addHelpText('after', '\n已有的配置不会被改动：备份里的配置若不同，放在它旁边，文件名加 .restored。'),
  run: async (invocation) => {
    const { globals, io, context } = invocation
    const data = invocation.path(globals.data)
    const config = invocation.path(globals.config)
    if (await findServer(data)) {
      throw new ShouwangError('conflict', '服务正在运行。请先停止服务，再从备份恢复。', { data })
    }
    const master = masterKeyAt(config, context.env)
    try {
      const file = invocation.path(invocation.args[0] ?? '')
      const may_replace = invocation.options.replace === true
      const restored = await putBack({ file, data, config, master, engine: invocation.engine, may_replace })
      if (globals.json) invocation.json(restored)
      else {
        io.out(`已恢复 ${restored.made_at} 的备份。\n`)
        if (restored.config_file !== null) io.out(`备份里的配置已写到 ${restored.config_file}。\n`)
      }
      return 0
    } catch (error) {
      if (!isShouwangError(error) || !['unreadable_file', 'key_wrong'].includes(error.code)) throw error
      io.err(`${error.message}没有改动任何内容。\n`)
      return 2
    }
  },
}
