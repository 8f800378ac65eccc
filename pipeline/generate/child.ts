import { ageOn, atTime, civilOf, dayOf, dayOfMinute, schoolYearOf, springFestival } from './calendar.ts'
import type { Day, Minute } from './calendar.ts'
import type { County, School, Township } from './county.ts'
import { IdentityNumbers } from './identity-number.ts'
import type { Sex } from './identity-number.ts'
import { givenNameOf, surnameOf } from './names.ts'
import { PURPOSE, streamOf } from './random.ts'
import type { Random } from './random.ts'

/** A value, and the minute from which the township's register shows it. */
export interface Step<T> {
  knownAt: Minute
  value: T
}

/** What the register shows at a minute: the last value known by then. */
export function shownAt<T>(steps: readonly Step<T>[], at: Minute): T | undefined {
  let shown: T | undefined
  for (const step of steps) if (step.knownAt <= at) shown = step.value
  return shown
}

export type Situation = 'both_out' | 'one_out_other_unable' | 'one_out'

export interface Child {
  township: Township
  /** Its place among its township's children: with the township's, the key of everything that is drawn for it. */
  index: number
  id: string
  name: string
  surname: string
  sex: Sex
  birth: Day
  /** Null: the family's house lies outside the township. */
  village: string | null
  address: string
  leftFrom: Day
  leftTo: Day | null
  leftToKnownAt: Minute
  situations: Step<Situation>[]
  careLevels: Step<number | null>[]
  /** When the sweep first listed the child, and when its row was taken out again. */
  knownAt: Minute
  removedAt: Minute | null
  /** From when on the next township is in charge, for a child that moves there while the events run. */
  movesOn: Day | null
  /** From when on it is at no school though it should be, and the day on which it came back, if it did. */
  droppedOutOn: Day | null
  cameBackOn: Day | null
  attendsKindergarten: boolean
  primaryPlace: number
  staysAtSchool: boolean
  classPlace: number
}

const AGE_WEIGHTS = [2, 3, 4, 5, 6, 7, 8, 8, 8, 8, 8, 8, 7, 7, 6, 5, 3, 2] as const
const SITUATIONS = ['both_out', 'one_out_other_unable', 'one_out'] as const
const SITUATION_WEIGHTS = [62, 18, 20] as const
const CARE_LEVEL_WEIGHTS = [45, 28, 13, 6] as const

/** A clerk's minute on a day: between 8:30 and 17:29. */
export const deskMinute = (random: Random, day: Day): Minute => atTime(day, 8, 30 + random.integer(0, 539))

/** How long a township takes to write down what happened: short where duties are kept. */
export const lagDays = (random: Random, quality: number, mean: number): number =>
  Math.floor(random.exponential(mean * (1.4 - quality)))

function birthOf(random: Random, county: County): Day {
  const last = dayOfMinute(county.through)
  const year = civilOf(last).year - random.weighted(AGE_WEIGHTS)
  const birth = dayOf(year, 1, 1) + random.integer(0, 364)
  return Math.min(birth, last - 150 - random.integer(0, 60))
}

/** After the spring festival parents leave: most new stays begin in the three weeks behind it, some after the harvest. */
function departureIn(random: Random, county: County): Day {
  const last = dayOfMinute(county.through)
  const { year } = civilOf(random.integer(county.beginsOn, last))
  const season = random.unit()
  if (season < 0.6) return springFestival(year) + random.integer(6, 24)
  if (season < 0.75) return dayOf(year, 9, 1) + random.integer(0, 24)
  return random.integer(county.beginsOn, last)
}

function leftFromOf(random: Random, county: County, birth: Day): Day {
  const last = dayOfMinute(county.through)
  const earliest = birth + 60
  const past = county.beginsOn - 1 - Math.floor(random.exponential(800))
  const chosen = random.chance(0.12) ? departureIn(random, county) : past
  return Math.min(Math.max(chosen, earliest), last - 30)
}

/** Before the spring festival parents come home, and some for good; others when the school year is over. */
function returnIn(random: Random, county: County): Day {
  const { year } = civilOf(random.integer(county.beginsOn, dayOfMinute(county.through)))
  const season = random.unit()
  if (season < 0.45) return springFestival(year) - random.integer(2, 16)
  if (season < 0.65) return dayOf(year, 7, 1) + random.integer(0, 30)
  return random.integer(county.beginsOn, dayOfMinute(county.through))
}

