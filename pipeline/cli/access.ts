import { createHash } from 'node:crypto'
import { Access } from '../../web/server/access.ts'
import type { Application } from '../application.ts'

/** Sign-in and accounts of an open application. Sessions run by the process's own clock, also where `--now` stands still. */
export function openAccess({ warehouse, vault, config }: Application, clock: () => Date): Promise<Access> {
  const { county, policy } = config
  return Access.open({
    warehouse,
    vault,
    now: clock,
    county: { name: county.name, timezone: county.timezone },
    security: policy.security,
  })
}

/** Keeps in the audit trail that the config is another one than at the start before. */
export async function recordConfig(access: Access, { config }: Application): Promise<void> {
  const detail = createHash('sha256').update(JSON.stringify(config)).digest('hex')
  const [last] = await access.audit.entries({ action: 'config_changed', limit: 1 })
  if (last?.detail === detail) return
  await access.audit.record({ name: '（服务启动）', role: 'operator' }, { action: 'config_changed', detail })
}
