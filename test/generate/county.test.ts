import { describe, expect, it } from 'vitest'
import { isShouwangError } from '../../errors.ts'
import {
  ageOn,
  atTime,
  civilOf,
  dayOf,
  dayOfMinute,
  minuteOf,
  springFestival,
} from '../../pipeline/generate/calendar.ts'
import { childrenOf, isLeftBehindOn } from '../../pipeline/generate/child.ts'
import { contactsOf } from '../../pipeline/generate/contact.ts'
import { generateCounty } from '../../pipeline/generate/county.ts'
import type { County } from '../../pipeline/generate/county.ts'
import { incidentsOf, TIME_FIELDS } from '../../pipeline/generate/incident.ts'
import { pairingsOf } from '../../pipeline/generate/pairing.ts'
import { Staff } from '../../pipeline/generate/staff.ts'

const county = generateCounty({ townships: 8, children: 4000, year: 2026, seed: 11, mess: 0.3 })
const childrenIn = (of: County) => of.townships.flatMap((township) => [...childrenOf(of, township)])
const children = childrenIn(county)

const contactsIn = (of: County) =>
  of.townships.flatMap((township) => {
    const staff = new Staff(of, township)
    return [...childrenOf(of, township)].flatMap((child) =>
      contactsOf(of, child, staff).map((contact) => ({ child, ...contact })),
    )
  })
const contacts = contactsIn(county)

describe('generateCounty', () => {
  it('is the same for the same options, and another for another seed', () => {
    const again = generateCounty({ townships: 8, children: 4000, year: 2026, seed: 11, mess: 0.3 })
    expect(again).toEqual(county)
    expect(childrenIn(again)).toEqual(children)
    const other = generateCounty({ townships: 8, children: 4000, year: 2026, seed: 12, mess: 0.3 })
    expect(childrenIn(other).map(({ name }) => name)).not.toEqual(children.map(({ name }) => name))
  })

  it('shares the children out among townships with names, villages and schools of their own', () => {
    const { townships } = county
    expect(townships.reduce((sum, township) => sum + township.childCount, 0)).toBe(4000)
    expect(townships.map(({ id }) => id)).toEqual(['01', '02', '03', '04', '05', '06', '07', '08'])
    expect(new Set(townships.map(({ name }) => name)).size).toBe(8)
    for (const { stem, name, villages, schools } of townships) {
      for (const unit of [name, ...villages, ...schools.map((school) => school.name)])
        expect(unit.startsWith(stem)).toBe(true)
      const bare = villages.map((village) => village.replace(/(村|社区)$/, ''))
      expect(new Set(bare).size).toBe(villages.length)
    }
  })

  it('has good and bad townships', () => {
    const qualities = county.townships.map(({ quality }) => quality)
    expect(Math.min(...qualities)).toBeLessThan(0.3)
    expect(Math.max(...qualities)).toBeGreaterThan(0.8)
  })

  it('begins early enough for a replayed year', () => {
    const through = new Date('2026-11-24T10:00:00+08:00')
    const short = generateCounty({ townships: 2, children: 10, year: 2026, seed: 1, mess: 0, through })
    expect(short.beginsOn).toBe(dayOf(2025, 12, 1))
    expect(short.through).toBe(minuteOf(through))
    expect(civilOf(dayOfMinute(county.through))).toEqual({ year: 2026, month: 12, day: 31 })
  })

  it.each([
    [{ townships: 0 }, '--townships'],
    [{ children: 1.5 }, '--children'],
    [{ mess: 1.1 }, '--mess'],
    [{ year: 26 }, '--year'],
    [{ through: new Date('2025-12-31T00:00:00+08:00') }, '截止时间'],
  ])('refuses %o', (wrong, named) => {
    const options = { townships: 2, children: 10, year: 2026, seed: 1, mess: 0, ...wrong }
    const refused = (() => {
      try {
        return generateCounty(options)
      } catch (error) {
        return error
      }
    })()
    expect(isShouwangError(refused) && refused.code).toBe('bad_parameter')
    expect(String(refused)).toContain(named)
  })
})

