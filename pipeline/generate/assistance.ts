import { dayOfMinute } from './calendar.ts'
import type { Minute } from './calendar.ts'
import { deskMinute, isLeftBehindOn, lagDays } from './child.ts'
import type { Child } from './child.ts'
import { qualityOnDay } from './county.ts'
import type { County } from './county.ts'
import { keyOf, PURPOSE, streamOf } from './random.ts'
import type { ExportRow } from './row.ts'
import { semestersBetween } from './semester.ts'

const KINDS = [
  { kind: '生活补助', amounts: [300, 500, 625] },
  { kind: '学习资助', amounts: [200, 400, 500] },
  { kind: '临时救助', amounts: [500, 1000, 1500] },
  { kind: '爱心助学金', amounts: [600, 1000] },
] as const
const KIND_WEIGHTS = [52, 26, 14, 8]

/** Whether the child's family is poor: its file says so (files, in_need). */
export const isInNeed = (county: County, child: Child): boolean =>
  streamOf(county.seed, PURPOSE.need, child.township.index, child.index).chance(0.22 - 0.1 * child.township.quality)

/** The child's rows of the assistance register as exported at a minute: mostly one payment a semester to a child in need. */
export function* assistanceRows(county: County, child: Child, at: Minute): Generator<ExportRow, void, undefined> {
  if (at < child.knownAt) return
  const chance = isInNeed(county, child) ? (quality: number): number => 0.66 + 0.33 * quality : (): number => 0.02
  const last = dayOfMinute(county.through)
  for (const semester of semestersBetween(county.beginsOn, last)) {
    const quality = qualityOnDay(county, child.township, semester.first)
    const random = streamOf(county.seed, PURPOSE.assistance, child.township.index, child.index, semester.number)
    if (!random.chance(chance(quality))) continue
    // The money comes with the budget, in the middle of a semester.
    const paidOn = semester.first + random.integer(20, 100)
    const { kind, amounts } = KINDS[random.weighted(KIND_WEIGHTS)] ?? KINDS[0]
    const amount = random.pick<number>(amounts) ?? amounts[0]
    const recordedAt = deskMinute(random, paidOn + lagDays(random, quality, 8))
    if (paidOn < county.beginsOn || paidOn > last || recordedAt > at || !isLeftBehindOn(child, paidOn)) continue
    yield {
      key: keyOf(PURPOSE.assistance, child.township.index, child.index, semester.number),
      values: { child_id: child.id, kind, amount, paid_on: paidOn },
    }
  }
}
