import { dayOfMinute } from './calendar.ts'
import type { Minute } from './calendar.ts'
import { deskMinute, isLeftBehindOn, lagDays, shownAt } from './child.ts'
import type { Child } from './child.ts'
import type { County } from './county.ts'
import { keyOf, PURPOSE, streamOf } from './random.ts'
import type { ExportRow } from './row.ts'

const SEVERE = 4
// prettier-ignore
const REASONS = ['情绪低落，不愿与人交流', '监护人年老多病', '学习困难，有厌学情绪', '长期与父母没有联系', '家庭生活困难', '有不良行为，需要引导'] as const

/** The child's rows of the plan register as exported at a minute: a plan a year, for children of the highest care level. */
export function* planRows(county: County, child: Child, at: Minute): Generator<ExportRow, void, undefined> {
  const level = shownAt(child.careLevels, county.through) ?? 0
  if (level < SEVERE - 1 || at < child.knownAt) return
  const random = streamOf(county.seed, PURPOSE.plan, child.township.index, child.index)
  const { quality } = child.township
  if (!random.chance(level === SEVERE ? 0.66 + 0.33 * quality : 0.1)) return
  const latest = dayOfMinute(county.through) - random.integer(0, 370)
  for (const [place, madeOn] of [latest - random.integer(300, 380), latest].entries()) {
    const reason = random.pick(REASONS)
    const recordedAt = deskMinute(random, madeOn + lagDays(random, quality, 10))
    if (recordedAt > at || !isLeftBehindOn(child, madeOn)) continue
    yield {
      key: keyOf(PURPOSE.plan, child.township.index, child.index, place),
      values: { child_id: child.id, made_on: madeOn, reason },
    }
  }
}