function leftToOf(random: Random, county: County, leftFrom: Day): Day | null {
  const kind = random.unit()
  if (kind >= 0.15) return null
  if (kind >= 0.14) return dayOfMinute(county.through) + random.integer(1, 60)
  const end = kind < 0.04 ? county.beginsOn - random.integer(1, 400) : returnIn(random, county)
  return end > leftFrom + 30 ? end : null
}

const careLevelIn = (random: Random): number => random.weighted(CARE_LEVEL_WEIGHTS) + 1

function careLevelsOf(random: Random, knownAt: Minute, changedAt: Minute): Step<number | null>[] {
  const first: Step<number | null> = { knownAt, value: random.chance(0.08) ? null : careLevelIn(random) }
  return random.chance(0.04) ? [first, { knownAt: changedAt, value: careLevelIn(random) }] : [first]
}

const situationIn = (random: Random): Situation => SITUATIONS[random.weighted(SITUATION_WEIGHTS)] ?? 'both_out'

function situationsOf(random: Random, knownAt: Minute, changedAt: Minute): Step<Situation>[] {
  const first = { knownAt, value: situationIn(random) }
  return random.chance(0.03) ? [first, { knownAt: changedAt, value: situationIn(random) }] : [first]
}

const isOfAgeToDropOut = (birth: Day, day: Day): boolean => ageOn(birth, day) >= 11 && ageOn(birth, day) < 15

/** Few leave school early, the more the worse the township; of those four in ten come back within some weeks. */
function dropoutOf(
  county: County,
  township: Township,
  index: number,
  birth: Day,
): Pick<Child, 'droppedOutOn' | 'cameBackOn'> {
  const last = dayOfMinute(county.through)
  const none = { droppedOutOn: null, cameBackOn: null }
  if (!isOfAgeToDropOut(birth, last)) return none
  const random = streamOf(county.seed, PURPOSE.dropout, township.index, index)
  if (!random.chance(0.003 + 0.05 * (1 - township.quality))) return none
  const droppedOutOn = random.integer(county.beginsOn, last)
  const back = droppedOutOn + random.integer(20, 90)
  return { droppedOutOn, cameBackOn: random.chance(0.4) && back <= last ? back : null }
}

function makeChild(county: County, township: Township, index: number, numbers: IdentityNumbers): Child {
  const random = streamOf(county.seed, PURPOSE.child, township.index, index)
  const last = dayOfMinute(county.through)
  const sex: Sex = random.chance(0.53) ? 'male' : 'female'
  const isMover = index < township.moverCount
  const birth = isMover ? Math.min(birthOf(random, county), county.beginsOn - 400) : birthOf(random, county)
  const surname = surnameOf(random)
  const drawnFrom = leftFromOf(random, county, birth)
  const leftFrom = isMover ? Math.min(drawnFrom, county.beginsOn - 30) : drawnFrom
  const drawnTo = leftToOf(random, county, leftFrom)
  const leftTo = isMover ? null : drawnTo
  const swept = Math.min(leftFrom + 3 + lagDays(random, township.quality, 30), last)
  const isOld = leftFrom < county.beginsOn
  const knownAt = Math.min(deskMinute(random, isOld ? Math.min(swept, county.beginsOn - 1) : swept), county.through)
  const changedAt = deskMinute(random, random.integer(county.beginsOn, last))
  // Villages come one after the other, as a clerk lists them.
  const place = Math.floor((index * township.villages.length) / Math.max(1, township.childCount))
  const village = random.chance(0.012) ? null : (township.villages[place] ?? null)
  const movesOn = isMover ? random.integer(county.beginsOn + 20, Math.max(county.beginsOn + 20, last - 20)) : null
  const gone = leftTo !== null && leftTo <= last && random.chance(0.12)
  const removedAt =
    gone && county.mess > 0 ? deskMinute(random, Math.max(leftTo, county.beginsOn) + 5 + lagDays(random, 0, 40)) : null
  return {
    township,
    index,
    id: numbers.next(birth, sex),
    name: surname + givenNameOf(random, sex),
    surname,
    sex,
    birth,
    village,
    address: `${village ?? '外县某村'}${random.integer(1, 18)}组${random.integer(1, 99)}号`,
    leftFrom,
    leftTo,
    leftToKnownAt:
      leftTo === null ? 0 : deskMinute(random, Math.min(leftTo, last) + lagDays(random, township.quality, 25)),
    situations: situationsOf(random, 0, Math.max(knownAt, changedAt)),
    careLevels: careLevelsOf(random, 0, Math.max(knownAt, changedAt)),
    knownAt,
    removedAt,
    movesOn,
    ...dropoutOf(county, township, index, birth),
    attendsKindergarten: random.chance(0.76 + 0.23 * township.quality),
    primaryPlace: random.chance(0.65) ? 0 : 1,
    staysAtSchool: random.chance(0.5),
    classPlace: random.integer(0, 1_000_000),
  }
}

