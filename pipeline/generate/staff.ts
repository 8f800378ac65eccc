import { monthOfYear } from './calendar.ts'
import type { Day } from './calendar.ts'
import { schoolOn } from './child.ts'
import type { Child } from './child.ts'
import type { County, Township } from './county.ts'
import { adultNameOf, mobileOf } from './names.ts'
import { PURPOSE, streamOf } from './random.ts'

export type CarerKind = 'cadre' | 'teacher' | 'volunteer' | 'elder' | 'proxy_parent' | 'other'

export interface Carer {
  name: string
  kind: CarerKind
  phone: string
  unit: string | null
}

const KINDS: readonly CarerKind[] = ['cadre', 'teacher', 'volunteer', 'elder', 'proxy_parent', 'other']
const KIND_WEIGHTS = [34, 36, 11, 9, 8, 2]
const CHILDREN_A_CLASS = 12

/** The grown-ups of a township: who leads a class, who looks after whom. Drawn from the seed when first asked for. */
export class Staff {
  readonly #county: County
  readonly #township: Township
  readonly #teachers = new Map<number, string>()
  readonly #carers = new Map<number, Carer>()
  readonly #classCount: number

  constructor(county: County, township: Township) {
    this.#county = county
    this.#township = township
    this.#classCount = Math.max(1, Math.round(township.childCount / 30 / CHILDREN_A_CLASS))
  }

  /** A whole number for the child's class on a day; children outside school share the village's teacher in charge. */
  classOn(child: Child, day: Day): number {
    const at = schoolOn(child, day)
    if (at === null) return 90_000 + this.#township.villages.indexOf(child.village ?? '')
    // A cohort keeps its class and teacher for three years, then both change.
    return (at.place * 40 + at.grade) * 500 + (child.classPlace % this.#classCount)
  }

  /** The name of the class teacher (班主任). */
  classTeacher(classKey: number, schoolYear: number): string {
    const key = classKey * 3000 + schoolYear
    let name = this.#teachers.get(key)
    if (name === undefined) {
      const term = Math.floor(schoolYear / 3)
      name = adultNameOf(streamOf(this.#county.seed, PURPOSE.class_teacher, this.#township.index, classKey, term))
      this.#teachers.set(key, name)
    }
    return name
  }

  /** The day of the month on which the class's talks are mostly held. */
  classDay(classKey: number, month: number): number {
    const random = streamOf(this.#county.seed, PURPOSE.class_day, this.#township.index, classKey, month)
    // In December talks come before the examinations, in March and September after the first week.
    const [low, high] = monthOfYear(month) === 12 ? [2, 16] : [6, 26]
    return random.integer(low, high)
  }

  /** How many people of the township look after children. */
  get carerCount(): number {
    return Math.max(12, Math.ceil(this.#township.childCount / 8))
  }

  carer(place: number): Carer {
    let carer = this.#carers.get(place)
    if (carer === undefined) {
      carer = this.#makeCarer(place)
      this.#carers.set(place, carer)
    }
    return carer
  }

  /** The first carer of a kind from a place on; there is one of each of the first two kinds in every township. */
  carerOfKind(kind: 'cadre' | 'teacher', from: number): Carer {
    for (let step = 0; step < this.carerCount; step++) {
      const carer = this.carer((from + step) % this.carerCount)
      if (carer.kind === kind) return carer
    }
    return this.carer(kind === 'cadre' ? 0 : 1)
  }

  #makeCarer(place: number): Carer {
    const random = streamOf(this.#county.seed, PURPOSE.carer, this.#township.index, place)
    const kind = place < 2 ? (place === 0 ? 'cadre' : 'teacher') : (KINDS[random.weighted(KIND_WEIGHTS)] ?? 'other')
    return {
      name: adultNameOf(random),
      kind,
      phone: mobileOf(random),
      unit: this.#unitOf(kind, random.integer(0, 999)),
    }
  }

  #unitOf(kind: CarerKind, place: number): string | null {
    const { name, villages, schools } = this.#township
    if (kind === 'cadre') return place % 3 === 0 ? `${villages[place % villages.length]}委员会` : `${name}人民政府`
    if (kind === 'teacher') return schools[place % schools.length]?.name ?? null
    if (kind === 'volunteer') return `${name}志愿服务队`
    if (kind === 'elder') return `${name}关工委`
    return null
  }
}
