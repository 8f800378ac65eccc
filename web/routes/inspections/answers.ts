import { z } from 'zod'

const instant = z.string().nullable()

/** An inspection as the list gives it. */
export const inspectionHead = z.object({
  inspection_id: z.string(),
  title: z.string(),
  kind: z.enum(['announced', 'unannounced']),
  step: z.enum(['committed', 'drawn', 'revealed', 'closed', 'cancelled']),
  starts_on: z.string(),
  ends_on: z.string(),
  units: z.array(z.string()),
  team: z.array(z.string()),
  as_of: instant,
  created_at: instant,
  drawn_at: instant,
  revealed_at: instant,
  closed_at: instant,
  may_lead: z.boolean(),
  may_inspect: z.boolean(),
})
export const inspectionsAnswer = z.object({ rows: z.array(inspectionHead), inspectors: z.array(z.string()) })

const finding = z.object({
  finding_id: z.string(),
  result: z.enum(['confirmed', 'not_confirmed', 'contradicted', 'unchecked']),
  found_at: instant,
  found_by: z.string(),
  note: z.string().nullable(),
})
const claim = z.object({
  claim_id: z.number().int(),
  duty: z.string(),
  item: z.string(),
  period: z.string(),
  status: z.enum(['met', 'late', 'missed']),
  due_at: instant,
  met_at: instant,
  is_in_conflict: z.boolean(),
  finding: finding.nullable(),
})
const text = z.string().nullable()
const child = z.object({
  child_key: z.string(),
  name: text,
  digits: text,
  guardian: text,
  carer: text,
  carer_kind: text,
  carer_phone: text,
  paired_on: text,
  contacts: z.array(z.object({ happened_on: text, kind: text, by_role: text, by: text })),
})
const times = z.object({
  kind: z.string(),
  occurred_at: instant,
  guardian_notified_at: instant,
  parents_notified_at: instant,
  education_reported_at: instant,
  township_reported_at: instant,
  police_reported_at: instant,
  closed_at: instant,
})
const sample = z.object({
  sample_id: z.number().int(),
  kind: z.enum(['child', 'school', 'home', 'incident']),
  township_id: z.string(),
  township: text,
  village: text,
  school: text,
  stratum: z.string(),
  subject: z.string(),
  share: z.enum(['random', 'risk', 'second_visit']),
  inclusion: z.number(),
  inspectors: z.array(z.string()),
  number: text,
  child: child.nullable(),
  times: times.nullable(),
  claims: z.array(claim),
})
const device = z.object({
  device_id: z.string(),
  account: z.string(),
  name: z.string(),
  taken_at: instant,
  seen_at: instant,
  revoked_at: instant,
  revoked_by: text,
  finding_count: z.number().int(),
})
export const inspectionAnswer = inspectionHead.extend({
  random: z.record(z.string(), z.number()),
  risk: z.record(z.string(), z.number()),
  frame_hash: z.string(),
  commitment: z.string(),
  seed: text,
  samples: z.array(sample),
  conflicts: z.array(z.number().int()),
  devices: z.array(device),
})
export const worksheetAnswer = inspectionHead.extend({ samples: z.array(sample) })
const telling = z.object({
  finding_id: z.string(),
  result: finding.shape.result,
  stands: z.boolean(),
  found_at: instant,
  found_by: z.string(),
  note: text,
})
export const tellingsAnswer = z.object({ rows: z.array(telling) })

export type InspectionHead = z.infer<typeof inspectionHead>
export type Sample = z.infer<typeof sample>
export type Claim = z.infer<typeof claim>
export type Child = z.infer<typeof child>
export type Times = z.infer<typeof times>
export type Device = z.infer<typeof device>
export type Telling = z.infer<typeof telling>
export type Result = Telling['result']
