import type { Language } from '$lib/format/language.ts'
import { filesOf, type TableFiles } from '$lib/components/table.ts'
import { z } from 'zod'
import { healthAnswer } from '../../../server/answers.ts'
import { AnswerError, fetchAnswer, withQuery } from '../../../server/fetch-answer.ts'
import { unitChoices, type UnitChoice } from '../../../server/unit-choices.ts'
import type { Viewer } from '../../../server/viewer.ts'
import { firstRows, type FirstRows } from '../../first-rows.server.ts'
import { leadColumns } from './lead-columns.ts'
import { signalName } from './words.ts'

const count = z.number().int().min(0)
const text = z.string().nullable()

const signal = z.object({
  code: z.string(),
  zh: z.string(),
  en: z.string(),
  sentence: z.string(),
  sentence_en: z.string(),
  false_alarms: z.object({ flagged: count, units: count }),
})
const lead = z.object({
  signal: z.string(),
  level: z.enum(['township', 'school']),
  unit_id: z.string(),
  unit_name: z.string(),
  township: z.string(),
  n: count,
  observed: count,
  expected: z.number().nullable(),
  chance: z.number().nullable(),
  is_flagged: z.boolean(),
})
const reply = z.object({
  reply_id: count,
  unit_id: z.string(),
  signal: z.string(),
  as_of: z.string(),
  written_at: z.string(),
  written_by: z.string(),
  reply: z.string(),
})
const row = z.object({
  township_id: z.string(),
  school: text,
  child: text,
  child_digits: text,
  by: text,
  happened_on: text,
  seen_at: text,
  gone_at: text,
  item_count: count,
})
const leadsAnswer = z.object({
  as_of: z.string(),
  signals: z.array(signal),
  rows: z.array(lead),
  replies: z.array(reply),
})
const rowsAnswer = z.object({ signal: z.string(), rows: z.array(row), next_cursor: text })

export type Signal = z.infer<typeof signal>
export type Lead = z.infer<typeof lead>
export type Reply = z.infer<typeof reply>
export type LeadRow = z.infer<typeof row>

/** What the address asks for: a unit, and the rows of one signal of a unit (`of`). */
export interface LeadsQuery {
  as_of: string | null
  unit: string | null
  signal: string | null
  of: string | null
  cursor: string | null
}

export interface Leads {
  asOf: string
  /** The instant of the answer about the data's age: now. */
  now: string
  signals: Signal[]
  /** What is beyond chance, each to be answered. */
  flagged: Lead[]
  /** The signals of the townships, or of the chosen unit and its schools: of all schools they are some hundred rows. */
  listed: FirstRows<Lead>
  /** What the chosen unit is called. */
  unitName: string | null
  replies: Reply[]
  files: TableFiles
  units: UnitChoice[]
  behind: { unitName: string; signal: string; rows: LeadRow[]; next: string | null } | null
}

export type LeadsPage = { leads: Leads; problem: null } | { leads: null; problem: { detail: string; status: number } }

/** The leads of the units in sight, with replies, and the rows behind one of them. */
export async function loadLeads(
  fetch: typeof globalThis.fetch,
  { as_of, unit, signal: code, of, cursor }: LeadsQuery,
  { viewer, language, sorts }: { viewer: Viewer | null; language: Language; sorts: URLSearchParams },
): Promise<LeadsPage> {
  try {
    const path = withQuery('/api/credibility', { as_of, unit })
    const rowsPath = withQuery('/api/credibility/rows', { as_of, signal: code, unit: of, cursor })
    const [answer, health, behind] = await Promise.all([
      fetchAnswer(fetch, path, leadsAnswer),
      fetchAnswer(fetch, '/api/health', healthAnswer),
      code === null || of === null ? null : fetchAnswer(fetch, rowsPath, rowsAnswer),
    ])
    const nameOf = (id: string) => answer.rows.find(({ unit_id }) => unit_id === id)?.unit_name ?? id
    const signalOf = (code: string) => {
      const found = answer.signals.find((each) => each.code === code)
      return found === undefined ? code : signalName(found, language)
    }
    const columns = leadColumns(signalOf, () => '')
    const inSight = answer.rows.filter(({ level }) => level === 'township' || unit !== null)
    return {
      leads: {
        asOf: answer.as_of,
        now: health.as_of,
        signals: answer.signals,
        flagged: answer.rows.filter(({ is_flagged }) => is_flagged),
        listed: firstRows(inSight, { name: 'signals', columns, query: sorts, language }),
        unitName: unit === null ? null : nameOf(unit),
        replies: answer.replies,
        files: filesOf(path),
        units: unitChoices(viewer, health.townships),
        behind:
          behind === null || of === null
            ? null
            : { unitName: nameOf(of), signal: behind.signal, rows: behind.rows, next: behind.next_cursor },
      },
      problem: null,
    }
  } catch (error) {
    if (!(error instanceof AnswerError)) throw error
    return { leads: null, problem: { detail: error.detail, status: error.status } }
  }
}
