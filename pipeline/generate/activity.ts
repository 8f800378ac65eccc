import { dayOfMinute, firstDayOfMonth, isWeekend, monthOfDay, monthOfYear } from './calendar.ts'
import type { Day, Minute } from './calendar.ts'
import { deskMinute, lagDays } from './child.ts'
import { qualityOnDay } from './county.ts'
import type { County, Township } from './county.ts'
import { homesOf } from './home.ts'
import type { Home } from './home.ts'
import { keyOf, PURPOSE, streamOf } from './random.ts'
import type { ExportRow } from './row.ts'

const KINDS = ['亲情视频', '集体生日', '课业辅导', '心理辅导', '安全教育', '手工绘画', '读书分享', '体育游戏'] as const
/** In these months the schools are closed, and a home without them holds little (duties.md, talk_months). */
const CLOSED = new Set([1, 2, 7, 8])

interface Activity {
  heldOn: Day
  kind: string
  headcount: number
  isPrincipalThere: boolean
  isReported: boolean
  recordedAt: Minute
}

/** What a home holds in a month, spread over it; in a good one the principal comes twice and something is reported. */
function activitiesIn(county: County, township: Township, home: Home, month: number): Activity[] {
  const random = streamOf(county.seed, PURPOSE.activity, township.index, home.place, month)
  const first = firstDayOfMonth(month)
  const quality = qualityOnDay(county, township, first, home.quality)
  const isClosed = CLOSED.has(monthOfYear(month))
  const isKept = random.chance(0.56 + 0.42 * quality)
  const isTold = random.chance(0.62 + 0.37 * quality)
  const held = isClosed ? random.integer(0, 1) : (isKept ? 2 : random.integer(0, 2)) + random.integer(0, 1)
  return Array.from({ length: held }, (_, place): Activity => {
    const drawn = first + 1 + place * 9 + random.integer(0, 6)
    const heldOn = isWeekend(drawn) ? drawn + 2 : drawn
    const comes = random.unit()
    return {
      heldOn,
      kind: random.pick(KINDS),
      headcount: random.integer(8, 46),
      isPrincipalThere: home.school !== null && (isKept ? place < 2 || comes < 0.3 : place === 0 && comes < 0.6),
      isReported: isTold && (place === 0 || random.chance(0.7)),
      recordedAt: Math.max(home.knownAt, deskMinute(random, heldOn + lagDays(random, quality, 5))),
    }
  })
}

/** The rows of a township's register of activities as exported at a minute, home by home and month by month. */
export function* activityRows(county: County, township: Township, at: Minute): Generator<ExportRow, void, undefined> {
  const last = dayOfMinute(Math.min(at, county.through))
  for (const home of homesOf(county, township)) {
    for (let month = monthOfDay(county.beginsOn); month <= monthOfDay(last); month++) {
      for (const [place, activity] of activitiesIn(county, township, home, month).entries()) {
        if (activity.heldOn > last || activity.heldOn < home.openedOn || activity.recordedAt > at) continue
        yield {
          key: keyOf(PURPOSE.activity, township.index, home.place, month, place),
          values: {
            home_id: home.number,
            held_on: activity.heldOn,
            kind: activity.kind,
            headcount: activity.headcount,
            principal_present: activity.isPrincipalThere ? 'yes' : 'no',
            reported: activity.isReported ? 'yes' : 'no',
          },
        }
      }
    }
  }
}
