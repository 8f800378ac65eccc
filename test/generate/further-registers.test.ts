import { describe, expect, it } from 'vitest'
import { dayOfMinute, instantOf } from '../../pipeline/generate/calendar.ts'
import { childrenOf } from '../../pipeline/generate/child.ts'
import type { Child } from '../../pipeline/generate/child.ts'
import { generateCounty } from '../../pipeline/generate/county.ts'
import type { Township } from '../../pipeline/generate/county.ts'
import { exportOf, GENERATED_REGISTERS } from '../../pipeline/generate/export.ts'
import type { ExportRow } from '../../pipeline/generate/row.ts'
import { REGISTERS } from '../../pipeline/registers/index.ts'

const county = generateCounty({ townships: 6, children: 6000, year: 2026, seed: 5, mess: 0.3 })
const last = dayOfMinute(county.through)
type Values = ExportRow['values']

const rowsIn = (code: string, township: Township): Values[] => {
  const register = GENERATED_REGISTERS.find((one) => one.code === code)!
  return [...exportOf(county, township, instantOf(county.through)).rowsOf(register)].map(({ values }) => values)
}
const rows = (code: string): Values[] => county.townships.flatMap((township) => rowsIn(code, township))
function byChild(code: string, township: Township): Map<string, Values[]> {
  const found = new Map<string, Values[]>()
  for (const values of rowsIn(code, township)) {
    const id = String(values.child_id)
    found.set(id, [...(found.get(id) ?? []), values])
  }
  return found
}
const [worst, best] = [...county.townships].sort((a, b) => a.quality - b.quality).flatMap((township, place, all) => (place === 0 || place === all.length - 1 ? [township] : [])) as [Township, Township] // prettier-ignore
const share = <T>(items: readonly T[], holds: (item: T) => boolean): number => items.filter(holds).length / items.length
const stayingIn = (township: Township): Child[] =>
  [...childrenOf(county, township)].filter(
    ({ leftFrom, leftTo, movesOn }) => leftFrom < county.beginsOn && leftTo === null && movesOn === null,
  )

describe('the generator', () => {
  it('makes every register', () => {
    expect(GENERATED_REGISTERS).toEqual(REGISTERS)
    for (const { code } of REGISTERS) expect(rows(code).length, code).toBeGreaterThan(5)
  })
})

describe('the enrolments', () => {
  it('of a child follow each other, and all but the last have ended', () => {
    for (const township of county.townships) {
      for (const stays of byChild('enrolments', township).values()) {
        for (const [place, stay] of stays.entries()) {
          const next = stays[place + 1]
          if (next === undefined) continue
          expect(stay.left_on).not.toBeNull()
          expect(Number(stay.left_on)).toBeGreaterThan(Number(stay.enrolled_on))
          expect(Number(stay.left_on)).toBeLessThanOrEqual(Number(next.enrolled_on))
        }
      }
    }
  })

  it('agree with the school in the sweep and the schooling in the file', () => {
    const open: boolean[] = []
    let dropouts = 0
    for (const township of county.townships) {
      const stages = new Map(township.schools.map(({ name, stage }) => [name, stage]))
      const stays = byChild('enrolments', township)
      const files = byChild('files', township)
      for (const { child_id, school } of rowsIn('census', township)) {
        const stay = stays.get(String(child_id))?.at(-1)
        const schooling = files.get(String(child_id))?.[0]?.schooling
        const stage = stages.get(String(school))
        if (stage === undefined) continue
        if (schooling !== undefined) expect(schooling).toBe(stage === 'kindergarten' ? 'kindergarten' : 'in_school')
        if (stage === 'kindergarten') expect(stay).toBeUndefined()
        else if (stay?.reason !== 'transfer') open.push(stay?.left_on === null)
      }
      for (const [id, [file]] of files) {
        if (stays.get(id)?.at(-1)?.reason !== 'dropout') continue
        dropouts++
        if (file?.schooling === 'in_school') open.push(false)
      }
    }
    // A stay that began or ended in the last weeks may not be written down yet.
    expect(share(open, (isOpen) => isOpen)).toBeGreaterThan(0.98)
    expect(dropouts).toBeGreaterThan(5)
  })

  it('end mostly with graduation, for some with a transfer, for few with dropping out', () => {
    const ended = rows('enrolments').filter(({ left_on }) => left_on !== null)
    expect(share(ended, ({ reason }) => reason === 'graduation')).toBeGreaterThan(0.5)
    expect(share(ended, ({ reason }) => reason === 'transfer')).toBeGreaterThan(0.03)
    expect(share(ended, ({ reason }) => reason === 'dropout')).toBeLessThan(0.1)
  })

  it('of a child that moves end here with a transfer and begin anew there', () => {
    const movers = county.townships.flatMap((township) =>
      [...childrenOf(county, township)]
        .filter(({ movesOn }) => movesOn !== null && movesOn < last - 100)
        .map((child) => ({ child, next: county.townships[(township.index + 1) % county.townships.length]! })),
    )
    const pairs = movers.flatMap(({ child, next }) => {
      const here = byChild('enrolments', child.township).get(child.id)?.at(-1)
      const there = byChild('enrolments', next).get(child.id)?.[0]
      return here === undefined || there === undefined ? [] : [{ child, here, there }]
    })
    expect(pairs.length).toBeGreaterThan(3)
    for (const { child, here, there } of pairs) {
      expect(Number(there.enrolled_on)).toBeGreaterThan(child.movesOn!)
      if (here.left_on === child.movesOn) expect(here.reason).toBe('transfer')
    }
  })
})

