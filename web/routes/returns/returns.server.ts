import { z } from 'zod'
import { filesOf, type TableFiles } from '$lib/components/table.ts'
import { formatInstant } from '$lib/format/instant.ts'
import type { Language } from '$lib/format/language.ts'
import { returnTables, type ReturnTable } from '../../api/return-tables.ts'
import { AnswerError, fetchAnswer, withQuery } from '../../server/fetch-answer.ts'

const count = z.int().min(0)

const returnRow = z
  .object({ level: z.enum(['county', 'township']), unit_id: z.string(), unit_name: z.string() })
  .catchall(z.union([count.nullable(), z.string()]))

const returnAnswer = z.object({
  as_of: z.string(),
  period: z.string(),
  day: z.string(),
  is_running: z.boolean(),
  age_limit: count,
  situations: z.array(z.string()),
  rows: z.array(returnRow),
})

export type ReturnRow = z.infer<typeof returnRow>

/** A return as the page shows it: the same tables and words as the workbook. */
export interface Returned {
  asOf: string
  period: string
  day: string
  isRunning: boolean
  tables: ReturnTable[]
  rows: ReturnRow[]
  files: TableFiles
}

export type ReturnLoaded =
  { returned: Returned; problem: null } | { returned: null; problem: { detail: string; status: number } }

/** The return of a period, of the quarter that ended last where none is asked for. */
export async function loadReturn(
  fetch: typeof globalThis.fetch,
  query: { period: string | null; asOf: string | null },
  { language, timezone }: { language: Language; timezone: string },
): Promise<ReturnLoaded> {
  const path = withQuery('/api/returns', { period: query.period, as_of: query.asOf })
  try {
    const answer = await fetchAnswer(fetch, path, returnAnswer)
    const known_at = formatInstant(answer.as_of, timezone)
    const returned: Returned = {
      asOf: answer.as_of,
      period: answer.period,
      day: answer.day,
      isRunning: answer.is_running,
      tables: returnTables({ ...answer, known_at }, language),
      rows: answer.rows,
      files: filesOf(withQuery('/api/returns', { period: answer.period, as_of: query.asOf })),
    }
    return { returned, problem: null }
  } catch (error) {
    if (!(error instanceof AnswerError)) throw error
    return { returned: null, problem: { detail: error.detail, status: error.status } }
  }
}
