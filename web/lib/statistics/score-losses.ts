import { shownScore } from './shown-score.ts'

/** What of a township's score its losses are told from. */
export interface LosingScore<Item, Entry> {
  score: number
  /** Of the items alone, before bonus and deduction. */
  items_points: number
  items: readonly Item[]
  /** Bonus (above 0) and deduction (below 0). */
  entries: readonly Entry[]
}

/** A line of what a score lost of 100, in points as they are printed: below 0 where it was given back. */
export type LossLine<Item, Entry> =
  | { kind: 'item'; item: Item; lost: number }
  /** So many items that lost something and have no line of their own. */
  | { kind: 'rest'; count: number; lost: number }
  | { kind: 'entry'; entry: Entry; lost: number }
  | { kind: 'entries_rest'; count: number; lost: number }
  /** What is above 100 and does not count (`lost` above 0), or below 0 and is not lost. */
  | { kind: 'cut'; lost: number }

export interface Losses<Item, Entry> {
  /** The score, and what it lacks of 100, as they are printed; `digits` are the decimals of all of it. */
  score: string
  lost: string
  digits: number
  /** So many items lost something. */
  losing: number
  /** The largest item first, then the rest, the entries and the bounds; as printed they add up to what is lost. */
  lines: LossLine<Item, Entry>[]
  /** What each item lost as it is printed, with a line or without; those that lost next to nothing are not in it. */
  lostOf: ReadonlyMap<Item, number>
}

/** An item that lost less has no line of its own: it might be printed as none. */
const LEAST_SHOWN = 0.1
/** Less is what sums of fractions leave. */
const NOTHING = 1e-9

/**
 * From 100 to a score, line by line: the items that lost most (`most` of them), the other items as one line, each bonus and
 * deduction (`most_entries` of them) and what the bounds of 0 and 100 cut. Printed, the lines add up to 100 less the score.
 */
export function lossesOf<Item extends { lost: number }, Entry extends { points: number }>(
  { score, items_points, items, entries }: LosingScore<Item, Entry>,
  { bounds, most, most_entries = Infinity }: { bounds?: readonly number[]; most: number; most_entries?: number },
): Losses<Item, Entry> {
  const losing = items.filter(({ lost }) => lost > NOTHING).sort((a, b) => b.lost - a.lost)
  const large = losing.filter(({ lost }) => lost >= LEAST_SHOWN)
  const given = (some: readonly Entry[]): number => some.reduce((sum, { points }) => sum + points, 0)
  const cut = items_points + given(entries) - score
  const printed = shownScore(score, bounds)
  const digits = printed.length - printed.indexOf('.') - 1
  const lost = (100 - Number(printed)).toFixed(digits)
  // Rounded one by one, whichever have a line of their own: an item is printed alike wherever it is printed.
  const small = losing.slice(large.length).reduce((sum, item) => sum + item.lost, 0)
  const exact = [...large.map((item) => item.lost), ...entries.map(({ points }) => -points), small, cut]
  const parts = roundedParts(exact, Number(lost), digits)
  const partAt = (place: number): number => parts[place] ?? 0
  const sumOf = (places: readonly number[]): number =>
    Number(places.reduce((sum, place) => sum + partAt(place), 0).toFixed(digits))
  const shown = large.slice(0, most)
  const rest = [...large.keys()].slice(shown.length)
  const heavy = [...entries.keys()]
    .sort((a, b) => Math.abs(entries[b]?.points ?? 0) - Math.abs(entries[a]?.points ?? 0))
    .slice(0, most_entries)
  const untold = [...entries.keys()].filter((place) => !heavy.includes(place)).map((place) => large.length + place)
  const lines: LossLine<Item, Entry>[] = [
    ...shown.map((item, place) => ({ kind: 'item' as const, item, lost: partAt(place) })),
    ...(losing.length === shown.length
      ? []
      : [{ kind: 'rest' as const, count: losing.length - shown.length, lost: sumOf([...rest, exact.length - 2]) }]),
    ...entries.flatMap((entry, place) =>
      heavy.includes(place) ? [{ kind: 'entry' as const, entry, lost: partAt(large.length + place) }] : [],
    ),
    ...(untold.length === 0 ? [] : [{ kind: 'entries_rest' as const, count: untold.length, lost: sumOf(untold) }]),
    ...(Math.abs(cut) <= NOTHING ? [] : [{ kind: 'cut' as const, lost: partAt(exact.length - 1) }]),
  ]
  const lostOf = new Map(large.map((item, place) => [item, partAt(place)]))
  return { score: printed, lost, digits, losing: losing.length, lines, lostOf }
}

/**
 * Parts rounded to so many decimals that they add up to `whole`, which is their sum rounded so: each down, and then those up
 * that were cut most (largest remainders). None is off by a whole unit.
 */
export function roundedParts(parts: readonly number[], whole: number, digits: number): number[] {
  const unit = 10 ** digits
  // What is all but whole is whole: 5 points are not 4.9 and a remainder.
  const scaled = parts.map((part) => {
    const near = Math.round(part * unit)
    return Math.abs(part * unit - near) < NOTHING * unit ? near : part * unit
  })
  const counts = scaled.map(Math.floor)
  const left = Math.round(whole * unit) - counts.reduce((sum, count) => sum + count, 0)
  const order = scaled.map((_, place) => place).sort((a, b) => remainder(b) - remainder(a))
  function remainder(place: number): number {
    return (scaled[place] ?? 0) - (counts[place] ?? 0)
  }
  for (const place of order.slice(0, Math.max(0, left))) counts[place] = (counts[place] ?? 0) + 1
  return counts.map((count) => count / unit)
}
