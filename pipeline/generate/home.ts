import { dayOfMinute } from './calendar.ts'
import type { Day, Minute } from './calendar.ts'
import { deskMinute, lagDays } from './child.ts'
import type { County, Township } from './county.ts'
import { keyOf, PURPOSE, streamOf } from './random.ts'
import type { Random } from './random.ts'
import type { ExportRow, Value } from './row.ts'

/** A home for left-behind children, in a school or in a village. */
export interface Home {
  /** Its place among its township's homes. */
  place: number
  number: string
  village: string | null
  school: string | null
  quality: number
  openedOn: Day
  knownAt: Minute
  /** Standard → from when on it is met; Infinity: never. */
  metFrom: Record<string, Minute>
}

const STANDARDS = [
  'has_sign',
  'has_place',
  'has_equipment',
  'has_staff',
  'has_files',
  'has_plan',
  'has_ledger',
  'has_funding',
] as const
/** What is had first, and what last: a sign is cheap, money is not. */
const EASE = [0.1, 0.08, -0.04, 0, 0.03, 0.02, 0, -0.1] as const

function metFromOf(random: Random, county: County, quality: number): Record<string, Minute> {
  const last = dayOfMinute(county.through)
  const from = STANDARDS.map((standard, place): [string, Minute] => {
    const fate = random.unit()
    const mended = deskMinute(random, random.integer(county.beginsOn, last))
    const isMet = fate < 0.6 + 0.34 * quality + (EASE[place] ?? 0)
    // Some are put right in the course of the events.
    return [standard, isMet ? 0 : fate > 0.9 - 0.08 * quality ? mended : Infinity]
  })
  return Object.fromEntries(from)
}

/** The homes of a township: one at each primary school, at some middle schools, and in some villages. */
export function homesOf(county: County, township: Township): Home[] {
  const random = streamOf(county.seed, PURPOSE.home, township.index)
  const { quality } = township
  const places = [
    ...township.schools
      .filter(({ stage }) => stage === 'primary' || (stage === 'middle' && random.chance(0.6)))
      .map((school) => ({ school: school.name, village: null, quality: school.quality })),
    ...township.villages
      .filter(() => random.chance(0.25 + 0.3 * quality))
      .map((village) => ({ school: null, village, quality })),
  ]
  return places.map((at, place): Home => {
    const own = streamOf(county.seed, PURPOSE.home, township.index, place)
    // Most are some years old; a few open while the events run.
    const openedOn = county.beginsOn + (own.chance(0.92) ? -own.integer(60, 1500) : own.integer(10, 150))
    return {
      ...at,
      place,
      number: `${township.id}-J${String(place + 1).padStart(2, '0')}`,
      openedOn,
      knownAt: deskMinute(own, openedOn + lagDays(own, quality, 20)),
      metFrom: metFromOf(own, county, at.quality),
    }
  })
}

/** The rows of a township's register of homes as exported at a minute. */
export function* homeRows(county: County, township: Township, at: Minute): Generator<ExportRow, void, undefined> {
  for (const home of homesOf(county, township)) {
    if (home.knownAt > at) continue
    const values: Record<string, Value> = {
      home_id: home.number,
      name: `${home.school ?? home.village ?? township.stem}留守儿童之家`,
      village: home.village,
      school: home.school,
      opened_on: home.openedOn,
    }
    for (const [standard, from] of Object.entries(home.metFrom)) values[standard] = at >= from ? 'yes' : 'no'
    yield { key: keyOf(PURPOSE.home, township.index, home.place), values }
  }
}
