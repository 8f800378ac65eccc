import type { Application } from '../../pipeline/application.ts'
import { evaluationWork } from '../../pipeline/evaluation/work.ts'
import { rejectsOf } from '../../pipeline/rejects.ts'
import { textsOf } from '../../pipeline/sealed-texts.ts'
import type { Gate } from '../../web/api/gate.ts'
import type { ApiServices } from '../../web/api/services.ts'
import type { Access } from '../../web/server/access.ts'

/** What the API works with in this process, behind a gate. */
export function servicesOf(
  { config, warehouse, vault, events, now, ...application }: Application,
  { access, gate }: { access: Pick<Access, 'audit'>; gate: Gate },
): ApiServices {
  return {
    gate,
    audit: access.audit,
    warehouse,
    timezone: config.county.timezone,
    county: config.county,
    now,
    since: now(),
    stale_after_hours: 24,
    open_identity: (identity, sealed) => vault.unseal(sealed, identity),
    texts: textsOf(vault),
    rejects: (query) => rejectsOf(warehouse, vault, query),
    events,
    evaluation: evaluationWork({ config, warehouse, vault, events, now, ...application }),
  }
}