/** When the new township lists a child that moved, and when the old one takes it out (at once in a county without mess). */
function moveOf(county: County, child: Child): { listedAt: Minute; removedAt: Minute } {
  const random = streamOf(county.seed, PURPOSE.move, child.township.index, child.index)
  const movesOn = child.movesOn ?? child.leftFrom
  const listedAt = Math.min(deskMinute(random, movesOn + 3 + lagDays(random, 0.6, 8)), county.through)
  const lag = lagDays(random, child.township.quality, 30)
  return { listedAt, removedAt: county.mess > 0 ? listedAt + lag * 1440 : listedAt }
}

function arrivalOf(county: County, township: Township, child: Child, index: number): Child {
  const random = streamOf(county.seed, PURPOSE.move, township.index, index)
  const village = random.pick(township.villages) ?? null
  const leftFrom = child.movesOn ?? child.leftFrom
  return {
    ...child,
    township,
    index,
    village,
    address: `${village ?? township.name}${random.integer(1, 18)}组${random.integer(1, 99)}号`,
    leftFrom,
    knownAt: moveOf(county, child).listedAt,
    removedAt: null,
    movesOn: null,
  }
}

/** The children of a township's registers: its own, then those who moved in from the township before it. */
export function* childrenOf(county: County, township: Township): Generator<Child, void, undefined> {
  const numbers = new IdentityNumbers(township.index, county.townships.length)
  for (let index = 0; index < township.childCount; index++) {
    const child = makeChild(county, township, index, numbers)
    yield child.movesOn === null ? child : { ...child, removedAt: moveOf(county, child).removedAt }
  }
  const before = county.townships[(township.index + county.townships.length - 1) % county.townships.length]
  if (before === undefined || before === township) return
  const theirNumbers = new IdentityNumbers(before.index, county.townships.length)
  for (let index = 0; index < before.moverCount; index++) {
    const mover = makeChild(county, before, index, theirNumbers)
    yield arrivalOf(county, township, mover, township.childCount + index)
  }
}

/** Whether the child is left behind in this township on a day: talks, visits and incidents happen only then. */
export const isLeftBehindOn = (child: Child, day: Day): boolean =>
  day >= child.leftFrom &&
  (child.leftTo === null || day < child.leftTo) &&
  (child.movesOn === null || day < child.movesOn)

/** Whether a child that should be at school has left it by a day and not come back. */
export const isDroppedOutOn = (child: Child, day: Day): boolean =>
  child.droppedOutOn !== null && day >= child.droppedOutOn && (child.cameBackOn === null || day < child.cameBackOn)

/** The child's school in the school year that holds a day; null: at none. */
export function schoolOn(child: Child, day: Day): { school: School; place: number; grade: number } | null {
  if (isDroppedOutOn(child, day)) return null
  const age = schoolAge(child.birth, schoolYearOf(day))
  const place = schoolPlace(child, age)
  const school = place === null ? undefined : child.township.schools[place]
  return school === undefined || place === null ? null : { school, place, grade: age }
}

/** Full years on the eve of a school year: they say which class a child is in. */
export const schoolAge = (birth: Day, schoolYear: number): number => ageOn(birth, dayOf(schoolYear, 8, 31))

// The places in schoolNamesOf: 0 the central primary school, 1 the middle school, 2 the second primary, 3 the kindergarten.
function schoolPlace(child: Child, age: number): number | null {
  if (age < 3) return null
  if (age < 6) return child.attendsKindergarten ? 3 : null
  if (age < 12) return child.primaryPlace === 0 ? 0 : 2
  if (age < 15) return 1
  return child.staysAtSchool ? 1 : null
}