describe('the children', () => {
  const last = dayOfMinute(county.through)

  it('are 0 to 17, some of them past the population’s age', () => {
    const ages = children.map(({ birth }) => ageOn(birth, last))
    expect(Math.min(...ages)).toBe(0)
    expect(Math.max(...ages)).toBe(17)
    const old = ages.filter((age) => age >= 16).length
    expect(old / ages.length).toBeGreaterThan(0.02)
    expect(old / ages.length).toBeLessThan(0.12)
  })

  it('were left behind after their birth and before today, some no longer', () => {
    for (const { birth, leftFrom, leftTo, movesOn } of children) {
      expect(leftFrom).toBeGreaterThan(birth)
      expect(leftFrom).toBeLessThanOrEqual(last)
      if (leftTo !== null) expect(leftTo).toBeGreaterThan(leftFrom)
      if (movesOn !== null) expect(movesOn).toBeGreaterThan(leftFrom)
    }
    const ended = children.filter(({ leftTo }) => leftTo !== null && leftTo <= last).length
    expect(ended / children.length).toBeGreaterThan(0.05)
    expect(ended / children.length).toBeLessThan(0.25)
  })

  it('are left mostly after the spring festival, and fetched home before it', () => {
    const festival = springFestival(2026)
    const near = (days: number[], from: number, to: number): number =>
      days.filter((day) => day >= festival + from && day <= festival + to).length / days.length
    const starts = children.filter(({ leftFrom }) => leftFrom >= county.beginsOn).map(({ leftFrom }) => leftFrom)
    expect(near(starts, 0, 30)).toBeGreaterThan(0.4)
    const ends = children.flatMap(({ leftTo }) =>
      leftTo !== null && leftTo >= county.beginsOn && leftTo <= last ? [leftTo] : [],
    )
    expect(near(ends, -20, 0)).toBeGreaterThan(0.25)
  })

  it('that move are listed by the next township with a later beginning', () => {
    const moved = children.filter(({ movesOn }) => movesOn !== null)
    expect(moved.length).toBeGreaterThan(5)
    for (const child of moved) {
      const next = children.find((other) => other.id === child.id && other.township !== child.township)
      expect(next?.leftFrom).toBe(child.movesOn)
      expect(child.removedAt).toBeGreaterThanOrEqual(next?.knownAt ?? Infinity)
    }
  })

  it('bear rare names too', () => {
    const names = children.map(({ name }) => name).join('')
    expect(names).toMatch(/㛃|䶮/u)
    expect(names).toMatch(/𬱖/u)
  })
})

describe('the contacts', () => {
  const talks = contacts.filter(({ kind, byRole }) => kind === 'talk' && byRole === 'class_teacher')
  const inMonth = (month: number): number =>
    talks.filter(({ happenedOn }) => civilOf(happenedOn).month === month).length

  it('are about twenty-two a child and year', () => {
    expect(contacts.length / children.length).toBeGreaterThan(18)
    expect(contacts.length / children.length).toBeLessThan(26)
  })

  it('slacken in summer, at the festival and before examinations', () => {
    for (const month of [7, 8]) expect(inMonth(month)).toBeLessThan(inMonth(5) * 0.5)
    for (const month of [1, 2]) expect(inMonth(month)).toBeLessThan(inMonth(3) * 0.75)
    expect(inMonth(6)).toBeLessThan(inMonth(5))
  })

  it('happen while the child is left behind, and are written down on the day or later', () => {
    for (const { child, happenedOn, recordedAt } of contacts) {
      expect(isLeftBehindOn(child, happenedOn)).toBe(true)
      expect(recordedAt).toBeGreaterThanOrEqual(atTime(happenedOn, 0))
    }
  })

  it('are fewer where the quality is low', () => {
    const byQuality = [...county.townships].sort((a, b) => a.quality - b.quality)
    const rate = (index: number): number =>
      talks.filter(({ child }) => child.township === byQuality.at(index)).length /
      (byQuality.at(index)?.childCount ?? 1)
    expect(rate(0)).toBeLessThan(rate(-1) * 0.85)
  })

  it('are in part written in long afterwards', () => {
    const late = talks.filter(({ happenedOn, recordedAt }) => dayOfMinute(recordedAt) - happenedOn > 20)
    expect(late.length / talks.length).toBeGreaterThan(0.01)
    expect(late.length / talks.length).toBeLessThan(0.15)
  })

  it('have a key of their own each', () => {
    const keys = contacts.map(
      ({ child, kind, happenedOn, byName }) => `${child.township.id} ${child.id} ${kind} ${happenedOn} ${byName}`,
    )
    expect(new Set(keys).size).toBe(keys.length)
  })
})

