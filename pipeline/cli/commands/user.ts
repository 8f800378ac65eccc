import { ShouwangError } from '../../../errors.ts'
import type { Access } from '../../../web/server/access.ts'
import type { Actor } from '../../../web/server/audit.ts'
import { ROLES, type Role } from '../../../web/server/viewer.ts'
import { choice, several, type CommandSpec, type Invocation } from '../command.ts'
import { tableText } from '../io.ts'

/** Whoever runs a command on the server's own machine: it has the key file, so it is the operator. */
export const COMMAND_LINE: Actor = { name: '（命令行）', role: 'operator' }

const ACTIONS = ['add', 'list', 'disable', 'enable', 'reset', 'bind', 'unbind'] as const

/** `shouwang user`: accounts (interfaces.md, Command line). A password comes over standard input alone. */
export const user: CommandSpec = {
  name: 'user',
  summary: '账号：新建、列出、停用、启用、重设密码、绑定单点登录',
  usesWarehouse: true,
  shape: (command) =>
    command
      .argument('<action>', ACTIONS.join('、'))
      .argument('[name]', '账号名')
      .addOption(choice('--role <角色>', '角色', ROLES))
      .addOption(several('--scope <unit...>', '所管单位的编号：乡镇如 01，学校如 01/青石中心小学'))
      .option('--password-stdin', '从标准输入读密码（不写在命令行里，以免被别人看到）')
      .option('--oidc-subject <sub>', '县单点登录里这个人的身份（sub）；add 时可以不设密码')
      .addHelpText(
        'after',
        `
角色：county 县领导小组、inspector 督查人员、township 乡镇、school 学校、operator 系统运维（看不到儿童）
示例：
  shouwang user add lijuan --role township --scope 01 --password-stdin < 密码文件
  shouwang user add wangwei --role school --scope 01/青石中心小学 --oidc-subject 248289761001
  shouwang user bind lijuan --oidc-subject 248289761002
  shouwang user reset lijuan --password-stdin < 密码文件`,
      ),
  run: async (invocation) => {
    const [action = '', name = ''] = invocation.args
    if (!isAction(action)) {
      throw new ShouwangError('bad_parameter', `没有“user ${action}”；可用：${ACTIONS.join('、')}。`, { action })
    }
    if (action !== 'list' && name === '') {
      throw new ShouwangError('bad_parameter', `请写明账号名：shouwang user ${action} 账号名。`)
    }
    return invocation.withAccess(async (access) => {
      await ACTS[action](access, name, invocation)
      return 0
    })
  },
}

type Action = (typeof ACTIONS)[number]
const isAction = (text: string): text is Action => ACTIONS.includes(text as Action)

const ACTS: Record<Action, (access: Access, name: string, invocation: Invocation) => Promise<void>> = {
  add: async (access, name, invocation) => {
    const { role, scope, oidcSubject } = invocation.options as { role?: Role; scope?: string[]; oidcSubject?: string }
    if (role === undefined) {
      throw new ShouwangError('bad_parameter', `请用 --role 写明角色：${ROLES.join('、')}。`)
    }
    // Whom the single sign-on vouches for needs no password of ours.
    const isVouched = oidcSubject !== undefined && invocation.options.passwordStdin !== true
    const password = isVouched ? null : await passwordOf(invocation)
    await access.accounts.add({ name, role, units: scope ?? [], password, oidc_subject: oidcSubject }, COMMAND_LINE)
    invocation.io.out(`已新建账号 ${name}（${role}${scope ? `，${scope.join('、')}` : ''}）。\n`)
  },
  list: async (access, _name, invocation) => {
    const accounts = access.accounts
      .all()
      .map(({ name, role, units, is_disabled, totp_sealed, oidc_subject, created_at }) => ({
        name,
        role,
        scope: units,
        is_disabled,
        has_second_factor: totp_sealed !== null,
        oidc_subject,
        created_at,
      }))
    if (invocation.globals.json) return invocation.json(accounts)
    if (accounts.length === 0) {
      invocation.io.out('还没有账号。新建：shouwang user add 账号名 --role county --password-stdin\n')
      return
    }
    const rows = accounts.map((each) => [
      each.name,
      each.role,
      each.scope.join('、') || '全县',
      each.is_disabled ? '已停用' : '可用',
      each.has_second_factor ? '有' : '无',
      each.oidc_subject ?? '',
      each.created_at.slice(0, 10),
    ])
    invocation.io.out(tableText(['账号', '角色', '范围', '状态', '第二重验证', '单点登录', '建立'], rows))
  },
  disable: async (access, name, { io }) => {
    await access.accounts.setDisabled(name, true, COMMAND_LINE)
    await access.reload(name)
    io.out(`已停用账号 ${name}，它的登录全部退出。\n`)
  },
  enable: async (access, name, { io }) => {
    await access.accounts.setDisabled(name, false, COMMAND_LINE)
    io.out(`已启用账号 ${name}。\n`)
  },
  reset: async (access, name, invocation) => {
    await access.accounts.reset(name, await passwordOf(invocation), COMMAND_LINE)
    await access.reload(name)
    invocation.io.out(`已重设账号 ${name} 的密码；第二重验证已取消，它的登录全部退出。\n`)
  },
  bind: async (access, name, { io, options }) => {
    const { oidcSubject } = options
    if (typeof oidcSubject !== 'string') {
      throw new ShouwangError('bad_parameter', '请用 --oidc-subject 写明县单点登录里这个人的身份（sub）。')
    }
    await access.accounts.bind(name, oidcSubject, COMMAND_LINE)
    await access.reload(name)
    io.out(`账号 ${name} 已绑定单点登录身份 ${oidcSubject}，它的登录全部退出。\n`)
  },
  unbind: async (access, name, { io }) => {
    await access.accounts.bind(name, null, COMMAND_LINE)
    await access.reload(name)
    io.out(`账号 ${name} 不再绑定单点登录身份，它的登录全部退出。\n`)
  },
}

/** The password on standard input, without the line's end. */
async function passwordOf({ io, options }: Invocation): Promise<string> {
  if (options.passwordStdin !== true) {
    throw new ShouwangError('bad_parameter', '请加 --password-stdin，并从标准输入给出密码；密码不写在命令行里。')
  }
  return (await io.input()).replace(/\r?\n$/, '')
}
