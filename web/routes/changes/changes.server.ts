import { filesOf, type TableFiles } from '$lib/components/table.ts'
import { z } from 'zod'
import { healthAnswer } from '../../server/answers.ts'
import { AnswerError, fetchAnswer, fetchPart, withQuery } from '../../server/fetch-answer.ts'
import { unitChoices, type UnitChoice } from '../../server/unit-choices.ts'
import type { Viewer } from '../../server/viewer.ts'

const count = z.number().int().min(0)
const time = z.string().nullable()
const change = z.enum(['added', 'changed', 'removed'])

const changeLine = z.object({
  township_id: z.string(),
  township: z.string(),
  register: z.string(),
  added: count,
  changed: count,
  removed: count,
})

const backFilling = z.object({
  township_id: z.string(),
  township: z.string(),
  contact_count: count,
  median_days: z.number(),
  late_count: count,
  within_7: count,
  within_14: count,
  within_30: count,
  within_60: count,
  within_90: count,
  beyond_90: count,
})

const changedRow = z.object({
  township_id: z.string(),
  change,
  event_on: time,
  recorded_at: time,
  gone_at: time,
  village: z.string().nullable(),
  school: z.string().nullable(),
  child: z.string().nullable(),
  child_digits: z.string().nullable(),
  fields: z.array(
    z.object({
      field: z.string(),
      is_identity: z.boolean(),
      before: z.string().nullable(),
      after: z.string().nullable(),
    }),
  ),
})

const changesAnswer = z.object({
  as_of: z.string(),
  from: z.string(),
  to: z.string(),
  rows: z.array(changeLine),
  back_filling: z.array(backFilling),
})
const rowsAnswer = z.object({ rows: z.array(changedRow), next_cursor: z.string().nullable() })
const daysAnswer = z.object({ rows: z.array(z.object({ day: z.string(), township_count: count })) })

export type ChangeLine = z.infer<typeof changeLine>
export type BackFilling = z.infer<typeof backFilling>
export type ChangedRow = z.infer<typeof changedRow>
export type BatchDay = z.infer<typeof daysAnswer>['rows'][number]

/** What the address asks for; the rows of one register when it names one. */
export interface ChangesQuery {
  from: string
  to: string | null
  unit: string | null
  register: string | null
  change: string | null
  cursor: string | null
}

export interface Changes {
  asOf: string
  /** The instant of the answer about the data's age: now. */
  now: string
  from: string
  to: string
  lines: ChangeLine[]
  /** The same as files. */
  files: TableFiles
  backFilling: BackFilling[]
  townships: { id: string; name: string }[]
  /** Of what the reader may choose rows. */
  units: UnitChoice[]
  /** The last days with batches, the latest first. */
  days: BatchDay[]
  rows: { rows: ChangedRow[]; next: string | null } | null
}

export type ChangesAnswer =
  { changes: Changes; problem: null } | { changes: null; problem: { detail: string; status: number } }

const ROWS = '100'
const DAYS = 12

/** What was added, changed and removed between two instants; the API has masked what is personal. */
export async function loadChanges(
  fetch: typeof globalThis.fetch,
  query: ChangesQuery,
  viewer: Viewer | null,
): Promise<ChangesAnswer> {
  try {
    const { from, to, unit, register, change: kind, cursor } = query
    const rowsPath = withQuery('/api/changes/rows', { from, to, unit, register, change: kind, cursor, limit: ROWS })
    const linesPath = withQuery('/api/changes', { from, to, unit, register })
    const [answer, health, days, rows] = await Promise.all([
      fetchAnswer(fetch, linesPath, changesAnswer),
      fetchAnswer(fetch, '/api/health', healthAnswer),
      fetchAnswer(fetch, '/api/batch-days', daysAnswer),
      register === null ? null : fetchPart(fetch, rowsPath, rowsAnswer),
    ])
    const changes: Changes = {
      asOf: answer.as_of,
      now: health.as_of,
      from: answer.from,
      to: answer.to,
      lines: answer.rows,
      files: filesOf(linesPath),
      backFilling: answer.back_filling,
      townships: health.townships.map(({ id, name }) => ({ id, name })),
      units: unitChoices(viewer, health.townships),
      days: days.rows.slice(-DAYS).reverse(),
      rows: rows === null ? null : { rows: rows.rows, next: rows.next_cursor },
    }
    return { changes, problem: null }
  } catch (error) {
    if (!(error instanceof AnswerError)) throw error
    return { changes: null, problem: { detail: error.detail, status: error.status } }
  }
}
