import { m } from './compiled/messages.js'

const KINDS: Readonly<Record<string, () => string>> = {
  incident_half_time: m.notices_kind_incident_half_time,
  incident_overdue: m.notices_kind_incident_overdue,
  township_stale: m.notices_kind_township_stale,
  order_due: m.notices_kind_order_due,
  order_overdue: m.notices_kind_order_overdue,
}

/** What a kind of notice is called. */
export const noticeName = (kind: string): string => KINDS[kind]?.() ?? kind
