import { z } from '@hono/zod-openapi'
import { LEVELS, STATUSES } from '../../queries/ledger.ts'
import { INCIDENT_STATUSES } from './parameters.ts'

const instant = z.string().openapi({ format: 'date-time', example: '2026-10-31T12:00:00+08:00' })
const count = z.int().min(0)
const rate = z.number().min(0).max(1).nullable()
const text = z.string().nullable()
const status = z.enum(STATUSES)

export const as_of = instant.describe('The instant that is answered for, with the county’s offset')
export const state = z.int().describe('The version of the warehouse’s state; it grows with every change')
const next_cursor = z.string().nullable().describe('For `cursor`, to read on; null at the end')

export const summaryRow = z
  .object({
    level: z.enum(LEVELS),
    unit_id: z.string(),
    unit_name: z.string(),
    duty: z.string(),
    period: z.string().describe('`state` for a duty of the state at `as_of`, else the period asked for'),
    met: count.describe('Done in time, and the time is over'),
    late: count.describe('Done after it was due'),
    missed: count.describe('Not done, and the time is over'),
    ahead: count.describe('Done while the time still runs'),
    pending: count.describe('Not done while the time still runs'),
    rate: rate.describe('met / (met + late + missed); null over nothing'),
    low: rate.describe('Wilson 95 % interval, low end'),
    high: rate.describe('Wilson 95 % interval, high end'),
    target: rate,
    settled_at: instant
      .optional()
      .describe('Of other units’ villages and schools alone: the end of a quarter that the row is for'),
  })
  .openapi('SummaryRow')

export const summaryAnswer = z
  .object({ as_of, state, period: z.string(), rows: z.array(summaryRow) })
  .openapi('Summary')

/** A village or school of another unit, of which a count from one to four would tell of single children. */
export const suppressedRow = z
  .looseObject({ ...summaryRow.pick({ level: true, unit_id: true, unit_name: true, duty: true, period: true }).shape })
  .extend({ is_suppressed: z.literal(true).describe('Small counts of another unit: every count and rate is null') })
  .openapi('SuppressedRow')

/** An answer in which such rows may stand among the others. */
export const withSuppressed = <Row extends z.ZodObject>(answer: z.ZodObject<{ rows: z.ZodArray<Row> }>) =>
  answer.extend({ rows: z.array(z.union([answer.shape.rows.element, suppressedRow])) })

const subjectRow = z
  .object({
    duty: z.string(),
    subject_kind: z.enum(['child', 'incident', 'township', 'case', 'standard', 'home', 'school']),
    subject_id: z
      .string()
      .describe(
        'The id of an incident, township, case, home or school, of a standard its home’s with the standard behind a slash; of a child’s number the last four digits',
      ),
    child_key: z.string().nullable().describe('Of a child, for `/api/unmask`'),
    township_id: z.string(),
    village: text,
    school: text,
    period: z.string(),
    due_at: instant.nullable(),
    met_at: instant.nullable(),
    status,
  })
  .openapi('SubjectRow')

export const subjectsAnswer = z
  .object({ as_of, state, duty: z.string(), period: z.string(), rows: z.array(subjectRow), next_cursor })
  .openapi('Subjects')

export const duty = z
  .object({
    code: z.string(),
    zh: z.string(),
    en: z.string(),
    family: z.string(),
    subject: z.string(),
    period: z.string(),
    target: rate.describe('As the config says, else as the duty says'),
    source: z.string(),
    sentence: z.string().describe('The definition in one sentence, in Chinese'),
    sentence_en: z.string().describe('The same in English'),
    source_en: z.string().describe('The source in English'),
  })
  .openapi('Duty')

export const dutiesAnswer = z.object({ state, duties: z.array(duty) }).openapi('Duties')

const clocks = {
  notify_guardian_due_at: instant,
  notify_guardian_status: status,
  notify_parents_due_at: instant,
  notify_parents_status: status,
  report_authority_due_at: instant,
  report_authority_status: status,
}

