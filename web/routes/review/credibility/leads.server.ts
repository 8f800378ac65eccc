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
  total: count,
  rows: z.array(lead),
  replies: z.array(reply),
  next_cursor: text,
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
  /** Where the page of leads begins; null: at the first. */
  leads: string | null
}

export interface Leads {
  asOf: string
  /** The instant of the answer about the data's age: now. */
  now: string
  signals: Signal[]
  /** What is beyond chance, each to be answered: a page of them, and how many there are. */
  flagged: { rows: Lead[]; total: number; next: string | null }
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

/** A card is a paragraph with its replies: so many are read at a time. */
const CARDS = '20'

/** The leads of the units in sight, with replies, and the rows behind one of them. */
export async function loadLeads(
  fetch: typeof globalThis.fetch,
  { as_of, unit, signal: code, of, cursor, leads: from }: LeadsQuery,
  { viewer, language, sorts }: { viewer: Viewer | null; language: Language; sorts: URLSearchParams },
): Promise<LeadsPage> {
  try {
    const path = withQuery('/api/credibility', { as_of, unit })
    const cardsPath = withQuery('/api/credibility', { as_of, unit, flagged: 'true', limit: CARDS, cursor: from })
    const rowsPath = withQuery('/api/credibility/rows', { as_of, signal: code, unit: of, cursor })
    const level = unit === null ? 'township' : null
    const [answer, inSight, health, behind] = await Promise.all([
      fetchAnswer(fetch, cardsPath, leadsAnswer),
      everyLead(fetch, { as_of, unit, level }),
      fetchAnswer(fetch, '/api/health', healthAnswer),
      code === null || of === null ? null : fetchAnswer(fetch, rowsPath, rowsAnswer),
    ])
    const nameOf = (id: string) => {
      const [township, school] = id.split('/')
      return school ?? health.townships.find((each) => each.id === township)?.name ?? id
    }
    const signalOf = (code: string) => {
      const found = answer.signals.find((each) => each.code === code)
      return found === undefined ? code : signalName(found, language)
    }
    const columns = leadColumns(signalOf, () => '')
    return {
      leads: {
        asOf: answer.as_of,
        now: health.as_of,
        signals: answer.signals,
        flagged: { rows: answer.rows, total: answer.total, next: answer.next_cursor },
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

/** All rows that are asked for, page by page: they are put in order before a part of them is sent. */
async function everyLead(
  fetch: typeof globalThis.fetch,
  asked: { as_of: string | null; unit: string | null; level: 'township' | null },
): Promise<Lead[]> {
  const rows: Lead[] = []
  let cursor: string | null = null
  do {
    const page: z.infer<typeof leadsAnswer> = await fetchAnswer(
      fetch,
      withQuery('/api/credibility', { ...asked, cursor }),
      leadsAnswer,
    )
    rows.push(...page.rows)
    cursor = page.next_cursor
  } while (cursor !== null)
  return rows
}
