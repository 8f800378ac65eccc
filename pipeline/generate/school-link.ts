import { dayOfMinute } from './calendar.ts'
import type { Minute } from './calendar.ts'
import { deskMinute, lagDays } from './child.ts'
import type { County, Township } from './county.ts'
import { keyOf, PURPOSE, streamOf } from './random.ts'
import type { ExportRow } from './row.ts'

// prettier-ignore
const DEPARTMENTS = ['县民政局', '县教育局', '县财政局', '县公安局', '县司法局', '县卫生健康局', '团县委', '县妇联', '县总工会', '县人民法院', '县人民检察院', '县关工委'] as const

/** The rows of a township's register of linked schools as exported at a minute: mostly one department a school, at some two. */
export function* schoolLinkRows(county: County, township: Township, at: Minute): Generator<ExportRow, void, undefined> {
  const { quality } = township
  for (const [place, { name }] of township.schools.entries()) {
    const random = streamOf(county.seed, PURPOSE.school_link, township.index, place)
    const isLinked = random.chance(0.72 + 0.27 * quality)
    const count = isLinked ? 1 + Number(random.chance(0.15)) : 0
    const departments = random.shuffle(DEPARTMENTS).slice(0, count)
    for (const [which, department] of departments.entries()) {
      // Most links are older than the events; a few are made while they run.
      const since = county.beginsOn + (random.chance(0.8) ? -random.integer(30, 900) : random.integer(10, 200))
      const knownAt = deskMinute(random, since + lagDays(random, quality, 12))
      if (since > dayOfMinute(county.through) || knownAt > at) continue
      yield {
        key: keyOf(PURPOSE.school_link, township.index, place, which),
        values: { school: name, department, since },
      }
    }
  }
}
