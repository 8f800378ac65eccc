import { m } from '$lib/i18n/compiled/messages.js'

const WORDS: Record<string, () => string> = {
  sign_in: m.audit_sign_in,
  sign_in_failed: m.audit_sign_in_failed,
  sign_out: m.audit_sign_out,
  second_factor_set: m.audit_second_factor_set,
  password_changed: m.audit_password_changed,
  unmask: m.audit_unmask,
  export: m.audit_export,
  hold_accepted: m.audit_hold_accepted,
  hold_refused: m.audit_hold_refused,
  lead_replied: m.audit_lead_replied,
  inspection_planned: m.audit_inspection_planned,
  inspection_step: m.audit_inspection_step,
  worksheet_taken: m.audit_worksheet_taken,
  inspected: m.audit_inspected,
  device_revoked: m.audit_device_revoked,
  order_made: m.audit_order_made,
  order_event: m.audit_order_event,
  inspection_replied: m.audit_inspection_replied,
  scheme_saved: m.audit_scheme_saved,
  freeze_proposed: m.audit_freeze_proposed,
  freeze_confirmed: m.audit_freeze_confirmed,
  freeze_declined: m.audit_freeze_declined,
  freeze_withdrawn: m.audit_freeze_withdrawn,
  objection_made: m.audit_objection_made,
  objection_decided: m.audit_objection_decided,
  objection_withdrawn: m.audit_objection_withdrawn,
  notices_changed: m.audit_notices_changed,
  user_added: m.audit_user_added,
  user_disabled: m.audit_user_disabled,
  user_enabled: m.audit_user_enabled,
  user_reset: m.audit_user_reset,
  user_bound: m.audit_user_bound,
  config_changed: m.audit_config_changed,
  key_rotated: m.audit_key_rotated,
  child_forgotten: m.audit_child_forgotten,
  aged_out: m.audit_aged_out,
  backup: m.audit_backup,
  command: m.audit_command,
}

/** The kinds of events, in the order of the list. */
export const ACTIONS = Object.keys(WORDS)

/** What was done, in words; a kind that has none yet is called by its code. */
export const actionName = (action: string): string => WORDS[action]?.() ?? action

const PURPOSES: Record<string, () => string> = {
  duty: m.purpose_duty,
  inspection: m.purpose_inspection,
  emergency: m.purpose_emergency,
  correction: m.purpose_correction,
}

/** A purpose in words; nothing for none. */
export const purposeName = (purpose: string | null): string =>
  purpose === null ? '' : (PURPOSES[purpose]?.() ?? purpose)
