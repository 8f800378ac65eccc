import { ShouwangError } from '../../../errors.ts'
import { writeChildKey } from '../../../queries/child-key.ts'
import { forgetChild, keyOfNumber, childKeyOf } from '../../keeping/forget.ts'
import type { CommandSpec } from '../command.ts'
import { COMMAND_LINE } from './user.ts'

/** `shouwang forget`: erases a child's identity; counts stay. The number comes over standard input alone. */
export const forget: CommandSpec = {
  name: 'forget',
  summary: '删除一名儿童的身份信息：姓名、号码、住址、电话；数字保留',
  usesWarehouse: true,
  shape: (command) =>
    command
      .option('--child <编号>', '儿童的编号，即个案页面地址里的数字')
      .option('--child-stdin', '从标准输入读身份证号（不写在命令行里，以免被别人看到）')
      .option('--purpose <缘由>', '记入审计记录，如“监护人申请”')
      .addHelpText(
        'after',
        `
删除后不能恢复；以后取数再遇到这名儿童，只计数，不再保存身份信息。此前的备份里仍有，备份到期前请妥善保管。
示例：
  shouwang forget --child-stdin --purpose 监护人申请 < 号码文件`,
      ),
  run: async (invocation) => {
    const { child, childStdin, purpose } = invocation.options as {
      child?: string
      childStdin?: boolean
      purpose?: string
    }
    if ((child === undefined) === (childStdin !== true)) {
      throw new ShouwangError(
        'bad_parameter',
        '请用 --child 写明儿童的编号，或用 --child-stdin 从标准输入给出身份证号。',
      )
    }
    const typed = childStdin === true ? (await invocation.io.input()).trim() : ''
    const key = await invocation.withAccess(async (access, application) => {
      const child_key = child === undefined ? keyOfNumber(application.vault, typed) : childKeyOf(child)
      const event = { action: 'child_forgotten', subject: String(child_key), purpose } as const
      await forgetChild(application, child_key, () => access.audit.record(COMMAND_LINE, event))
      return child_key
    })
    if (invocation.globals.json) invocation.json({ child_key: writeChildKey(key) })
    else invocation.io.out('已删除这名儿童的身份信息；各项数字不变。\n')
    return 0
  },
}
