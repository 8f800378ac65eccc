import {
  atTime,
  dayOfMinute,
  firstDayOfMonth,
  isWeekend,
  lastDayOfMonth,
  monthOfDay,
  monthOfYear,
  schoolYearOf,
  springFestival,
} from './calendar.ts'
import type { Day, Minute } from './calendar.ts'
import { isLeftBehindOn, lagDays, schoolOn, shownAt } from './child.ts'
import type { Child } from './child.ts'
import { qualityOnDay } from './county.ts'
import type { County } from './county.ts'
import { adultNameOf } from './names.ts'
import { keyOf, PURPOSE, streamOf } from './random.ts'
import type { Random } from './random.ts'
import type { ExportRow } from './row.ts'
import { semestersBetween } from './semester.ts'
import type { Semester } from './semester.ts'
import type { Staff } from './staff.ts'

export type ContactKind = 'talk' | 'visit' | 'call' | 'home_visit' | 'parent_feedback'
type Role = 'class_teacher' | 'teacher' | 'carer' | 'cadre' | 'other'

export interface Contact {
  kind: ContactKind
  happenedOn: Day
  byName: string
  byRole: Role
  summary: string
  /** When it was written down: the register shows it from then on. */
  recordedAt: Minute
  /** Whether the clerk noted when that was. */
  showsRecordedAt: boolean
}

// January (in the index 0) to December. Examinations in January and June, the spring festival, a slack summer.
const TALK_SEASON = [0.5, 0.45, 0.97, 1, 1, 0.88, 0.22, 0.24, 1, 0.97, 1, 0.93]
const THREE_ONES = ['visit', 'call', 'home_visit'] as const
const SPARE = ['talk', ...THREE_ONES] as const
/** Who does what; a talk by the class teacher is another matter. */
const ROLES: Record<ContactKind, readonly Role[]> = {
  talk: ['teacher', 'carer', 'cadre'],
  visit: ['cadre', 'carer', 'other'],
  call: ['class_teacher', 'carer'],
  home_visit: ['class_teacher', 'teacher', 'cadre'],
  parent_feedback: ['class_teacher', 'class_teacher', 'teacher'],
}
/** A child at no school is asked after by the village's teacher in charge, less often. */
const WITHOUT_SCHOOL = 0.8
/** Around the spring festival, when parents are at home, there is no talk and no visit. */
const OVER_THE_FESTIVAL = new Set<ContactKind>(['call', 'parent_feedback'])
const VISIT_SEASON = [1.4, 1.3, 0.9, 1, 1, 1.1, 1.2, 0.8, 1.1, 0.9, 0.9, 1.1]

const SUBJECTS = [
  '学习情况',
  '生活情况',
  '情绪状况',
  '与同学相处',
  '作业完成情况',
  '身体状况',
  '安全常识',
  '家庭联系',
] as const
// prettier-ignore
const FINDINGS = ['良好', '有进步 继续鼓励', '较稳定', '需要多关心, 已约定下次再谈', '想念父母 已安排视频', '说"一切都好"', '较内向, 建议家访', '正常'] as const

/** A contact's text. Some hold commas, quotes or blanks, so that every file format has to quote. */
const summaryOf = (random: Random): string =>
  random.chance(0.35) ? '了解学习生活情况' : `了解${random.pick(SUBJECTS)}：${random.pick(FINDINGS)}`

function workday(random: Random, first: Day, last: Day): Day {
  const day = random.integer(first, last)
  if (!isWeekend(day) || random.chance(0.06)) return day
  return day + 2 <= last ? day + 2 : Math.max(first, day - 2)
}

/** How long after the contact the clerk writes it down: mostly the same day, some within days, a few weeks later. */
function recordedOn(random: Random, day: Day, quality: number): Day {
  const haste = random.unit()
  if (haste < 0.5 + 0.3 * quality) return day
  if (haste < 0.96) return day + 1 + lagDays(random, quality, 4)
  return day + 6 + lagDays(random, quality, 25)
}

