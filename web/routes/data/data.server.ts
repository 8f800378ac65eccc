import { filesOf, type TableFiles } from '$lib/components/table.ts'
import { z } from 'zod'
import { healthAnswer, type TownshipHealth } from '../../server/answers.ts'
import { AnswerError, fetchAnswer, fetchPart, withQuery } from '../../server/fetch-answer.ts'

const count = z.number().int().min(0)
const time = z.string().nullable()
const loadState = z.enum(['loaded', 'unchanged', 'held', 'refused', 'absent', 'failed'])

const hold = z.object({
  township_id: z.string(),
  township: z.string(),
  register: z.string(),
  received_at: z.string(),
  file: z.string().nullable(),
  rows_before: count,
  rows_after: count,
  rejected: count,
  decision: z.enum(['accept', 'refuse']).nullable(),
  decided_at: time,
})

const source = z.object({
  township_id: z.string(),
  township: z.string(),
  last_run_at: time,
  state: loadState.nullable(),
  message: z.string().nullable(),
  last_success_at: time,
  failure_count: count,
  failing_since: time,
})

const finding = z.object({
  township_id: z.string(),
  township: z.string(),
  register: z.string(),
  file: z.string().nullable(),
  code: z.string(),
  reject_count: count,
  warning_count: count,
  is_refused: z.boolean(),
})

const fault = z.object({
  township_id: z.string(),
  register: z.string(),
  file: z.string().nullable(),
  sheet: z.string().nullable(),
  is_reject: z.boolean(),
  row_number: z.number().int(),
  field: z.string().nullable(),
  column_text: z.string().nullable(),
  code: z.string(),
  value: z.string(),
})

const run = z.object({
  run_id: z.number().int(),
  township_id: z.string(),
  township: z.string().nullable(),
  reason: z.string(),
  started_at: z.string(),
  duration_ms: count,
  state: loadState,
  message: z.string().nullable(),
  batch_id: z.number().int().nullable(),
  registers: z.array(
    z.object({
      register: z.string(),
      state: loadState,
      read: count,
      accepted: count,
      skipped: count,
      rejected: count,
      message: z.string().nullable(),
    }),
  ),
})

const pull = z.object({ township: z.string(), register: z.string().nullable(), rows: count })

const noticeFailure = z.object({
  channel: z.string(),
  recipient: z.string(),
  kind: z.string(),
  unit_id: z.string(),
  state: z.enum(['failed', 'unknown']),
  happened_at: z.string(),
  reason: z.string().nullable(),
})
const noticesAnswer = z.object({ rows: z.array(noticeFailure) })

const dataAnswer = z.object({
  as_of: z.string(),
  holds: z.array(hold),
  sources: z.array(source),
  findings: z.array(finding),
})
const faultsAnswer = z.object({ rows: z.array(fault), next_cursor: z.string().nullable() })
const runsAnswer = z.object({ rows: z.array(run), next_cursor: z.string().nullable() })
const pullsAnswer = z.object({ rows: z.array(pull) })

export type Hold = z.infer<typeof hold>
export type Source = z.infer<typeof source>
export type Finding = z.infer<typeof finding>
export type Fault = z.infer<typeof fault>
export type Run = z.infer<typeof run>
export type NoticeFailure = z.infer<typeof noticeFailure>
export type RunningPull = z.infer<typeof pull>

/** What the address asks for: whose faults row by row, and where the lists go on. */
export interface DataQuery {
  unit: string | null
  register: string | null
  code: string | null
  kind: string | null
  cursor: string | null
  runs: string | null
}

export interface DataState {
  asOf: string
  holds: Hold[]
  sources: Source[]
  townships: TownshipHealth[]
  findings: Finding[]
  /** The rejected rows of the township that is asked for, or of all, as files. */
  files: TableFiles
  /** Rows behind a count of faults; null when none is asked for. */
  faults: { rows: Fault[]; next: string | null } | null
  runs: { rows: Run[]; next: string | null }
  /** The pulls that run; null where this service only reads. */
  pulls: RunningPull[] | null
  /** Notices that did not arrive; null for those who do not mend channels, and where there is none. */
  notices: NoticeFailure[] | null
}

export type DataAnswer =
  { state: DataState; problem: null } | { state: null; problem: { detail: string; status: number } }

const FAULTS = '100'
const RUNS = '20'

/** Everything the page of the data shows, now; the API has masked what is personal. */
export async function loadData(
  fetch: typeof globalThis.fetch,
  query: DataQuery,
  { hasNotices }: { hasNotices: boolean },
): Promise<DataAnswer> {
  try {
    const { unit, register, code, kind, cursor } = query
    const isAsked = unit !== null || register !== null || code !== null || kind !== null
    const faultPath = withQuery('/api/faults', { unit, register, code, kind, cursor, limit: FAULTS })
    const [data, health, runs, pulls, notices, faults] = await Promise.all([
      fetchAnswer(fetch, '/api/data', dataAnswer),
      fetchAnswer(fetch, '/api/health', healthAnswer),
      fetchAnswer(fetch, withQuery('/api/runs', { limit: RUNS, cursor: query.runs }), runsAnswer),
      runningPulls(fetch),
      hasNotices ? fetchAnswer(fetch, '/api/notices', noticesAnswer) : null,
      isAsked ? fetchPart(fetch, faultPath, faultsAnswer) : null,
    ])
    const state: DataState = {
      asOf: data.as_of,
      holds: data.holds,
      sources: data.sources,
      townships: health.townships,
      findings: data.findings,
      files: filesOf(withQuery('/api/rejects', { unit })),
      faults: faults === null ? null : { rows: faults.rows, next: faults.next_cursor },
      runs: { rows: runs.rows, next: runs.next_cursor },
      pulls,
      notices: notices?.rows ?? null,
    }
    return { state, problem: null }
  } catch (error) {
    if (!(error instanceof AnswerError)) throw error
    return { state: null, problem: { detail: error.detail, status: error.status } }
  }
}

/** Null where the service only reads: it answers 503, and the page offers no button. */
async function runningPulls(fetch: typeof globalThis.fetch): Promise<RunningPull[] | null> {
  try {
    return (await fetchAnswer(fetch, '/api/pulls', pullsAnswer)).rows
  } catch (error) {
    if (error instanceof AnswerError && error.status === 503) return null
    throw error
  }
}
