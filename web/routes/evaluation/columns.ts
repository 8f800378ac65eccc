import type { Column } from '$lib/components/table.ts'
import { formatNumber, formatRatio } from '$lib/format/number.ts'
import { formatPercent, formatTarget } from '$lib/format/percent.ts'
import { m } from '$lib/i18n/compiled/messages.js'
import type { CountyItem, Difference, ItemScore, Standing, YearEvaluation } from './answers.ts'
import {
  change,
  cheapestWords,
  evaluationAddress,
  gradeWords,
  intervalText,
  nextWords,
  points,
  ranksOf,
  scoreText,
} from './words.ts'

type Names = Readonly<Record<string, string>>

/** The standings as a table; each township leads to its explanation. */
export function standingColumns(
  { year, scheme }: YearEvaluation,
  { names, asOf }: { names: Names; asOf: string | null },
): Column<Standing>[] {
  return [
    {
      key: 'name',
      label: m.township(),
      text: ({ name }) => name,
      href: ({ township }) => evaluationAddress(year, township, asOf),
    },
    { key: 'band', label: m.yearend_column_band(), isNumber: true, text: ({ band }) => `${band}`, sortBy: ({ band }) => band }, // prettier-ignore
    { key: 'score', label: m.yearend_column_score(), isNumber: true, text: ({ score }) => scoreText(score, scheme), sortBy: ({ score }) => score }, // prettier-ignore
    {
      key: 'interval',
      label: m.yearend_column_interval(),
      isNumber: true,
      text: (row) => intervalText(row, scheme),
      sortBy: ({ low }) => low,
    },
    {
      key: 'ranks',
      label: m.yearend_column_ranks(),
      isNumber: true,
      text: ranksOf,
      sortBy: ({ rank_low }) => rank_low,
    },
    {
      key: 'grade',
      label: m.yearend_column_grade(),
      text: gradeWords,
      sortBy: ({ grade }) => scheme.grades.findIndex(({ name }) => name === grade),
    },
    {
      key: 'next',
      label: m.yearend_column_next(),
      text: (row) => nextWords(row, scheme.grades[0]?.name),
      sortBy: ({ next }) => next?.missing ?? null,
    },
    { key: 'cheapest', label: m.yearend_column_cheapest(), text: (row) => cheapestWords(row, names) },
  ]
}

/** The county's part of the items. */
export function countyColumns(names: Names, address: (duty: string) => string): Column<CountyItem>[] {
  return [
    {
      key: 'duty',
      label: m.yearend_column_item(),
      text: ({ duty }) => names[duty] ?? duty,
      href: ({ duty }) => address(duty),
    },
    { key: 'weight', label: m.yearend_column_weight(), isNumber: true, text: ({ weight }) => formatTarget(weight / 100).slice(0, -1), sortBy: ({ weight }) => weight }, // prettier-ignore
    { key: 'rate', label: m.yearend_column_county_rate(), isNumber: true, text: ({ rate }) => formatPercent(rate), sortBy: ({ rate }) => rate }, // prettier-ignore
    { key: 'target', label: m.yearend_column_target(), isNumber: true, text: ({ target }) => (target === null ? '' : formatTarget(target)), sortBy: ({ target }) => target }, // prettier-ignore
    { key: 'lost', label: m.yearend_column_lost_mean(), isNumber: true, text: ({ lost }) => points(lost), sortBy: ({ lost }) => lost }, // prettier-ignore
  ]
}

/** How each item of a township scored, from the counts to the points. */
export function itemColumns(
  names: Names,
  { rows, lost: lostText }: { rows: (duty: string) => string | undefined; lost: (item: ItemScore) => string },
): Column<ItemScore>[] {
  const rate = (key: 'raw' | 'borrowed' | 'shrunk' | 'verification' | 'counted', label: string): Column<ItemScore> => ({
    key,
    label,
    isNumber: true,
    text: (item) => formatPercent(item[key]),
    sortBy: (item) => item[key],
  })
  return [
    { key: 'duty', label: m.yearend_column_item(), text: ({ duty }) => names[duty] ?? duty },
    { key: 'due', label: m.yearend_column_due(), isNumber: true, text: ({ met, total }) => formatRatio(met, total), sortBy: ({ total }) => total }, // prettier-ignore
    rate('raw', m.yearend_column_raw()),
    rate('borrowed', m.yearend_column_borrowed()),
    rate('shrunk', m.yearend_column_shrunk()),
    rate('verification', m.yearend_column_verification()),
    rate('counted', m.yearend_column_counted()),
    { key: 'weight', label: m.yearend_column_weight(), isNumber: true, text: ({ weight }) => points(weight), sortBy: ({ weight }) => weight }, // prettier-ignore
    { key: 'points', label: m.yearend_column_points(), isNumber: true, text: (item) => points(item.points), sortBy: (item) => item.points }, // prettier-ignore
    { key: 'lost', label: m.yearend_column_lost(), isNumber: true, text: lostText, sortBy: ({ lost }) => lost }, // prettier-ignore
    {
      key: 'missed',
      label: m.yearend_column_rows(),
      isNumber: true,
      text: ({ missed }) => formatNumber(missed),
      sortBy: ({ missed }) => missed,
      href: ({ duty, missed }) => (missed === 0 ? undefined : rows(duty)),
    },
  ]
}

export type ChangedItem = Difference['items'][number]

/** What each cause did to each item. */
export function changeColumns(names: Names): Column<ChangedItem>[] {
  const part = (key: keyof ChangedItem['parts'], label: string): Column<ChangedItem> => ({
    key,
    label,
    isNumber: true,
    text: ({ parts }) => change(parts[key]),
    sortBy: ({ parts }) => parts[key],
  })
  return [
    { key: 'duty', label: m.yearend_column_item(), text: ({ duty }) => names[duty] ?? duty },
    { key: 'before', label: m.yearend_column_before(), isNumber: true, text: ({ before }) => points(before), sortBy: ({ before }) => before }, // prettier-ignore
    { key: 'after', label: m.yearend_column_after(), isNumber: true, text: ({ after }) => points(after), sortBy: ({ after }) => after }, // prettier-ignore
    { key: 'change', label: m.yearend_column_change(), isNumber: true, text: ({ before, after }) => change(after - before), sortBy: ({ before, after }) => after - before }, // prettier-ignore
    part('own', m.yearend_column_own()),
    part('county', m.yearend_column_county()),
    part('verification', m.yearend_column_verification()),
    part('weight', m.yearend_column_weight_part()),
    part('scoring', m.yearend_column_scoring()),
  ]
}
