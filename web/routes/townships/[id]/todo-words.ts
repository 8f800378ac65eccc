import type { Language } from '$lib/format/language.ts'
import { m } from '$lib/i18n/compiled/messages.js'
import { dutyName } from '$lib/i18n/words.ts'
import type { Duty } from '../../../server/answers.ts'

const LISTS: Record<string, () => string> = {
  file: m.township_list_file,
  pairing: m.township_list_pairing,
  key_pairing: m.township_list_key_pairing,
  talk: m.township_list_talk,
  three_ones: m.township_list_three_ones,
  incident: m.township_list_incident,
  quarter_update: m.township_list_quarter_update,
}

/** Whether a list has a name of its own: those of the first nine duties. */
export const isOwnList = (list: string): boolean => list in LISTS

/** The names of the duties by code, in the reader's language. */
type DutyNames = ReadonlyMap<string, string>

export const dutyNames = (duties: readonly Duty[], language: Language): DutyNames =>
  new Map(duties.map((duty) => [duty.code, dutyName(duty, language)]))

/** A list's name; one of a single duty is called by that duty's. */
export const listName = (list: string, duties: DutyNames): string =>
  LISTS[list]?.() ?? m.township_list_of_a_duty({ duty: duties.get(list) ?? list })

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
  police_reported_at: m.township_missing_police_reported_at,
  home_sign: m.township_missing_home_sign,
  home_place: m.township_missing_home_place,
  home_equipment: m.township_missing_home_equipment,
  home_staff: m.township_missing_home_staff,
  home_files: m.township_missing_home_files,
  home_plan: m.township_missing_home_plan,
  home_ledger: m.township_missing_home_ledger,
  home_funding: m.township_missing_home_funding,
}

/** What a row lacks, in the words of the registers' headers. */
export const missingWords = (codes: readonly string[], duties: DutyNames): string =>
  codes.map((code) => MISSING[code]?.() ?? duties.get(code) ?? code).join(m.list_separator())
