import type { Access } from '../../web/server/access.ts'
import type { Actor } from '../../web/server/audit.ts'
import type { AgingTrail } from '../keeping/age-out.ts'

/** The audit trail of an open county, as it ages; `actor` is who asked for it. */
export const agingTrail = ({ audit }: Access, actor: Actor): AgingTrail => ({
  countBefore: (instant) => audit.countBefore(instant),
  ageOut: (instant, detail) => audit.ageOut(instant, actor, detail),
})
