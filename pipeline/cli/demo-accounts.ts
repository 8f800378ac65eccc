import type { Access } from '../../web/server/access.ts'
import type { Role } from '../../web/server/viewer.ts'
import type { Config } from '../config.ts'
import { COMMAND_LINE } from './commands/user.ts'

/** The demo's accounts all have this password: its children are made up, and it serves this machine alone. */
export const DEMO_PASSWORD = 'shouwang-demo'

interface DemoAccount {
  name: string
  role: Role
  units: readonly string[]
}

/** An account a role, for the demo county's first township and school. */
export function demoAccounts({ townships }: Config): DemoAccount[] {
  const [township] = townships
  const school = township?.schools[0]
  return [
    { name: 'county', role: 'county', units: [] },
    { name: 'inspector', role: 'inspector', units: [] },
    ...(township ? [{ name: 'township', role: 'township' as const, units: [township.id] }] : []),
    ...(township && school ? [{ name: 'school', role: 'school' as const, units: [`${township.id}/${school}`] }] : []),
    { name: 'operator', role: 'operator', units: [] },
  ]
}

/** Adds those that are missing; answers all as lines for the terminal. */
export async function addDemoAccounts(access: Access, config: Config): Promise<string> {
  const accounts = demoAccounts(config)
  for (const account of accounts) {
    if (access.accounts.find(account.name)) continue
    await access.accounts.add({ ...account, password: DEMO_PASSWORD }, COMMAND_LINE)
  }
  const lines = accounts.map(
    ({ name, role, units }) => `  ${name.padEnd(10)} ${role}${units.length > 0 ? ` ${units.join(' ')}` : ''}`,
  )
  return `示例账号（密码都是 ${DEMO_PASSWORD}）：\n${lines.join('\n')}\n`
}
