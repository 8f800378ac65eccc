import { m } from '$lib/i18n/compiled/messages.js'

const LISTS: Record<string, () => string> = {
  file: m.township_list_file,
  pairing: m.township_list_pairing,
  key_pairing: m.township_list_key_pairing,
  talk: m.township_list_talk,
  three_ones: m.township_list_three_ones,
  incident: m.township_list_incident,
  quarter_update: m.township_list_quarter_update,
}

/** A list's name; one that has no word yet is called by its code. */
export const listName = (list: string): string => LISTS[list]?.() ?? list

const MISSING: Record<string, () => string> = {
  file: m.township_missing_file,
  parent_name: m.township_missing_parent_name,
  home_address: m.township_missing_home_address,
  parent_phone: m.township_missing_parent_phone,
  work_address: m.township_missing_work_address,
  work_phone: m.township_missing_work_phone,
  guardian_name: m.township_missing_guardian_name,
  guardian_occupation: m.township_missing_guardian_occupation,
  guardian_address: m.township_missing_guardian_address,
  guardian_phone: m.township_missing_guardian_phone,
  guardian_health: m.township_missing_guardian_health,
  guardian_age: m.township_missing_guardian_age,
  pairing: m.township_missing_pairing,
  cadre: m.township_missing_cadre,
  teacher: m.township_missing_teacher,
  talk: m.township_missing_talk,
  visit: m.township_missing_visit,
  call: m.township_missing_call,
  home_visit: m.township_missing_home_visit,
  guardian_notified_at: m.township_missing_guardian_notified_at,
  parents_notified_at: m.township_missing_parents_notified_at,
  education_reported_at: m.township_missing_education_reported_at,
  township_reported_at: m.township_missing_township_reported_at,
  census: m.township_missing_census,
}

/** What a row lacks, in the words of the registers' headers. */
export const missingWords = (codes: readonly string[]): string =>
  codes.map((code) => MISSING[code]?.() ?? code).join(m.list_separator())
