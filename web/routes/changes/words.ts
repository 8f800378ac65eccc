import { m } from '$lib/i18n/compiled/messages.js'

const FIELDS: Record<string, () => string> = {
  name: m.time_field_name,
  sex: m.time_field_sex,
  birth_date: m.time_field_birth_date,
  village: m.time_field_village,
  school: m.time_field_school,
  situation: m.time_field_situation,
  left_behind_from: m.time_field_left_behind_from,
  left_behind_to: m.time_field_left_behind_to,
  care_level: m.time_field_care_level,
  opened_on: m.time_field_opened_on,
  parent_name: m.time_field_parent_name,
  home_address: m.time_field_home_address,
  parent_phone: m.time_field_parent_phone,
  work_address: m.time_field_work_address,
  work_phone: m.time_field_work_phone,
  guardian_name: m.time_field_guardian_name,
  guardian_occupation: m.time_field_guardian_occupation,
  guardian_address: m.time_field_guardian_address,
  guardian_phone: m.time_field_guardian_phone,
  guardian_health: m.time_field_guardian_health,
  guardian_age: m.time_field_guardian_age,
  guardian_relation: m.time_field_guardian_relation,
  schooling: m.time_field_schooling,
  immunised: m.time_field_immunised,
  guardian_trained_on: m.time_field_guardian_trained_on,
  carer_name: m.time_field_carer_name,
  carer_kind: m.time_field_carer_kind,
  carer_phone: m.time_field_carer_phone,
  carer_unit: m.time_field_carer_unit,
  started_on: m.time_field_started_on,
  ended_on: m.time_field_ended_on,
  kind: m.time_field_kind,
  happened_on: m.time_field_happened_on,
  by_name: m.time_field_by_name,
  by_role: m.time_field_by_role,
  summary_length: m.time_field_summary_length,
  summary_digest: m.time_field_summary_digest,
  recorded_at: m.time_field_recorded_at,
  incident_id: m.time_field_incident_id,
  child_id: m.time_field_child_id,
  occurred_at: m.time_field_occurred_at,
  guardian_notified_at: m.time_field_guardian_notified_at,
  parents_notified_at: m.time_field_parents_notified_at,
  education_reported_at: m.time_field_education_reported_at,
  township_reported_at: m.time_field_township_reported_at,
  police_reported_at: m.time_field_police_reported_at,
  closed_at: m.time_field_closed_at,
  outcome: m.time_field_outcome,
}

const VALUES: Record<string, () => string> = {
  male: m.time_value_male,
  female: m.time_value_female,
  both_out: m.time_value_both_out,
  one_out_other_unable: m.time_value_one_out_other_unable,
  one_out: m.time_value_one_out,
  in_school: m.time_value_in_school,
  kindergarten: m.time_value_kindergarten,
  not_enrolled: m.time_value_not_enrolled,
  dropped_out: m.time_value_dropped_out,
  cadre: m.time_value_cadre,
  teacher: m.time_value_teacher,
  volunteer: m.time_value_volunteer,
  elder: m.time_value_elder,
  proxy_parent: m.time_value_proxy_parent,
  other: m.time_value_other,
  talk: m.time_value_talk,
  visit: m.time_value_visit,
  call: m.time_value_call,
  home_visit: m.time_value_home_visit,
  parent_feedback: m.time_value_parent_feedback,
  class_teacher: m.time_value_class_teacher,
  carer: m.time_value_carer,
  injury: m.time_value_injury,
  missing: m.time_value_missing,
  illness: m.time_value_illness,
  violence: m.time_value_violence,
  assault: m.time_value_assault,
  unattended: m.time_value_unattended,
  bullying: m.time_value_bullying,
}

/** A field of a register in words; one that has none yet is called by its name. */
export const fieldName = (field: string): string => FIELDS[field]?.() ?? field

/** What a field holds, in words where it is one of a few choices. */
export function valueWords(field: string, value: string | null): string {
  if (value === null) return m.time_empty()
  if (value === 'true' || value === 'false') return value === 'true' ? m.time_yes() : m.time_no()
  const isChoice = /kind|role|sex|situation|schooling/.test(field)
  if (isChoice) return VALUES[value]?.() ?? value
  return value.replace(/^(\d{4}-\d\d-\d\d \d\d:\d\d):\d\d$/, '$1')
}

const CHANGE_WORDS: Record<Change, () => string> = {
  added: m.time_added,
  changed: m.time_changed,
  removed: m.time_removed,
}

/** What can happen to a row between two instants. */
export const CHANGES = ['added', 'changed', 'removed'] as const
export type Change = (typeof CHANGES)[number]

/** A change in words. */
export const changeName = (change: Change): string => CHANGE_WORDS[change]()
