import { formatInstant } from '$lib/format/instant.ts'
import { formatNumber } from '$lib/format/number.ts'
import { formatPercent, formatTarget } from '$lib/format/percent.ts'
import { m } from '$lib/i18n/compiled/messages.js'
import { dutySentence } from '$lib/i18n/words.ts'
import type { Listed } from '../../answers.ts'
import {
  gradeWords,
  intervalText,
  nextWords,
  ranksOf,
  reasonsWords,
  scoreText,
  scoringWords,
  sensitivityRows,
} from '../../words.ts'
import type { Block, Chapter, TableColumn } from './blocks.ts'
import type { BookFacts } from './book.server.ts'
import { freezeBlocks } from './freeze-chapter.ts'
import { objectionBlocks } from './objection-chapter.ts'
import { townshipChapter } from './township-chapter.ts'

/** A column of a table. */
export const column = (label: string, share: number, isNumber = false): TableColumn => ({ label, share, isNumber })

/** Millimetres that a drawing of these pixels takes at the width of the paper. */
const heightOn = (markup: string, width: number): number => {
  const [, w = '1', h = '1'] = /viewBox="0,? 0,? ([\d.]+),? ([\d.]+)"/.exec(markup) ?? []
  return (Number(h) / Number(w)) * width
}
const FULL = 170
const FUNNEL_WIDTH = 130

/** All chapters of a book, in order. */
export function chaptersOf(facts: BookFacts): Chapter[] {
  return [
    { id: 'method', title: m.yearend_book_method(), blocks: methodBlocks(facts) },
    ...(facts.freeze === null
      ? []
      : [{ id: 'freeze', title: m.yearend_book_freeze(), blocks: freezeBlocks(facts.freeze, facts.timezone) }]),
    { id: 'scheme', title: m.yearend_book_scheme(), blocks: schemeBlocks(facts) },
    { id: 'standings', title: m.yearend_book_standings(), blocks: standingBlocks(facts) },
    { id: 'charts', title: m.yearend_book_charts(), blocks: chartBlocks(facts) },
    { id: 'inspections', title: m.yearend_book_inspections(), blocks: inspectionBlocks(facts) },
    ...facts.townships.map((told) => townshipChapter(told, facts)),
    { id: 'lists', title: m.yearend_book_lists(), blocks: listBlocks(facts) },
    { id: 'objections', title: m.yearend_book_objections(), blocks: objectionBlocks(facts) },
    { id: 'appendix', title: m.yearend_book_appendix(), blocks: definitionBlocks(facts) },
  ]
}

function methodBlocks({ evaluation }: BookFacts): Block[] {
  const { scheme, draws, seed } = evaluation
  const verification =
    scheme.verification === 'multiply'
      ? m.yearend_book_method_3({ least: scheme.least_checked })
      : m.yearend_book_method_3_none()
  return [
    m.yearend_book_method_1(),
    m.yearend_book_method_2(),
    verification,
    m.yearend_book_method_4(),
    m.yearend_book_method_5({ draws: formatNumber(draws), seed }),
    m.yearend_book_method_6(),
    m.yearend_book_method_7(),
  ].map((text) => ({ kind: 'item', text }))
}

function schemeBlocks({ evaluation: { scheme, items }, names }: BookFacts): Block[] {
  const grades = scheme.grades.map(({ name, from }) => m.yearend_book_scheme_grade({ name, from }))
  return [
    { kind: 'text', text: m.yearend_book_scheme_grades({ grades: grades.join(m.yearend_comma()) }) },
    {
      kind: 'table',
      caption: m.yearend_book_scheme(),
      columns: [
        column(m.yearend_column_item(), 0.3),
        column(m.yearend_column_weight(), 0.1, true),
        column(m.yearend_column_target(), 0.12, true),
        column(m.yearend_book_scoring(), 0.3),
        column(m.yearend_column_county_rate(), 0.18, true),
      ],
      rows: items.map((item) => [
        names[item.duty] ?? item.duty,
        String(item.weight),
        item.target === null ? '' : formatTarget(item.target),
        scoringWords(item),
        item.townships === 0 ? '' : formatPercent(item.rate),
      ]),
    },
  ]
}