describe('what is done for a child', () => {
  it('is a health check in most semesters, more often where the quality is high', () => {
    const checked = (township: Township): number => {
      const checkups = byChild('checkups', township)
      return share(stayingIn(township), ({ id }) => (checkups.get(id)?.length ?? 0) >= 2)
    }
    expect(checked(best)).toBeGreaterThan(0.8)
    expect(checked(worst)).toBeGreaterThan(0.3)
    expect(checked(worst)).toBeLessThan(checked(best) - 0.1)
  })

  it('is a plan for a child of level 4, more often where the quality is high', () => {
    const planned = (township: Township): number => {
      const plans = byChild('plans', township)
      const severe = stayingIn(township).filter(({ careLevels }) => careLevels.at(-1)?.value === 4)
      return share(severe, ({ id }) => plans.has(id))
    }
    expect(planned(best)).toBeGreaterThan(0.8)
    expect(planned(worst)).toBeLessThan(planned(best))
    for (const township of county.townships) {
      const plans = byChild('plans', township)
      for (const { id, careLevels } of childrenOf(county, township)) {
        if (careLevels.every(({ value }) => (value ?? 0) < 3)) expect(plans.has(id)).toBe(false)
      }
    }
  })

  it('is mostly a payment a semester for a child in need, and seldom one for another', () => {
    for (const township of [best, worst]) {
      const paid = byChild('assistance', township)
      const files = rowsIn('files', township)
      const isPaid = ({ child_id }: Values): boolean => paid.has(String(child_id))
      const inNeed = files.filter(({ in_need }) => in_need === 'yes')
      expect(inNeed.length).toBeGreaterThan(30)
      expect(share(inNeed, isPaid)).toBeGreaterThan(0.5)
      expect(share(files.filter(({ in_need }) => in_need === 'no'), isPaid)).toBeLessThan(0.1) // prettier-ignore
    }
  })

  it('is legal aid, for most who are entitled to it and soon after', () => {
    const cases = rows('legal_cases')
    const eligible = cases.filter(({ eligible }) => eligible === 'yes')
    for (const { aided_on, opened_on } of eligible) {
      if (aided_on !== null) expect(Number(aided_on)).toBeGreaterThan(Number(opened_on))
    }
    expect(share(eligible, ({ aided_on }) => aided_on !== null)).toBeGreaterThan(0.6)
    expect(cases.filter((one) => one.eligible !== 'yes').every(({ aided_on }) => aided_on === null)).toBe(true)
    expect(cases.length / 6000).toBeLessThan(0.02)
  })
})

describe('the homes', () => {
  it('stand in every primary school and in some villages, none without what most have', () => {
    for (const township of county.townships) {
      const homes = rowsIn('homes', township)
      const primaries = township.schools.filter(({ stage }) => stage === 'primary').map(({ name }) => name)
      expect(homes.map(({ school }) => school)).toEqual(expect.arrayContaining(primaries))
      for (const { school, village } of homes) expect([school, village].filter((unit) => unit !== null)).toHaveLength(1)
      expect(homes.length).toBeLessThanOrEqual(township.villages.length + 3)
    }
    const standards = rows('homes').flatMap((home) =>
      Object.entries(home).flatMap(([name, value]) => (name.startsWith('has_') ? [value] : [])),
    )
    expect(standards).toHaveLength(rows('homes').length * 8)
    expect(share(standards, (value) => value === 'yes')).toBeGreaterThan(0.6)
    expect(standards).toContain('no')
  })

  it('hold activities after they have opened, the principal only at a school', () => {
    for (const township of county.townships) {
      const homes = new Map(rowsIn('homes', township).map((home) => [home.home_id, home]))
      for (const activity of rowsIn('activities', township)) {
        const home = homes.get(activity.home_id ?? '')
        expect(Number(activity.held_on)).toBeGreaterThanOrEqual(Number(home?.opened_on ?? Infinity))
        if (activity.principal_present === 'yes') expect(home?.school).not.toBeNull()
      }
    }
  })
})

describe('the linked schools', () => {
  it('are most of the county’s', () => {
    const schools = new Set(rows('school_links').map(({ school }) => school))
    const all = county.townships.flatMap((township) => township.schools)
    expect(schools.size / all.length).toBeGreaterThan(0.6)
    expect(all.map(({ name }) => name)).toEqual(expect.arrayContaining([...schools]))
  })
})
