import { m } from '$lib/i18n/compiled/messages.js'

const CODES: Record<string, () => string> = {
  missing_value: m.data_code_missing_value,
  bad_date: m.data_code_bad_date,
  bad_datetime: m.data_code_bad_datetime,
  bad_number: m.data_code_bad_number,
  bad_phone: m.data_code_bad_phone,
  date_in_future: m.data_code_date_in_future,
  date_order: m.data_code_date_order,
  id_old_format: m.data_code_id_old_format,
  id_precision_lost: m.data_code_id_precision_lost,
  id_check_digit: m.data_code_id_check_digit,
  id_format: m.data_code_id_format,
  id_mismatch: m.data_code_id_mismatch,
  unknown_value: m.data_code_unknown_value,
  unknown_village: m.data_code_unknown_village,
  unknown_school: m.data_code_unknown_school,
  time_order: m.data_code_time_order,
  superseded: m.data_code_superseded,
  unknown_column: m.data_code_unknown_column,
  unknown_child: m.data_code_unknown_child,
  forgotten_child: m.data_code_forgotten_child,
  cross_township_duplicate: m.data_code_cross_township_duplicate,
  unreadable_file: m.data_code_unreadable_file,
  ambiguous_source: m.data_code_ambiguous_source,
}

const REASONS: Record<string, () => string> = {
  page: m.data_reason_page,
  command: m.data_reason_command,
  schedule: m.data_reason_schedule,
  'catch-up': m.data_reason_catch_up,
}

/** What is wrong with a cell or a file, in a few words; a code that has none yet is said as it is. */
export const faultName = (code: string): string => CODES[code]?.() ?? m.data_code_other({ code })

/** Why a run was begun. */
export const reasonName = (reason: string): string => REASONS[reason]?.() ?? m.data_reason_other()
