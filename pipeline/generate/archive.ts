import { isInNeed } from './assistance.ts'
import { dayOfMinute, schoolYearOf } from './calendar.ts'
import type { Day, Minute } from './calendar.ts'
import { bookedSchoolDay } from './census-row.ts'
import { deskMinute, isDroppedOutOn, lagDays, schoolAge, schoolOn, shownAt } from './child.ts'
import type { Child, Step } from './child.ts'
import type { County } from './county.ts'
import { adultNameOf, givenNameOf, landlineOf, mobileOf, surnameOf } from './names.ts'
import { keyOf, PURPOSE, streamOf } from './random.ts'
import type { Random } from './random.ts'
import type { ExportRow, Value } from './row.ts'

// prettier-ignore
const WORKPLACES = ['浙江省义乌市工业园', '广东省东莞市某厂', '江苏省昆山市电子厂', '广东省深圳市物流园', '福建省厦门市建筑工地', '上海市某家政公司'] as const
const RELATIONS = ['祖父', '祖母', '外祖父', '外祖母', '姑妈', '叔叔', '邻居'] as const
const RELATION_WEIGHTS = [32, 34, 11, 13, 4, 4, 2]
const HEALTH = ['良好', '一般', '患病', '残疾'] as const
const HEALTH_WEIGHTS = [48, 36, 13, 3]
const OCCUPATIONS = ['务农', '务工', '个体经营', '无', '退休'] as const
const OCCUPATION_WEIGHTS = [70, 10, 7, 9, 4]

// What is left out on a card, the hardest to find out first.
const OFTEN_MISSING = [
  ['work_phone', 30],
  ['work_address', 18],
  ['guardian_health', 12],
  ['guardian_age', 10],
  ['guardian_phone', 9],
  ['parent_phone', 8],
  ['guardian_occupation', 5],
  ['guardian_address', 4],
  ['home_address', 2],
  ['guardian_name', 1],
  ['parent_name', 1],
] as const
const MISSING_WEIGHTS = OFTEN_MISSING.map(([, weight]) => weight)

/** The child's file, before the gaps in it. */
interface Archive {
  openedOn: Day
  openedAt: Minute
  card: Record<string, Value>
  /** Field → from when on it is filled; Infinity: never. */
  filledAt: Map<string, Minute>
  immunised: Value
  /** Each training of the guardian. */
  trainings: Step<Day>[]
}

function cardOf(random: Random, child: Child): Record<string, Value> {
  const parent = child.surname + givenNameOf(random, random.chance(0.7) ? 'male' : 'female')
  const relation = random.weighted(RELATION_WEIGHTS)
  const age = relation < 4 ? random.integer(50, 78) : random.integer(32, 58)
  // A grandfather on the father's side bears the child's surname; so mostly does an uncle.
  const guardian = relation === 0 ? child.surname + givenNameOf(random, 'male') : adultNameOf(random)
  return {
    parent_name: parent,
    home_address: child.address,
    parent_phone: mobileOf(random),
    work_address: random.pick(WORKPLACES),
    work_phone: landlineOf(random),
    guardian_name: guardian,
    guardian_occupation: OCCUPATIONS[random.weighted(OCCUPATION_WEIGHTS)] ?? '务农',
    guardian_address: random.chance(0.92) ? child.address : `${surnameOf(random)}家院子${random.integer(1, 30)}号`,
    guardian_phone: mobileOf(random),
    guardian_health: HEALTH[random.weighted(HEALTH_WEIGHTS)] ?? '一般',
    guardian_age: age,
    guardian_relation: RELATIONS[relation] ?? '祖母',
  }
}

function gapsOf(random: Random, county: County, child: Child, openedAt: Minute): Map<string, Minute> {
  const filledAt = new Map<string, Minute>()
  const { quality } = child.township
  if (random.chance(0.52 + 0.46 * quality)) return filledAt
  const last = dayOfMinute(county.through)
  for (let left = random.integer(1, 3); left > 0; left--) {
    const field = OFTEN_MISSING[random.weighted(MISSING_WEIGHTS)]?.[0] ?? 'work_phone'
    const filled = deskMinute(random, random.integer(county.beginsOn, last))
    filledAt.set(field, random.chance(0.2 + 0.5 * quality) ? Math.max(filled, openedAt) : Infinity)
  }
  return filledAt
}

function archiveOf(county: County, child: Child): Archive | null {
  const random = streamOf(county.seed, PURPOSE.archive, child.township.index, child.index)
  const { quality } = child.township
  const last = dayOfMinute(county.through)
  const from = Math.max(child.leftFrom + 2, child.birth + 30)
  const openedOn = from + lagDays(random, quality, from < county.beginsOn ? 120 : 40)
  if (!random.chance(0.74 + 0.25 * quality) || openedOn > last) return null
  const openedAt = deskMinute(random, openedOn + lagDays(random, quality, 4))
  return {
    openedOn,
    openedAt,
    card: cardOf(random, child),
    filledAt: gapsOf(random, county, child, openedAt),
    immunised: random.chance(0.02) ? null : random.chance(0.9 + 0.09 * quality) ? 'yes' : 'no',
    trainings: trainingsOf(county, child),
  }
}

/** A guardian who comes to the trainings comes about once a year; the last two are remembered. */
function trainingsOf(county: County, child: Child): Step<Day>[] {
  const random = streamOf(county.seed, PURPOSE.training, child.township.index, child.index)
  const { quality } = child.township
  if (!random.chance(0.7 + 0.29 * quality)) return []
  const latest = dayOfMinute(county.through) - random.integer(0, 375)
  return [latest - random.integer(300, 400), latest].map((day) => ({
    knownAt: deskMinute(random, day + lagDays(random, quality, 10)),
    value: day,
  }))
}

function schoolingOn(child: Child, day: Day): Value {
  const at = schoolOn(child, day)
  if (at !== null) return at.school.stage === 'kindergarten' ? 'kindergarten' : 'in_school'
  if (isDroppedOutOn(child, day)) return 'dropped_out'
  if (schoolAge(child.birth, schoolYearOf(day)) < 6) return 'not_enrolled'
  // Past compulsory schooling most are at a school elsewhere; some work.
  return child.classPlace % 8 === 0 ? 'dropped_out' : 'in_school'
}

/** The child's file as the township would export it at a minute; null: not opened yet, or none. */
export function archiveRow(county: County, child: Child, at: Minute): ExportRow | null {
  const archive = archiveOf(county, child)
  if (archive === null || at < archive.openedAt || at < child.knownAt) return null
  // The file goes with a child that moves; that of a child who left the sweep for another reason is kept.
  if (child.movesOn !== null && child.removedAt !== null && at >= child.removedAt) return null
  const values: Record<string, Value> = { child_id: child.id, opened_on: archive.openedOn, ...archive.card }
  for (const [field, filledAt] of archive.filledAt) if (at < filledAt) values[field] = null
  values.schooling = schoolingOn(child, bookedSchoolDay(child, at))
  values.immunised = archive.immunised
  values.guardian_trained_on = shownAt(archive.trainings, at) ?? null
  values.in_need = isInNeed(county, child) ? 'yes' : 'no'
  return { key: keyOf(PURPOSE.archive, child.township.index, child.index), values }
}
