import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { assignInspectors, type InspectedPlace, type Inspector } from '../../inspection/assign.ts'

const placesOf = (count: number): InspectedPlace[] =>
  Array.from({ length: count }, (_, i) => ({ township_id: `0${i % 3}`, place: i % 5 === 4 ? null : `第${i}小学` }))
const unitOf = ({ township_id, place }: InspectedPlace) => (place === null ? township_id : `${township_id}/${place}`)

function loadsOf(assigned: readonly { inspectors: readonly string[] }[], inspectors: readonly Inspector[]): number[] {
  return inspectors.map(({ name }) => assigned.filter((place) => place.inspectors.includes(name)).length)
}
const unevenness = (loads: readonly number[]) => loads.reduce((sum, load) => sum + load * load, 0)

/** The least unevenness of every assignment there is, or null where there is none. */
function leastUneven(free: number[][], count: number): number | null {
  const sets = (of: number[]): number[][] =>
    of.flatMap((a, i) => (count === 1 ? [[a]] : of.slice(i + 1).map((b) => [a, b])))
  let best: number | null = null
  const walk = (at: number, loads: number[]): void => {
    if (at === free.length) {
      best = Math.min(best ?? Infinity, unevenness(loads))
      return
    }
    for (const set of sets(free[at] ?? [])) {
      walk(
        at + 1,
        loads.map((load, i) => load + (set.includes(i) ? 1 : 0)),
      )
    }
  }
  walk(0, [0, 0, 0, 0])
  return best
}

describe('assignInspectors', () => {
  it('sends nobody to a tie, and no other assignment is more even', () => {
    const tie = fc.constantFrom<string[]>(
      '00',
      '01',
      '02',
      '00/第0小学',
      '01/第1小学',
      '02/第2小学',
      '00/第3小学',
      '02/第5小学',
    )
    const team = fc.array(fc.array(tie, { maxLength: 3 }), { minLength: 4, maxLength: 4 })
    fc.assert(
      fc.property(team, fc.integer({ min: 1, max: 2 }), fc.string(), (ties, per_place, seed) => {
        // The fifth, without a place, is in township 01.
        const places = [...placesOf(6)].filter(
          (place, i, all) => all.findIndex((p) => unitOf(p) === unitOf(place)) === i,
        )
        const inspectors = ties.map((own, i) => ({ name: `检查员${i}`, ties: own }))
        const free = places.map((place) =>
          inspectors.flatMap(({ ties: own }, i) =>
            own.includes(place.township_id) || own.includes(unitOf(place)) ? [] : [i],
          ),
        )
        const best = leastUneven(free, per_place)
        if (best === null) {
          expect(() => assignInspectors(seed, places, inspectors, { per_place })).toThrow('无关联的检查人员')
          return
        }
        const assigned = assignInspectors(seed, places, inspectors, { per_place })
        assigned.forEach((place, i) => {
          expect(place).toMatchObject(places[i] ?? {})
          expect(new Set(place.inspectors).size).toBe(per_place)
          const allowed = (free[i] ?? []).map((each) => inspectors[each]?.name)
          expect(place.inspectors.every((name) => allowed.includes(name))).toBe(true)
        })
        expect(unevenness(loadsOf(assigned, inspectors))).toBe(best)
      }),
      { numRuns: 200 },
    )
  })

  it('shares many places equally where there are no ties', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 60 }),
        fc.integer({ min: 3, max: 9 }),
        fc.integer({ min: 1, max: 3 }),
        (count, people, per_place) => {
          const inspectors = Array.from({ length: people }, (_, i) => ({ name: `${i}`, ties: [] }))
          const loads = loadsOf(assignInspectors('5f', placesOf(count), inspectors, { per_place }), inspectors)
          expect(Math.max(...loads) - Math.min(...loads)).toBeLessThanOrEqual(1)
        },
      ),
    )
  })

  it('is repeated by its seed, and sends everybody everywhere as seeds change', () => {
    const inspectors = ['甲', '乙', '丙'].map((name) => ({ name, ties: [] }))
    const places = placesOf(4)
    expect(assignInspectors('5f', places, inspectors)).toEqual(
      assignInspectors('5f', places, [...inspectors].reverse()),
    )
    const SEEDS = 3000
    const times = new Map<string, number>()
    for (let seed = 0; seed < SEEDS; seed++) {
      assignInspectors(`${seed}`, places, inspectors).forEach(({ inspectors: [name] }, i) => {
        times.set(`${name} ${i}`, (times.get(`${name} ${i}`) ?? 0) + 1)
      })
    }
    // A third of the seeds, within four standard errors, for each of 12 pairs.
    expect(times.size).toBe(12)
    for (const count of times.values())
      expect(Math.abs(count / SEEDS - 1 / 3)).toBeLessThan(4 * Math.sqrt(2 / 9 / SEEDS))
  })

  it('names the place that nobody may inspect, and refuses a name that is given twice', () => {
    const inspectors = [
      { name: '甲', ties: ['00'] },
      { name: '乙', ties: ['00/第0小学'] },
    ]
    expect(() => assignInspectors('5f', placesOf(1), inspectors)).toThrow(
      '“第0小学”（乡镇 00）需要 1 名检查人员，没有与它无关联的检查人员；请增加',
    )
    expect(() => assignInspectors('5f', placesOf(2), [...inspectors, { name: '甲', ties: [] }])).toThrow('“甲”列了两次')
    expect(() => assignInspectors('5f', placesOf(2), inspectors, { per_place: 0 })).toThrow('每处的检查人数')
  })
})
