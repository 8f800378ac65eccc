import { m } from '$lib/i18n/compiled/messages.js'
import { valueWords } from '../changes/words.ts'

/** What a list of the review is called, what it holds, and what its reasons are. */
interface ListWords {
  name: () => string
  about: () => string
  reasons: () => string
}

const LISTS: Record<string, ListWords> = {
  unknown_elsewhere: {
    name: m.review_list_unknown_elsewhere,
    about: m.review_list_unknown_elsewhere_about,
    reasons: m.review_column_unknown_to,
  },
  not_in_census: {
    name: m.review_list_not_in_census,
    about: m.review_list_not_in_census_about,
    reasons: m.review_column_known_by,
  },
  gone: { name: m.review_list_gone, about: m.review_list_gone_about, reasons: m.review_column_fate },
  empty_places: {
    name: m.review_list_empty_places,
    about: m.review_list_empty_places_about,
    reasons: m.review_column_reasons,
  },
  higher: { name: m.review_list_higher, about: m.review_list_higher_about, reasons: m.review_column_why },
  lower: { name: m.review_list_lower, about: m.review_list_lower_about, reasons: m.review_column_why },
  unreported: { name: m.review_list_unreported, about: m.review_list_unreported_about, reasons: m.review_column_why },
  agreed: { name: m.review_list_agreed, about: m.review_list_agreed_about, reasons: m.review_column_why },
  load: { name: m.review_list_load, about: m.review_list_load_about, reasons: m.review_column_reasons },
  outside_kinds: {
    name: m.review_list_outside_kinds,
    about: m.review_list_outside_kinds_about,
    reasons: m.review_column_carer_kind,
  },
  no_contact: {
    name: m.review_list_no_contact,
    about: m.review_list_no_contact_about,
    reasons: m.review_column_reasons,
  },
  turnover: { name: m.review_list_turnover, about: m.review_list_turnover_about, reasons: m.review_column_reasons },
}

/** A list of the review in words; one that has none yet is called by its code. */
export const listWords = (list: string): ListWords =>
  LISTS[list] ?? { name: () => list, about: () => '', reasons: m.review_column_reasons }

const REASONS: Record<string, () => string> = {
  files: m.review_reason_files,
  enrolments: m.review_reason_enrolments,
  pairings: m.review_reason_pairings,
  contacts: m.review_reason_contacts,
  village: m.review_reason_village,
  school: m.review_reason_school,
  no_reason: m.review_reason_no_reason,
  ended: m.review_reason_ended,
  over_age: m.review_reason_over_age,
  elsewhere: m.review_reason_elsewhere,
  recent_plan: m.review_fact_recent_plan,
  violence: m.review_fact_violence,
  no_immunisation: m.review_fact_no_immunisation,
  no_checkup: m.review_fact_no_checkup,
  illness: m.review_fact_illness,
  not_enrolled: m.review_fact_not_enrolled,
  dropped_out: m.review_fact_dropped_out,
  old_guardian: m.review_fact_old_guardian,
  guardian_unwell: m.review_fact_guardian_unwell,
  no_pairing: m.review_fact_no_pairing,
  unattended: m.review_fact_unattended,
  in_need: m.review_fact_in_need,
  no_assistance: m.review_fact_no_assistance,
  over: m.review_reason_over,
  within: m.review_reason_within,
  new: m.review_reason_new,
  long: m.review_reason_long,
  unknown: m.review_reason_unknown,
}

/** Why a row is in its list, in words. */
export const reasonWords = (reason: string): string => REASONS[reason]?.() ?? valueWords('kind', reason)