describe('the pairings', () => {
  const pairings = county.townships.flatMap((township) => {
    const staff = new Staff(county, township)
    return [...childrenOf(county, township)].map((child) => ({ child, pairings: pairingsOf(county, child, staff) }))
  })

  it('turn over', () => {
    const all = pairings.flatMap((one) => one.pairings)
    expect(all.some(({ endedOn }) => endedOn !== null)).toBe(true)
    for (const { startedOn, endedOn } of all) if (endedOn !== null) expect(endedOn).toBeGreaterThan(startedOn)
  })

  it('name a carer once a child', () => {
    for (const one of pairings) {
      const names = one.pairings.map(({ carer }) => carer.name)
      expect(new Set(names).size).toBe(names.length)
    }
  })

  it('give most key children a cadre and a teacher', () => {
    const key = pairings.filter(({ child }) => child.careLevels.at(-1)?.value === 4 && child.leftTo === null)
    const kept = key.filter((one) => {
      const kinds = one.pairings.map(({ carer }) => carer.kind)
      return kinds.includes('cadre') && kinds.includes('teacher')
    })
    expect(key.length).toBeGreaterThan(50)
    expect(kept.length / key.length).toBeGreaterThan(0.5)
    expect(kept.length).toBeLessThan(key.length)
  })
})

describe('the incidents', () => {
  const large = generateCounty({ townships: 4, children: 40_000, year: 2026, seed: 3, mess: 0.3 })
  const incidents = large.townships.flatMap((township) => incidentsOf(large, township))
  const minutes = (field: (typeof TIME_FIELDS)[number]): number[] =>
    incidents.flatMap(({ occurredAt, times }) => (times[field] === null ? [] : [times[field] - occurredAt]))

  it('are a few', () => {
    expect(incidents.length / 40_000).toBeGreaterThan(0.004)
    expect(incidents.length / 40_000).toBeLessThan(0.02)
  })

  it('are told mostly in time, some late, some never, a few before they happened', () => {
    const guardian = minutes('guardian_notified_at')
    const inTime = guardian.filter((told) => told >= 0 && told <= 30).length / incidents.length
    expect(inTime).toBeGreaterThan(0.5)
    expect(inTime).toBeLessThan(0.95)
    expect(guardian.some((told) => told > 30)).toBe(true)
    expect(guardian.some((told) => told < 0)).toBe(true)
    expect(guardian.length).toBeLessThan(incidents.length)
  })

  it('are numbered in the order in which they happened, and two still run', () => {
    const first = incidentsOf(large, large.townships[0]!)
    expect(first.map(({ number }) => number)).toEqual(
      first.map((_, place) => `01-${String(place + 1).padStart(3, '0')}`),
    )
    expect(first.map(({ occurredAt }) => occurredAt)).toEqual(
      first.map(({ occurredAt }) => occurredAt).sort((a, b) => a - b),
    )
    const running = incidents.filter(({ occurredAt }) => large.through - occurredAt <= 60)
    expect(running.length).toBeGreaterThanOrEqual(2)
  })

  it('are never told before they happened where there is no mess', () => {
    const clean = generateCounty({ townships: 4, children: 40_000, year: 2026, seed: 3, mess: 0 })
    for (const township of clean.townships) {
      for (const { occurredAt, times } of incidentsOf(clean, township)) {
        for (const field of TIME_FIELDS) expect(times[field] ?? occurredAt).toBeGreaterThanOrEqual(occurredAt)
      }
    }
  })
})
