import { formatInstant } from '$lib/format/instant.ts'
import { formatNumber, formatTightRatio } from '$lib/format/number.ts'
import { formatPercent } from '$lib/format/percent.ts'
import { m } from '$lib/i18n/compiled/messages.js'
import { registerName } from '$lib/i18n/words.ts'
import type { Standing, TownshipEvaluation } from '../../answers.ts'
import { itemLost, lineWords, standingLosses } from '../../loss-words.ts'
import {
  causesWords,
  change,
  placeWords,
  points,
  scoreText,
  shortWords,
  thenWords,
  townshipHeadline,
  wayWords,
} from '../../words.ts'
import type { Block, Chapter } from './blocks.ts'
import type { BookFacts } from './book.server.ts'
import { column } from './chapters.ts'

const LOSSES = 6
const WAYS = 4

/** A township's chapter: where it stands and why, what the next grade takes, every item, what changed, the exports. */
export function townshipChapter(told: TownshipEvaluation, facts: BookFacts): Chapter {
  const { standing } = told
  const title = townshipHeadline(standing, told.scheme)
  return {
    id: `township-${standing.township}`,
    title,
    isTownship: true,
    blocks: [
      { kind: 'text', text: placeWords(standing, told) },
      ...entryBlocks(standing),
      ...lossBlocks(told, facts),
      ...nextBlocks(told, facts),
      itemTable(told, facts),
      {
        kind: 'text',
        text: m.yearend_items_sum({
          items: points(standing.items_points),
          entries: change(standing.entries_points),
          score: scoreText(standing.score, told.scheme),
        }),
      },
      ...beforeBlocks(told, facts),
      ...exportBlocks(told, facts),
    ],
  }
}

function entryBlocks({ entries, vetoes }: Standing): Block[] {
  if (entries.length + vetoes.length === 0) return []
  const texts = [
    ...entries.map(({ points: value, reason, evidence }) =>
      reason === null
        ? m.yearend_entry_hidden({ points: change(value) })
        : m.yearend_entry({ points: change(value), reason, evidence: evidence ?? '' }),
    ),
    ...vetoes.flatMap(({ reason, evidence }) =>
      reason === null ? [] : [m.yearend_veto({ reason, evidence: evidence ?? '' })],
    ),
  ]
  return [{ kind: 'heading', text: m.yearend_entries_title() }, ...texts.map((text): Block => ({ kind: 'item', text }))]
}

function lossBlocks({ standing, items, scheme }: TownshipEvaluation, { names }: BookFacts): Block[] {
  const { score, lost, digits, lines } = standingLosses(standing, { scheme, most: LOSSES })
  return [
    { kind: 'heading', text: m.yearend_why_title({ score, lost }) },
    ...(lines.length === 0 ? [{ kind: 'text' as const, text: m.yearend_why_none() }] : []),
    ...lines.map((line): Block => ({ kind: 'item', text: lineWords(line, { items, names, digits }) })),
  ]
}

function nextBlocks({ standing }: TownshipEvaluation, { names }: BookFacts): Block[] {
  const { next } = standing
  if (next === null) return []
  const short = shortWords(next.missing)
  const heading: Block = { kind: 'heading', text: m.yearend_next_title({ grade: next.name }) }
  if (next.ways.length > 0)
    return [
      heading,
      { kind: 'text', text: m.yearend_next_intro({ short }) },
      ...next.ways.slice(0, WAYS).map((way): Block => ({ kind: 'item', text: wayWords(way, names) })),
    ]
  if (next.together.length === 0) return [heading, { kind: 'text', text: m.yearend_next_intro_none({ short }) }]
  return [
    heading,
    { kind: 'text', text: m.yearend_next_intro_together({ short }) },
    {
      kind: 'text',
      text: next.together
        .map(({ duty, mended }) =>
          m.yearend_next_together({
            duty: names[duty] ?? duty,
            missed: formatNumber(standing.items.find((item) => item.duty === duty)?.missed ?? 0),
            mended: formatNumber(mended),
          }),
        )
        .join(m.yearend_semicolon()),
    },
  ]
}

const itemTable = ({ standing, scheme }: TownshipEvaluation, { names }: BookFacts): Block => ({
  kind: 'table',
  caption: m.yearend_items_table({ name: standing.name }),
  columns: [
    column(m.yearend_column_item(), 0.25),
    column(m.yearend_column_due(), 0.17, true),
    column(m.yearend_column_raw(), 0.09, true),
    column(m.yearend_column_borrowed(), 0.1, true),
    column(m.yearend_column_verification(), 0.1, true),
    column(m.yearend_column_counted(), 0.09, true),
    column(m.yearend_column_points(), 0.1, true),
    column(m.yearend_column_lost(), 0.1, true),
  ],
  rows: standing.items.map((item) => [
    names[item.duty] ?? item.duty,
    formatTightRatio(item.met, item.total),
    formatPercent(item.raw),
    formatPercent(item.borrowed),
    formatPercent(item.verification),
    formatPercent(item.counted),
    points(item.points),
    itemLost(item, standingLosses(standing, { scheme, most: LOSSES })),
  ]),
})

function beforeBlocks({ year_before: before, scheme }: TownshipEvaluation, { timezone }: BookFacts): Block[] {
  const heading: Block = { kind: 'heading', text: m.yearend_before_title() }
  if (before === null) return [heading, { kind: 'text', text: m.yearend_before_none() }]
  const told = m.yearend_difference({
    before: scoreText(before.before, scheme),
    after: scoreText(before.after, scheme),
    change: change(before.after - before.before),
    instant: thenWords(before, timezone),
  })
  return [heading, { kind: 'text', text: `${told}${m.yearend_comma()}${causesWords(before)}` }]
}

function exportBlocks({ exports }: TownshipEvaluation, { timezone }: BookFacts): Block[] {
  if (exports === null || exports.length === 0) return []
  return [
    {
      kind: 'table',
      caption: `${m.yearend_exports_title()}${m.yearend_colon()}${m.yearend_exports_table()}`,
      columns: [
        column(m.yearend_column_register(), 0.24),
        column(m.yearend_column_file(), 0.36),
        column(m.yearend_column_read_at(), 0.22),
        column(m.yearend_column_accepted(), 0.1, true),
        column(m.yearend_column_rejected(), 0.08, true),
      ],
      rows: exports.map(({ register, file, sheet, read_at, accepted, rejected }) => [
        registerName(register),
        [file, sheet].filter(Boolean).join(' · '),
        formatInstant(read_at, timezone),
        formatNumber(accepted),
        formatNumber(rejected),
      ]),
    },
  ]
}