const incidentRow = z
  .object({
    incident_id: z.string(),
    township_id: z.string(),
    township: z.string(),
    village: text,
    school: text,
    child_id: text.describe('The last four digits'),
    child_key: text.describe('For `/api/unmask`'),
    kind: z.string(),
    status: z.enum(INCIDENT_STATUSES),
    occurred_at: instant,
    guardian_notified_at: instant.nullable(),
    parents_notified_at: instant.nullable(),
    education_reported_at: instant.nullable(),
    township_reported_at: instant.nullable(),
    police_reported_at: instant.nullable(),
    closed_at: instant.nullable(),
    ...clocks,
    impossible_times: z
      .array(z.string())
      .describe('Names of times that lie before occurred_at: shown, and counted as not given'),
    told: z
      .enum(['register', 'live', 'both'])
      .describe('Where it is known from. The register counts where it has the incident, else what was told live'),
    told_live_at: instant.nullable().describe('When it was first told live'),
    is_missing_in_register: z
      .boolean()
      .describe('Told live, and left out of a new export of the township’s incidents that came after it'),
    live_occurred_at: instant.nullable().describe('`live_*`: as it was last told live'),
    live_guardian_notified_at: instant.nullable(),
    live_parents_notified_at: instant.nullable(),
    live_education_reported_at: instant.nullable(),
    live_township_reported_at: instant.nullable(),
    live_police_reported_at: instant.nullable(),
    live_closed_at: instant.nullable(),
    differing_times: z.array(z.string()).describe('Names of times that the register has otherwise than told live'),
  })
  .openapi('IncidentRow')

const openCounts = z
  .object({
    incidents: count,
    running: count.describe('Clocks that run'),
    over: count.describe('Clocks that ran out and were never stopped'),
  })
  .describe('Of all that are open, of whichever status and page the rows are')

export const incidentsAnswer = z
  .object({ as_of, state, open: openCounts, rows: z.array(incidentRow), next_cursor })
  .openapi('Incidents')

export const SEARCH_KINDS = ['township', 'village', 'school', 'incident'] as const

const foundRow = z
  .object({
    kind: z.enum(SEARCH_KINDS),
    id: z.string().describe('Of a unit its id; of an incident `TOWNSHIP/NUMBER`'),
    name: z.string().describe('Of an incident its number'),
    township: z.string().describe('The name of the township that it is or belongs to'),
    month: text.describe('Of an incident, when it occurred: `2026-10`'),
  })
  .openapi('Found')

export const searchAnswer = z.object({ as_of, state, rows: z.array(foundRow).max(10) }).openapi('Search')

const loadState = z.enum(['loaded', 'unchanged', 'held', 'refused', 'absent'])
const runState = z.enum([...loadState.options, 'failed'])

const runRegister = z
  .object({
    register: z.string(),
    state: loadState,
    read: count,
    accepted: count,
    skipped: count,
    rejected: count,
    warnings: count,
    file: text,
    sheet: text,
    code: text.describe('Why it was refused'),
    message: text,
  })
  .openapi('RunRegister')

const run = z
  .object({
    run_id: z.int(),
    township_id: z.string(),
    township: text,
    reason: z.string(),
    started_at: instant,
    duration_ms: count,
    state: runState,
    message: text.describe('Why it failed'),
    batch_id: z.int().nullable(),
    registers: z.array(runRegister),
  })
  .openapi('Run')

export const runsAnswer = z.object({ as_of, state, rows: z.array(run), next_cursor }).openapi('Runs')

const fault = z.object({ column: z.string(), value: z.string(), code: z.string(), advice: z.string() })

const reject = z
  .object({
    township: z.string(),
    register: z.string(),
    file: z.string(),
    sheet: text,
    row: z.int().describe('As Excel shows it'),
    column: z.string(),
    value: z.string(),
    code: z.string(),
    advice: z.string().describe('What to do, one Chinese sentence'),
    detail: z.array(fault).describe('All faults of the row; the first is its reason'),
  })
  .openapi('Reject')

export const rejectsAnswer = z.object({ as_of, state, rows: z.array(reject), next_cursor }).openapi('Rejects')

const registerHealth = z
  .object({ register: z.string(), state: loadState, data_at: instant.nullable(), is_stale: z.boolean() })
  .openapi('RegisterHealth')

const townshipHealth = z
  .object({
    id: z.string(),
    name: z.string(),
    data_at: instant.nullable().describe('The last batch that brought something new'),
    pulled_at: instant.nullable().describe('The last batch, whatever became of it'),
    state: runState.nullable().describe('Of the last run'),
    is_stale: z.boolean(),
    stale_since: instant.nullable(),
    registers: z.array(registerHealth),
  })
  .openapi('TownshipHealth')

export const healthAnswer = z
  .object({
    status: z.literal('serving'),
    since: instant,
    now: instant,
    as_of,
    state,
    townships: z.array(townshipHealth),
  })
  .openapi('Health')

export const problemAnswer = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    detail: z.string().describe('One sentence that names the offender and the way out'),
    instance: z.string(),
    code: z.string(),
    request_id: z.string(),
    data: z.record(z.string(), z.unknown()).optional(),
  })
  .openapi('Problem')

export const openapiAnswer = z.record(z.string(), z.unknown()).openapi('OpenApi')
