import type { Column } from '$lib/components/table.ts'
import { formatInstant } from '$lib/format/instant.ts'
import { m } from '$lib/i18n/compiled/messages.js'
import { roleName } from '$lib/i18n/words.ts'
import type { AuditPage } from './audit.server.ts'
import { actionName, purposeName } from './words.ts'

type Row = AuditPage['rows'][number]

/** The columns of the audit trail: when, who, what, whom, why. */
export function auditColumns(timezone: string): Column<Row>[] {
  return [
    {
      key: 'at',
      label: m.audit_when(),
      text: ({ happened_at }) => formatInstant(happened_at, timezone),
      sortBy: ({ entry_id }) => entry_id,
    },
    { key: 'who', label: m.audit_who(), text: ({ actor }) => actor || m.audit_nobody() },
    { key: 'role', label: m.role(), text: ({ role }) => roleName(role) },
    { key: 'action', label: m.audit_what(), text: ({ action }) => actionName(action) },
    { key: 'unit', label: m.scope(), text: ({ unit_id }) => unit_id ?? '' },
    { key: 'whom', label: m.audit_whom(), text: ({ child, account }) => child ?? account ?? '' },
    { key: 'why', label: m.child_purpose(), text: ({ purpose }) => purposeName(purpose) },
    { key: 'detail', label: m.audit_detail(), text: ({ detail }) => detail },
  ]
}