/** The end of the quarter, when missing talks are written in before the figures are looked at. */
function backfillDay(random: Random, month: number): Day {
  const quarterEnd = month + (2 - (month % 3))
  return lastDayOfMonth(quarterEnd) - random.integer(0, 8) + (quarterEnd === month ? 9 : 0)
}

class ContactMaker {
  readonly #county: County
  readonly #child: Child
  readonly #staff: Staff
  readonly #random: Random
  readonly #quality: number
  readonly #contacts: Contact[] = []

  constructor(county: County, child: Child, staff: Staff) {
    this.#county = county
    this.#child = child
    this.#staff = staff
    this.#random = streamOf(county.seed, PURPOSE.contact, child.township.index, child.index)
    this.#quality = child.township.quality
  }

  make(): Contact[] {
    const lastMonth = monthOfDay(dayOfMinute(this.#county.through))
    const firstMonth = monthOfDay(this.#county.beginsOn)
    for (let month = firstMonth; month <= lastMonth; month++) {
      const first = firstDayOfMonth(month)
      const last = Math.min(lastDayOfMonth(month), dayOfMinute(this.#county.through))
      if (!isLeftBehindOn(this.#child, first) && !isLeftBehindOn(this.#child, last)) continue
      const quality = qualityOnDay(this.#county, this.#child.township, first, this.#schoolQuality(first))
      this.#talksOf(month, first, last, quality)
      this.#othersOf(month, first, last)
      this.#feedbackOf(month, first, last, quality)
    }
    for (const semester of semestersBetween(this.#county.beginsOn, dayOfMinute(this.#county.through))) {
      this.#threeOnesOf(semester)
    }
    return this.#contacts
  }

  #schoolQuality(day: Day): number {
    return schoolOn(this.#child, day)?.school.quality ?? this.#quality * WITHOUT_SCHOOL
  }

  /** A stream of its own for what is drawn month by month or semester by semester. */
  #streamOf(purpose: number, period: number): Random {
    return streamOf(this.#county.seed, purpose, this.#child.township.index, this.#child.index, period)
  }

  /** duties.md, three_ones: one visit, one call and one home visit in the semester. */
  #threeOnesOf(semester: Semester): void {
    const random = this.#streamOf(PURPOSE.semester_contact, semester.number)
    const quality = qualityOnDay(this.#county, this.#child.township, semester.first)
    for (const kind of THREE_ONES) {
      const day = workday(random, semester.first, semester.last)
      if (random.chance(0.8 + 0.19 * quality)) this.#contact(random, kind, day)
    }
  }

  /** duties.md, parent_feedback: a word to the parents, every month. */
  #feedbackOf(month: number, first: Day, last: Day, quality: number): void {
    const random = this.#streamOf(PURPOSE.parent_feedback, month)
    if (!random.chance(0.54 + 0.44 * quality)) return
    this.#contact(random, 'parent_feedback', workday(random, first, last))
  }

  #talksOf(month: number, first: Day, last: Day, quality: number): void {
    const random = this.#random
    const season = TALK_SEASON[monthOfYear(month) - 1] ?? 1
    const isKey = shownAt(this.#child.careLevels, atTime(first, 0)) === 4
    const held = random.chance(Math.min(0.99, (0.52 + 0.46 * quality) * season * (isKey ? 1.08 : 1)))
    const again = random.chance(0.09 * quality * season)
    const late = random.chance(this.#child.township.backfill * season)
    const classKey = this.#staff.classOn(this.#child, first)
    const teacher = this.#staff.classTeacher(classKey, schoolYearOf(first))
    const together = first + this.#staff.classDay(classKey, month) - 1
    if (held) {
      const day = random.chance(0.45) && together <= last ? together : workday(random, first, last)
      this.#add(random, 'talk', day, teacher, 'class_teacher', recordedOn(random, day, quality))
    } else if (late) {
      const day = workday(random, first, last)
      this.#add(random, 'talk', day, teacher, 'class_teacher', Math.max(day, backfillDay(random, month)))
    }
    if (again) {
      const day = workday(random, first, last)
      this.#add(random, 'talk', day, teacher, 'class_teacher', recordedOn(random, day, quality))
    }
  }

  /** What happens beside what is asked for. */
  #othersOf(month: number, first: Day, last: Day): void {
    const random = this.#random
    const season = VISIT_SEASON[monthOfYear(month) - 1] ?? 1
    for (const kind of SPARE) {
      const probability = kind === 'talk' ? 0.05 : 0.02 + 0.02 * this.#quality
      if (random.chance(probability * season)) this.#contact(random, kind, workday(random, first, last))
    }
  }

  #contact(random: Random, kind: ContactKind, day: Day): void {
    const role = random.pick<Role>(ROLES[kind]) ?? 'other'
    this.#add(random, kind, day, this.#nameFor(random, role, day), role, recordedOn(random, day, this.#quality))
  }

  #nameFor(random: Random, role: Role, day: Day): string {
    if (role === 'class_teacher') {
      return this.#staff.classTeacher(this.#staff.classOn(this.#child, day), schoolYearOf(day))
    }
    if (role === 'cadre' || role === 'teacher') {
      return this.#staff.carerOfKind(role, random.integer(0, this.#staff.carerCount - 1)).name
    }
    if (role === 'carer') return this.#staff.carer(this.#child.index % this.#staff.carerCount).name
    return adultNameOf(random)
  }

  #add(random: Random, kind: ContactKind, happenedOn: Day, byName: string, byRole: Role, recorded: Day): void {
    const summary = summaryOf(random)
    const showsRecordedAt = random.chance(0.93)
    const recordedAt = atTime(recorded, 15, random.integer(0, 179))
    const { month, day } = festivalOf(happenedOn)
    if (Math.abs(day) <= 6 && month <= 2 && !OVER_THE_FESTIVAL.has(kind) && random.chance(0.85)) return
    const isInTime = happenedOn >= this.#county.beginsOn && happenedOn <= dayOfMinute(this.#county.through)
    if (!isInTime || !isLeftBehindOn(this.#child, happenedOn)) return
    // The register's key (registers.md, contacts): child, kind, day and name.
    const hasTwin = this.#contacts.some(
      (one) => one.kind === kind && one.happenedOn === happenedOn && one.byName === byName,
    )
    if (!hasTwin) this.#contacts.push({ kind, happenedOn, byName, byRole, summary, recordedAt, showsRecordedAt })
  }
}

/** Days from the spring festival of the day's year, and the day's month. */
function festivalOf(day: Day): { month: number; day: number } {
  const month = monthOfDay(day)
  return { month: monthOfYear(month), day: day - springFestival(Math.floor(month / 12)) }
}

/** Everything the register of contacts will ever hold of a child, in no particular order. */
export const contactsOf = (county: County, child: Child, staff: Staff): Contact[] =>
  new ContactMaker(county, child, staff).make()

/** The child's rows of the contact register as exported at a minute: what happened and was written down by then. */
export function* contactRows(
  county: County,
  child: Child,
  staff: Staff,
  at: Minute,
): Generator<ExportRow, void, undefined> {
  if (at < child.knownAt) return
  for (const [place, contact] of contactsOf(county, child, staff).entries()) {
    if (contact.recordedAt > at) continue
    yield {
      key: keyOf(PURPOSE.contact, child.township.index, child.index, place),
      values: {
        child_id: child.id,
        kind: contact.kind,
        happened_on: contact.happenedOn,
        by_name: contact.byName,
        by_role: contact.byRole,
        summary: contact.summary,
        recorded_at: contact.showsRecordedAt ? contact.recordedAt : null,
      },
    }
  }
}
