import { formatInstant } from '../../../../lib/format/instant.ts'
import { withoutNumbers } from '../../../../lib/format/without-numbers.ts'
import { m } from '../../../../lib/i18n/compiled/messages.js'
import type { Objection, Objections } from '../objections/answers.ts'
import { aboutWords, eventName, itemName, stateName } from '../objections/words.ts'
import type { Block } from './blocks.ts'

/** So many characters of what somebody wrote are one block: a block is never higher than a sheet. */
const PIECE = 800

interface ObjectionFacts {
  /** Null: they could not be had. */
  objections: Pick<Objections, 'rows' | 'total_count'> | null
  evaluation: { standings: readonly { township: string; name: string }[] }
  names: Readonly<Record<string, string>>
  timezone: string
}

/** What townships objected to and what became of it: a table of all that the reader may see, then what was written of each. */
export function objectionBlocks({ objections, evaluation, names, timezone }: ObjectionFacts): Block[] {
  if (objections === null) return [{ kind: 'text', text: m.yearend_book_objections_unread() }]
  const { rows, total_count } = objections
  if (total_count === 0) return [{ kind: 'text', text: m.yearend_book_objections_none() }]
  const hidden = total_count - rows.length
  const count: Block[] =
    hidden === 0
      ? []
      : [{ kind: 'text', text: m.yearend_book_objections_others({ total: total_count, shown: rows.length }) }]
  if (rows.length === 0) return count
  const townships = new Map(evaluation.standings.map(({ township, name }) => [township, name]))
  const nameOf = ({ township }: Objection): string => townships.get(township) ?? township
  const what = (row: Objection): string => itemName(row, (code) => names[code] ?? code)
  const dayOf = (instant: string | null | undefined): string =>
    instant ? formatInstant(instant, timezone).slice(0, 10) : ''
  return [
    ...count,
    {
      kind: 'table',
      caption: m.yearend_book_objections(),
      columns: [
        { label: m.yearend_book_column_objector(), share: 0.18 },
        { label: m.yearend_book_column_objected(), share: 0.46 },
        { label: m.yearend_book_column_objected_on(), share: 0.16 },
        { label: m.yearend_book_column_decision(), share: 0.2 },
      ],
      rows: rows.map((row) => [
        nameOf(row),
        withoutNumbers(what(row)),
        dayOf(row.events[0]?.happened_at),
        [stateName(row.state), row.events.length > 1 ? dayOf(row.events.at(-1)?.happened_at) : ''].join(' ').trim(),
      ]),
    },
    ...rows.flatMap((row): Block[] => [
      { kind: 'heading', text: m.yearend_book_objection_of({ township: nameOf(row), item: short(what(row)) }) },
      { kind: 'text', text: aboutWords(row), isSoft: true },
      ...row.events.flatMap(({ kind, happened_at, words }): Block[] => {
        const said = withoutNumbers(words ?? '').replace(/\s+/g, ' ')
        const head = [dayOf(happened_at), eventName(kind)].filter(Boolean).join(' ')
        return piecesOf([head, said].filter(Boolean).join(m.yearend_colon())).map((text) => ({ kind: 'text', text }))
      }),
    ]),
  ]
}

const MOST_IN_HEADING = 24

/** A heading has one line. */
const short = (words: string): string =>
  words.length > MOST_IN_HEADING ? `${withoutNumbers(words).slice(0, MOST_IN_HEADING)}…` : withoutNumbers(words)

const piecesOf = (text: string): string[] => text.match(new RegExp(`[^]{1,${PIECE}}`, 'gu')) ?? []
