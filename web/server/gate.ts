import type { Access } from './access.ts'
import { sightOf } from './inspection-scope.ts'
import { kindOf, maySeeRowsOf, unitsFor } from './scope.ts'
import { SESSION_COOKIE } from './session-cookie.ts'
import { seesAll } from './viewer.ts'

/** What the API asks of access before it answers: sessions, the rules of scope.ts, and the audit trail. */
export const gateOf = (access: Access) => ({
  cookie: SESSION_COOKIE,
  viewer: (token: string | undefined) => access.viewer(token),
  kindOf,
  unitsFor,
  maySeeRowsOf,
  seesAll,
  sightOf,
  recordIn: (...[transaction, viewer, event]: Parameters<Access['audit']['recordIn']>) =>
    access.audit.recordIn(transaction, viewer, event),
  record: (...[viewer, event]: Parameters<Access['audit']['record']>) => access.audit.record(viewer, event),
})
