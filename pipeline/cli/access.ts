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
