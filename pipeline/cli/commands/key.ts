import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { ShouwangError } from '../../../errors.ts'
import type { Access } from '../../../web/server/access.ts'
import { createMasterKey, readMasterKey } from '../../../vault/master-key.ts'
import { masterKeyAt, type Application } from '../../application.ts'
import { rotateFileKey } from '../../keeping/rotate-file-key.ts'
import { rotateKeys, type Rotation } from '../../keeping/rotate-keys.ts'
import { Choices } from '../../outbox/choices.ts'
import { resealTexts } from '../../sealed-texts.ts'
import type { CommandSpec, Invocation } from '../command.ts'
import { COMMAND_LINE } from './user.ts'

/**
 * `shouwang key rotate`: exchanges the data key, and with `--new-master` the master key; with `--file` the key of an encrypted
 * file alone; 2 where a value does not open.
 */
export const key: CommandSpec = {
  name: 'key',
  summary: '密钥：rotate 换新的数据密钥，重新封存全部姓名和号码',
  usesWarehouse: true,
  shape: (command) =>
    command
      .argument('<action>', 'rotate')
      .option('--new-master <文件>', '同时换主密钥：新的密钥文件，没有就生成')
      .option('--file', '只换加密的数据仓库文件自己的密钥，重写整个文件；要先停止服务')
      .addHelpText(
        'after',
        `
服务运行时也可以换；中途断电或被终止，全部内容仍能打开，再运行一次即接着做完。
换主密钥后，请把新文件放到原密钥文件的位置（或改 SHOUWANG_KEY_FILE）；旧密钥留到用它做的备份都不再需要为止。`,
      ),
  run: async (invocation) => {
    const [action = ''] = invocation.args
    if (action !== 'rotate') {
      throw new ShouwangError('bad_parameter', `没有“key ${action}”；可用：key rotate。`, { action })
    }
    const { newMaster, file: isFileAlone } = invocation.options as { newMaster?: string; file?: boolean }
    if (isFileAlone) return rotateFile(invocation, newMaster)
    const file = newMaster === undefined ? undefined : invocation.path(newMaster)
    const rotation = await invocation.withAccess(async (access, application) => {
      const done = await rotateKeys(application, {
        new_master: file === undefined ? undefined : existsSync(file) ? readMasterKey(file) : createMasterKey(file),
        resealOthers: () => resealOthers(access, application),
        progress: (count, total) => invocation.io.progress(count, total, '重新封存'),
      })
      const { key_id, resealed, broken, dropped } = done
      const detail = JSON.stringify({ key_id, resealed, broken, dropped, master: file !== undefined })
      await access.audit.record(COMMAND_LINE, { action: 'key_rotated', detail })
      return done
    })
    if (invocation.globals.json) invocation.json(rotation)
    else tell(invocation, rotation, file)
    return rotation.broken > 0 ? 2 : 0
  },
}

/** The file is rewritten, so nobody may have it open, the running server least of all. */
async function rotateFile(invocation: Invocation, newMaster: string | undefined): Promise<number> {
  const { context, globals, io } = invocation
  if (newMaster !== undefined) {
    throw new ShouwangError('bad_parameter', '--file 和 --new-master 请分两次运行。', {})
  }
  const data = invocation.path(globals.data)
  if (context.running) throw new ShouwangError('conflict', '服务正在运行。请先停止服务，再换文件的密钥。', { data })
  const master = masterKeyAt(invocation.path(globals.config), context.env)
  await rotateFileKey(join(data, 'shouwang.duckdb'), { engine: invocation.engine, master })
  await invocation.withAccess((access) =>
    access.audit.record(COMMAND_LINE, { action: 'key_rotated', detail: JSON.stringify({ file: true }) }),
  )
  if (globals.json) invocation.json({ file_key: 'rotated' })
  else io.out('数据仓库文件的密钥已更换。换之前做的备份仍用原来的密钥，备份里带着它。\n')
  return 0
}

/** Seals anew what is sealed outside the dictionary of identities; answers how many did not open. */
async function resealOthers(access: Access, { warehouse, vault, config }: Application): Promise<number> {
  const choices = await Choices.open({ warehouse, vault, timezone: config.county.timezone })
  await choices.reseal()
  return (await access.accounts.reseal()) + (await resealTexts(warehouse, vault))
}

function tell({ io }: Invocation, { key_id, resealed, broken, dropped, is_resumed }: Rotation, file?: string): void {
  if (is_resumed) io.out('已接着做完上一次没有做完的更换。\n')
  io.out(`现在使用 ${key_id} 号数据密钥，重新封存了 ${resealed} 项；删除了 ${dropped.length} 个旧数据密钥。\n`)
  if (broken > 0) io.out(`有 ${broken} 项打不开，旧数据密钥因此保留；请从备份恢复后再换。\n`)
  if (file === undefined) return
  io.out(`主密钥已换成 ${file}：下次启动前，请把它放到原密钥文件的位置，或让 SHOUWANG_KEY_FILE 指向它。\n`)
}
