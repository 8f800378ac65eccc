import { formatNumber, formatTightRatio } from '../../lib/format/number.ts'
import { formatPercent, formatTarget } from '../../lib/format/percent.ts'
import { m } from '../../lib/i18n/compiled/messages.js'
import { lossesOf, type Losses, type LossLine } from '../../lib/statistics/score-losses.ts'
import type { CountyItem, Entry, ItemScore, Standing } from './answers.ts'
import { points, type Graded } from './words.ts'

type Names = Readonly<Record<string, string>>
export type Line = LossLine<ItemScore, Entry>

const MINUS = '−'
/** Where less of a rate is borrowed it is not said in words. */
const SHOWN_BORROWED = 0.05

/** What a township's score lost of 100, line by line, as it is printed. */
export const standingLosses = (
  standing: Pick<Standing, 'score' | 'items_points' | 'items' | 'entries'>,
  { scheme, most, most_entries }: { scheme: Graded; most: number; most_entries?: number },
): Losses<ItemScore, Entry> => lossesOf(standing, { bounds: scheme.grades.map(({ from }) => from), most, most_entries })

/** What an item lost, as it is printed in those lines. */
export const itemLost = (item: ItemScore, { lostOf, digits }: Losses<ItemScore, Entry>): string => {
  const lost = lostOf.get(item)
  return lost === undefined ? points(item.lost) : lost.toFixed(digits)
}

/** One of those lines in words. */
export function lineWords(
  line: Line,
  { items, names, digits }: { items: readonly CountyItem[]; names: Names; digits: number },
): string {
  const lost = Math.abs(line.lost).toFixed(digits)
  switch (line.kind) {
    case 'item': {
      const county = items.find(({ duty }) => duty === line.item.duty)
      return lossWords(line.item, { county, names, lost })
    }
    case 'rest': {
      const count = formatNumber(line.count)
      return line.lost === 0 ? m.yearend_why_rest_less({ count }) : m.yearend_why_rest({ count, lost })
    }
    case 'entry': {
      const { reason, evidence } = line.entry
      const isDeducted = line.entry.points < 0
      if (reason === null)
        return isDeducted
          ? m.yearend_why_deducted_hidden({ points: lost })
          : m.yearend_why_added_hidden({ points: lost })
      const told = { points: lost, reason, evidence: evidence ?? '' }
      return isDeducted ? m.yearend_why_deducted(told) : m.yearend_why_added(told)
    }
    case 'entries_rest': {
      const told = { count: formatNumber(line.count), points: lost }
      return line.lost > 0 ? m.yearend_why_entries_deducted(told) : m.yearend_why_entries_added(told)
    }
    case 'cut':
      return line.lost > 0 ? m.yearend_why_cut_above({ points: lost }) : m.yearend_why_cut_below({ points: lost })
  }
}

/** What a line is of, in a few words. */
export function lineName(line: Line, names: Names): string {
  switch (line.kind) {
    case 'item':
      return names[line.item.duty] ?? line.item.duty
    case 'rest':
      return m.yearend_slide_rest({ count: formatNumber(line.count) })
    case 'entry': {
      const { points: given, reason } = line.entry
      if (given < 0) return reason === null ? m.yearend_slide_deducted_hidden() : m.yearend_slide_deducted({ reason })
      return reason === null ? m.yearend_slide_added_hidden() : m.yearend_slide_added({ reason })
    }
    case 'entries_rest':
      return m.yearend_slide_entries_rest({ count: formatNumber(line.count) })
    case 'cut':
      return line.lost > 0 ? m.yearend_slide_cut_above() : m.yearend_slide_cut_below()
  }
}

/** What a line takes from a score or gives back: `−3.2`, `+1.0`. */
export const lineChange = ({ lost }: Line, digits: number): string =>
  `${lost > 0 ? MINUS : lost < 0 ? '+' : ''}${Math.abs(lost).toFixed(digits)}`

/** Why an item lost points: its counts, what inspections and the county had to do with it, and how that is scored. */
function lossWords(
  item: ItemScore,
  { county, names, lost }: { county: CountyItem | undefined; names: Names; lost: string },
): string {
  const { met, total, raw, borrowed, verification, verified_by, weight } = item
  const parts: string[] = [m.yearend_why_met({ ratio: formatTightRatio(met, total), rate: formatPercent(raw) })]
  if (county?.scoring.kind === 'penalty') parts.push(casesWords(item, county.weight, county.scoring.per_case))
  else {
    if (borrowed >= SHOWN_BORROWED)
      parts.push(m.yearend_why_borrowed({ part: formatPercent(borrowed), rate: formatPercent(county?.rate ?? 0) }))
    if (verification < 1) {
      const rate = formatPercent(verification)
      parts.push(
        verified_by === 'township'
          ? m.yearend_why_verified_township({ rate })
          : m.yearend_why_verified_county({ rate }),
      )
    }
    parts.push(countedWords(item, county))
  }
  return m.yearend_why_loss({
    duty: names[item.duty] ?? item.duty,
    lost,
    weight: points(weight),
    parts: parts.join(m.yearend_comma()),
  })
}

/** Of 100 a case costs as much more or less as the item's weight does than it stands in the scheme. */
function casesWords({ missed, weight, points: left }: ItemScore, schemeWeight: number, perCase: number): string {
  const told = { count: formatNumber(missed), per_case: Number(((perCase * weight) / schemeWeight).toFixed(2)) }
  return left === 0 ? m.yearend_why_cases_all(told) : m.yearend_why_cases(told)
}

function countedWords({ counted, lost, weight }: ItemScore, county: CountyItem | undefined): string {
  const rate = formatPercent(counted)
  if (county?.scoring.kind === 'steps')
    return m.yearend_why_step({ rate, part: formatTarget((weight - lost) / weight) })
  const { from, to } = county?.scoring.kind === 'linear' ? county.scoring : { from: 0, to: undefined }
  const target = to ?? county?.target ?? null
  if (from > 0) return m.yearend_why_counted_from({ rate, from: formatTarget(from), target: formatTarget(target ?? 1) })
  return target === null
    ? m.yearend_why_counted_no_target({ rate })
    : m.yearend_why_counted({ rate, target: formatTarget(target) })
}
