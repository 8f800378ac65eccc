import type { Gate } from '../../web/api/gate.ts'
import type { AuditEvent } from '../../web/server/audit.ts'
import { sightOf } from '../../web/server/inspection-scope.ts'
import { kindOf, maySeeRowsOf, unitsFor } from '../../web/server/scope.ts'
import { SESSION_COOKIE } from '../../web/server/session-cookie.ts'
import { seesAll, type Viewer } from '../../web/server/viewer.ts'

/** Somebody of the county's leading group, who sees everything. */
export const COUNTY_VIEWER: Viewer = { name: 'county', role: 'county', units: [] }

/** A gate with the real rules before which one viewer always stands; what would be kept in the audit trail is in `kept`. */
export function gateFor(viewer: Viewer | null, kept: AuditEvent[] = []): Gate {
  return {
    cookie: SESSION_COOKIE,
    viewer: () => viewer,
    kindOf,
    unitsFor,
    maySeeRowsOf,
    seesAll,
    sightOf,
    record: (_viewer, event) => {
      kept.push(event)
      return Promise.resolve()
    },
    recordIn: (_transaction, _viewer, event) => {
      kept.push(event)
      return Promise.resolve()
    },
  }
}
