import { RETURN_COUNTS } from '../../queries/returns.ts'
import type { Words } from './language.ts'

/** What a column holds: `rate` is a part of 1, `instant` ISO 8601 with an offset, `texts` a list of codes. */
export type ColumnType = 'text' | 'integer' | 'number' | 'rate' | 'boolean' | 'instant' | 'texts'

/** One column of a table that leaves the program as CSV, Arrow or a workbook; the same for the API and the command line. */
export interface ColumnSpec {
  readonly name: string
  readonly type: ColumnType
  /** Its heading in a workbook, where the name alone means something else (headings.ts). */
  readonly heading?: Words
}

/** Columns of one type. */
export const columnsOf = (type: ColumnType, ...names: string[]): ColumnSpec[] => names.map((name) => ({ name, type }))

const columns = columnsOf

/** interfaces.md, Command line, summary: names and order are fixed. */
export const SUMMARY_COLUMNS: readonly ColumnSpec[] = [
  ...columns('text', 'level', 'unit_id', 'unit_name', 'duty', 'period'),
  ...columns('integer', 'met', 'late', 'missed', 'ahead', 'pending'),
  ...columns('rate', 'rate', 'low', 'high', 'target'),
]

/** The same for those who may see of other units' villages and schools what stood at an end of a quarter. */
export const SEEN_COLUMNS: readonly ColumnSpec[] = [...SUMMARY_COLUMNS, ...columns('instant', 'settled_at')]

/** A row of the ledger (duties.md). */
export const SUBJECT_COLUMNS: readonly ColumnSpec[] = [
  ...columns('text', 'duty', 'subject_kind', 'subject_id', 'township_id', 'village', 'school', 'period'),
  ...columns('instant', 'due_at', 'met_at'),
  ...columns('text', 'status'),
]

/** interfaces.md, Command line, rejects: names and order are fixed. */
export const REJECT_COLUMNS: readonly ColumnSpec[] = [
  ...columns('text', 'township', 'register', 'file', 'sheet'),
  ...columns('integer', 'row'),
  ...columns('text', 'column', 'value', 'code', 'advice'),
]

/** The catalogue, as its files' headers and the config's targets say. */
export const DUTY_COLUMNS: readonly ColumnSpec[] = [
  ...columns('text', 'code', 'zh', 'en', 'family', 'subject', 'period'),
  ...columns('rate', 'target'),
  ...columns('text', 'source', 'sentence', 'sentence_en', 'source_en'),
]

/** An incident, its times, and its three clocks. */
export const INCIDENT_COLUMNS: readonly ColumnSpec[] = [
  ...columns('text', 'incident_id', 'township_id', 'township', 'village', 'school', 'child_id', 'kind', 'status'),
  ...columns('instant', 'occurred_at', 'guardian_notified_at', 'parents_notified_at', 'education_reported_at'),
  ...columns('instant', 'township_reported_at', 'police_reported_at', 'closed_at'),
  ...['notify_guardian', 'notify_parents', 'report_authority'].flatMap((duty) => [
    ...columns('instant', `${duty}_due_at`),
    ...columns('text', `${duty}_status`),
  ]),
  ...columns('texts', 'impossible_times'),
  ...columns('text', 'told'),
  ...columns('instant', 'told_live_at'),
  ...columns('boolean', 'is_missing_in_register'),
  ...columns('instant', 'live_occurred_at', 'live_guardian_notified_at', 'live_parents_notified_at'),
  ...columns('instant', 'live_education_reported_at', 'live_township_reported_at', 'live_police_reported_at'),
  ...columns('instant', 'live_closed_at'),
  ...columns('texts', 'differing_times'),
]

/** A statistical return: the county and each township with its counts. */
export const RETURN_COLUMNS: readonly ColumnSpec[] = [
  ...columns('text', 'level', 'unit_id', 'unit_name'),
  ...columns('integer', ...RETURN_COUNTS),
]

/** One row a township and register of which something changed. */
export const CHANGE_COLUMNS: readonly ColumnSpec[] = [
  ...columns('text', 'township_id', 'township', 'register'),
  ...columns('integer', 'added', 'changed', 'removed'),
]

/** One row a unit and credibility signal. */
export const LEAD_COLUMNS: readonly ColumnSpec[] = [
  ...columns('text', 'level', 'unit_id', 'unit_name', 'township', 'signal', 'signal_name'),
  ...columns('integer', 'n', 'observed'),
  ...columns('number', 'expected', 'chance'),
  ...columns('boolean', 'is_flagged'),
]

/** One row a unit and duty that closed inspections looked at. */
export const VERIFICATION_COLUMNS: readonly ColumnSpec[] = [
  ...columns('text', 'level', 'unit_id', 'unit_name', 'duty'),
  { name: 'rate', type: 'rate', heading: { zh: '核实率', en: 'Verified' } },
  ...columns('rate', 'low', 'high'),
  ...columns('integer', 'confirmed', 'checked', 'unchecked', 'subjects'),
  ...columns('text', 'method'),
  ...columns('integer', 'random_confirmed', 'random_checked'),
  ...columns('rate', 'random_rate', 'random_low', 'random_high'),
]

/** One row a run and register of its batch. */
export const RUN_COLUMNS: readonly ColumnSpec[] = [
  ...columns('integer', 'run_id'),
  ...columns('text', 'township_id', 'township', 'reason'),
  ...columns('instant', 'started_at'),
  ...columns('integer', 'duration_ms'),
  ...columns('text', 'state', 'message'),
  ...columns('integer', 'batch_id'),
  ...columns('text', 'register', 'register_state'),
  ...columns('integer', 'read', 'accepted', 'skipped', 'rejected', 'warnings'),
  ...columns('text', 'file', 'sheet', 'code', 'register_message'),
]
