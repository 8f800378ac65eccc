import { z } from 'zod'
import { ShouwangError } from '../../errors.ts'
import { dayOf, dayOfMinute, firstDayOfMonth, minuteOf, monthNumber, monthOfDay } from './calendar.ts'
import type { Day, Minute } from './calendar.ts'
import { MOST_TOWNSHIPS, placesOf, schoolNamesOf, villagesOf } from './places.ts'
import type { Stage } from './places.ts'
import { PURPOSE, streamOf } from './random.ts'

const OPTIONS = z.strictObject({
  townships: z.int().min(1).max(MOST_TOWNSHIPS).default(12),
  children: z.int().min(1).max(10_000_000).default(6000),
  year: z.int().min(2000).max(2100),
  seed: z.int().default(1),
  mess: z.number().min(0).max(1).default(0.3),
  through: z.date().optional(),
})

/** What a synthetic county is made from; the same options give the same county. */
export type CountyOptions = z.input<typeof OPTIONS>

export interface School {
  name: string
  stage: Stage
  /** How well its duties are kept: 0 to 1. */
  quality: number
}

export interface Township {
  index: number
  id: string
  name: string
  stem: string
  villages: string[]
  schools: School[]
  /** How well its duties are kept at first: 0 to 1. Latent: no register says so, the figures should show it. */
  quality: number
  /** How much the quality changes in a year. */
  trend: number
  /** How likely a missed talk is written in later, before a deadline. */
  backfill: number
  childCount: number
  /** The first of its children who move to the next township while the events run. */
  moverCount: number
  /** Optional columns that its registers do not have: `contacts.recorded_at`. */
  absentColumns: ReadonlySet<string>
}

export interface County {
  seed: number
  year: number
  mess: number
  code: string
  name: string
  /** The first day with events. */
  beginsOn: Day
  /** The last minute with events. */
  through: Minute
  townships: Township[]
}

const LABELS: Record<string, string> = {
  townships: `--townships：1 到 ${MOST_TOWNSHIPS} 的整数`,
  children: '--children：1 到 10000000 的整数',
  year: '--year：2000 到 2100 的整数',
  seed: '--seed：整数',
  mess: '--mess：0 到 1 的数',
  through: '截止时间：一个日期',
}

const MONTHS_OF_A_REPLAY = 12
const clamp = (value: number): number => Math.max(0.05, Math.min(0.98, value))

/** Shares `total` out by weight so that the parts add up to it (largest remainders). */
function shareOut(total: number, weights: readonly number[]): number[] {
  const sum = weights.reduce((before, weight) => before + weight, 0)
  const exact = weights.map((weight) => (total * weight) / sum)
  const parts = exact.map(Math.floor)
  const byRemainder = exact.map((part, place) => ({ place, remainder: part - Math.floor(part) }))
  byRemainder.sort((a, b) => b.remainder - a.remainder || a.place - b.place)
  const left = total - parts.reduce((before, part) => before + part, 0)
  for (const { place } of byRemainder.slice(0, left)) parts[place] = (parts[place] ?? 0) + 1
  return parts
}

// Columns that registers.md leaves to the township and no duty asks for, and how many townships keep them.
const OPTIONAL_COLUMNS = [
  { columns: ['contacts.recorded_at'], kept: 0.6 },
  { columns: ['pairings.carer_unit'], kept: 0.7 },
  { columns: ['files.guardian_relation'], kept: 0.8 },
  { columns: ['incidents.closed_at', 'incidents.outcome'], kept: 0.7 },
]

/**
 * A synthetic county: its townships and their latent traits. Children and events are not held: the rooms beside this file
 * make them anew from the seed each time they are asked for, so that a million children need no more memory than one.
 * Throws `bad_parameter` where an option is out of its bounds.
 */
export function generateCounty(options: CountyOptions): County {
  const parsed = OPTIONS.safeParse(options)
  if (!parsed.success) {
    const names = parsed.error.issues.map((issue) => String(issue.path[0] ?? ''))
    const expected = names.map((name) => LABELS[name] ?? name)
    throw new ShouwangError('bad_parameter', `参数不对，应为 ${expected.join('；')}`, { parameters: names })
  }
  const { townships: count, children, year, seed, mess } = parsed.data
  const through = parsed.data.through ? minuteOf(parsed.data.through) : dayOf(year + 1, 1, 1) * 24 * 60 - 1
  const firstOfYear = dayOf(year, 1, 1)
  if (dayOfMinute(through) < firstOfYear) throw new ShouwangError('bad_parameter', `截止时间早于 ${year} 年`, { year })
  const replayBegins = firstDayOfMonth(monthOfDay(dayOfMinute(through)) - MONTHS_OF_A_REPLAY + 1)
  const beginsOn = Math.min(firstDayOfMonth(monthNumber(year, 1)), replayBegins)

  const traits = streamOf(seed, PURPOSE.township)
  const childCounts = shareOut(
    children,
    Array.from({ length: count }, () => 0.5 + traits.unit()),
  )
  // Spread evenly and then shuffled: a county of any size has both good and bad townships.
  const qualities = traits.shuffle(Array.from({ length: count }, (_, place) => 0.15 + (0.8 * (place + 0.5)) / count))
  const townships = placesOf(seed, count).map((place, index): Township => {
    const random = streamOf(seed, PURPOSE.township, index)
    const childCount = childCounts[index] ?? 0
    const quality = qualities[index] ?? 0.5
    return {
      index,
      id: String(index + 1).padStart(Math.max(2, String(count).length), '0'),
      ...place,
      villages: villagesOf(place.stem, childCount),
      schools: schoolNamesOf(place.stem).map((school) => ({ ...school, quality: clamp(random.normal(quality, 0.09)) })),
      quality,
      trend: random.normal(0.02, 0.1),
      backfill: (1 - quality) * random.unit() * 0.5,
      childCount,
      moverCount: count === 1 ? 0 : Math.floor(childCount * 0.004 + random.unit()),
      absentColumns: new Set(OPTIONAL_COLUMNS.flatMap(({ columns, kept }) => (random.chance(kept) ? [] : columns))),
    }
  })
  return { seed, year, mess, code: '990100', name: '守望示范县', beginsOn, through, townships }
}

/** A township's quality in a month: its first quality and its trend, between the bounds. */
export const qualityInMonth = (quality: number, trend: number, month: number, first: number): number =>
  clamp(quality + (trend * (month - first)) / 12)

/** The quality of a township, or of one of its schools, on a day. */
export const qualityOnDay = (county: County, township: Township, day: Day, quality = township.quality): number =>
  qualityInMonth(quality, township.trend, monthOfDay(day), monthOfDay(county.beginsOn))