function standingBlocks({ evaluation, standings, names }: BookFacts): Block[] {
  const best = evaluation.scheme.grades[0]?.name
  const { rows, total, stable } = sensitivityRows(evaluation)
  const average = evaluation.scheme.grades.find(({ from }) => evaluation.average >= from)?.name ?? ''
  return [
    {
      kind: 'picture',
      title: m.yearend_chart_title(),
      markup: standings,
      height: heightOn(standings, FULL),
    },
    {
      kind: 'text',
      text: m.yearend_average({ score: scoreText(evaluation.average, evaluation.scheme), grade: average }),
    },
    {
      kind: 'table',
      caption: m.yearend_chart_table(),
      columns: [
        column(m.township(), 0.18),
        column(m.yearend_column_band(), 0.07, true),
        column(m.yearend_column_score(), 0.1, true),
        column(m.yearend_column_interval(), 0.17, true),
        column(m.yearend_column_ranks(), 0.16, true),
        column(m.yearend_column_grade(), 0.12),
        column(m.yearend_column_next(), 0.2),
      ],
      rows: evaluation.standings.map((standing) => [
        standing.name,
        String(standing.band),
        scoreText(standing.score, evaluation.scheme),
        intervalText(standing, evaluation.scheme),
        ranksOf(standing),
        gradeWords(standing),
        nextWords(standing, best),
      ]),
    },
    { kind: 'heading', text: m.yearend_sensitivity_title() },
    {
      kind: 'text',
      text: rows.length === 0 ? m.yearend_sensitivity_all() : m.yearend_sensitivity_stable({ count: total, stable }),
    },
    ...(rows.length === 0
      ? []
      : [
          {
            kind: 'table' as const,
            caption: m.yearend_sensitivity_title(),
            columns: [
              column(m.yearend_column_item(), 0.28),
              column(m.yearend_column_less(), 0.36),
              column(m.yearend_column_more(), 0.36),
            ],
            rows: rows.map(({ duty, less, more }) => [names[duty] ?? duty, less, more]),
          },
        ]),
  ]
}

function chartBlocks({ trends, funnels, names }: BookFacts): Block[] {
  return [
    { kind: 'heading', text: m.yearend_book_trends_title() },
    ...trends.map(({ title, markup }): Block => ({
      kind: 'picture',
      title: m.yearend_chart_trend({ duty: title }),
      markup,
      height: heightOn(markup, FULL),
    })),
    ...funnels.map(({ duty, title, markup }): Block => ({
      kind: 'picture',
      title: `${m.yearend_chart_funnel({ duty: names[duty] ?? duty })}${m.yearend_colon()}${title}`,
      markup,
      height: heightOn(markup, FUNNEL_WIDTH),
      note: m.yearend_book_charts_funnel_note(),
    })),
  ]
}

function inspectionBlocks({ inspections, verified }: BookFacts): Block[] {
  const list: Block =
    inspections.length === 0
      ? { kind: 'text', text: m.yearend_book_inspections_none() }
      : {
          kind: 'table',
          caption: m.yearend_book_inspections_list(),
          columns: [
            column(m.yearend_book_column_inspection(), 0.5),
            column(m.yearend_book_column_kind(), 0.15),
            column(m.yearend_book_column_days(), 0.35),
          ],
          rows: inspections.map(({ title, isAnnounced, days }) => [
            title,
            isAnnounced ? m.yearend_book_kind_announced() : m.yearend_book_kind_unannounced(),
            days,
          ]),
        }
  if (verified.length === 0) return [list, { kind: 'text', text: m.yearend_slide_inspections_none() }]
  return [
    list,
    {
      kind: 'table',
      caption: m.yearend_book_verification_table(),
      columns: [
        column(m.yearend_book_column_duty(), 0.4),
        column(m.yearend_book_column_confirmed(), 0.2, true),
        column(m.yearend_column_verification(), 0.15, true),
        column(m.yearend_book_column_interval_95(), 0.25, true),
      ],
      rows: verified.map(({ name, ratio, rate, interval }) => [name, ratio, rate, interval]),
    },
  ]
}

function listBlocks({ evaluation, timezone }: BookFacts): Block[] {
  const { year_before: before, commended, warned } = evaluation
  const list = (title: string, rows: readonly Listed[]): Block[] => [
    { kind: 'heading', text: title },
    rows.length === 0
      ? { kind: 'text', text: m.yearend_list_none() }
      : {
          kind: 'table',
          caption: title,
          columns: [
            column(m.township(), 0.22),
            column(m.yearend_column_score(), 0.12, true),
            column(m.yearend_column_grade(), 0.16),
            column(m.yearend_column_reasons(), 0.5),
          ],
          rows: rows.map((row) => [row.name, scoreText(row.score, evaluation.scheme), row.grade, reasonsWords(row)]),
        },
  ]
  return [
    ...list(m.yearend_commended(), commended),
    ...list(m.yearend_warned(), warned),
    {
      kind: 'text',
      isSoft: true,
      text:
        before === null
          ? m.yearend_lists_no_before()
          : m.yearend_lists_before({ instant: formatInstant(before.as_of, timezone) }),
    },
  ]
}

function definitionBlocks({ evaluation, duties, language }: BookFacts): Block[] {
  const used = duties.filter(({ code }) => evaluation.items.some(({ duty }) => duty === code))
  return [
    {
      kind: 'table',
      caption: m.yearend_book_appendix(),
      columns: [
        column(m.yearend_book_column_duty(), 0.18),
        column(m.yearend_book_column_definition(), 0.52),
        column(m.yearend_book_column_source(), 0.3),
      ],
      rows: used.map((duty) => [language === 'zh' ? duty.zh : duty.en, dutySentence(duty, language), duty.source]),
    },
  ]
}
