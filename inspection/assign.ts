import { hash } from 'node:crypto'
import { ShouwangError } from '../errors.ts'

/** Where inspectors go: a school or village, or what stands in a township without one. */
export interface InspectedPlace {
  township_id: string
  place: string | null
}

export interface Inspector {
  name: string
  /** Ids of the units that they have a tie with: a township, which covers what lies in it, or `township/place`. */
  ties: readonly string[]
}

export interface AssignedPlace extends InspectedPlace {
  inspectors: string[]
}

/** Names of the inspectors without a tie to a place, in the place's own random order. */
interface Choice {
  place: InspectedPlace
  candidates: string[]
  chosen: Set<string>
}

/**
 * Double random (双随机): who inspects which place, by the seed. Nobody is sent where they have a tie, and within that no other
 * assignment has more equal loads. Each place stands once in the result, in the order given, with `per_place` inspectors.
 * Throws `bad_parameter` for a name that is given twice, and `conflict` for a place that too few may inspect.
 */
export function assignInspectors(
  seed: string,
  places: readonly InspectedPlace[],
  inspectors: readonly Inspector[],
  { per_place = 1 }: { per_place?: number } = {},
): AssignedPlace[] {
  if (!Number.isSafeInteger(per_place) || per_place < 1) {
    throw new ShouwangError('bad_parameter', `每处的检查人数是 ${per_place}，应为不小于 1 的整数。`, { per_place })
  }
  const twice = inspectors.find(({ name }, i) => inspectors.findIndex((other) => other.name === name) !== i)
  if (twice !== undefined) {
    throw new ShouwangError('bad_parameter', `检查人员“${twice.name}”列了两次；每人只能列一次。`, { name: twice.name })
  }
  const numberOf = (place: string, name: string): string =>
    hash('sha256', JSON.stringify([seed, 'assign', place, name]))
  const byPlace = new Map<string, Choice>()
  for (const place of places) {
    const unit = unitOf(place)
    if (byPlace.has(unit)) continue
    const free = inspectors.filter((inspector) => !hasTie(inspector, place)).map(({ name }) => name)
    if (free.length < per_place) throw nobodyFor(place, free, per_place)
    byPlace.set(unit, { place, candidates: inOrder(free, (name) => numberOf(unit, name)), chosen: new Set() })
  }
  const loads = new Map(inspectors.map(({ name }) => [name, 0]))
  for (const unit of inOrder([...byPlace.keys()], (each) => numberOf(each, ''))) {
    chooseLeastLoaded(byPlace.get(unit) as Choice, per_place, loads)
  }
  const starts = inOrder([...loads.keys()], (name) => numberOf('', name))
  while (starts.some((name) => shiftLoad(name, [...byPlace.values()], loads))) continue
  return [...byPlace.values()].map(({ place: { township_id, place }, chosen }) => ({
    township_id,
    place,
    inspectors: [...chosen].sort(),
  }))
}

const unitOf = ({ township_id, place }: InspectedPlace): string =>
  place === null ? township_id : `${township_id}/${place}`

const hasTie = ({ ties }: Inspector, place: InspectedPlace): boolean =>
  ties.includes(place.township_id) || ties.includes(unitOf(place))

function chooseLeastLoaded({ candidates, chosen }: Choice, count: number, loads: Map<string, number>): void {
  const loadOf = (name: string): number => loads.get(name) ?? 0
  // The sort is stable: equal loads stay in random order.
  const chosenNow = [...candidates].sort((a, b) => loadOf(a) - loadOf(b)).slice(0, count)
  for (const name of chosenNow) {
    chosen.add(name)
    loads.set(name, loadOf(name) + 1)
  }
}

/**
 * Hands one place on from `from`, by way of others where it must, to whom has at least two fewer; false where there is no
 * such way. When nobody has one, the loads are as equal as ties allow (Harvey et al., J. Algorithms 59:53, 2006).
 */
function shiftLoad(from: string, choices: readonly Choice[], loads: Map<string, number>): boolean {
  const limit = (loads.get(from) ?? 0) - 2
  const reached = new Map<string, { by: string; choice: Choice } | null>([[from, null]])
  for (const name of reached.keys()) {
    if ((loads.get(name) ?? 0) <= limit) {
      for (let to = name, step = reached.get(to); step; to = step.by, step = reached.get(to)) {
        step.choice.chosen.delete(step.by)
        step.choice.chosen.add(to)
      }
      loads.set(from, limit + 1)
      loads.set(name, (loads.get(name) ?? 0) + 1)
      return true
    }
    for (const choice of choices.filter(({ chosen }) => chosen.has(name))) {
      for (const other of choice.candidates) {
        if (!choice.chosen.has(other) && !reached.has(other)) reached.set(other, { by: name, choice })
      }
    }
  }
  return false
}

const inOrder = (names: readonly string[], numberOf: (name: string) => string): string[] =>
  names
    .map((name) => ({ name, number: numberOf(name) }))
    .sort((a, b) => (a.number < b.number ? -1 : 1))
    .map(({ name }) => name)

function nobodyFor(place: InspectedPlace, free: readonly string[], needed: number): ShouwangError {
  const where = place.place === null ? `乡镇 ${place.township_id}` : `“${place.place}”（乡镇 ${place.township_id}）`
  const found = free.length === 0 ? '没有与它无关联的检查人员' : `与它无关联的检查人员只有 ${free.join('、')}`
  return new ShouwangError(
    'conflict',
    `${where}需要 ${needed} 名检查人员，${found}；请增加其他单位的检查人员，或减少每处的人数。`,
    { ...place, needed, free },
  )
}
