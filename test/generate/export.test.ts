import { describe, expect, it } from 'vitest'
import { dayOfMinute, instantOf, minuteOf } from '../../pipeline/generate/calendar.ts'
import { generateCounty } from '../../pipeline/generate/county.ts'
import { exportsAsOf, GENERATED_REGISTERS } from '../../pipeline/generate/export.ts'
import type { ExportRow } from '../../pipeline/generate/row.ts'
import { lastExportAt, replay } from '../../pipeline/generate/schedule.ts'
import type { Register } from '../../pipeline/registers/register.ts'

const county = generateCounty({ townships: 5, children: 1500, year: 2026, seed: 4, mess: 0.3 })
const { instants } = replay(county)
const registerOf = (code: string): Register => GENERATED_REGISTERS.find((register) => register.code === code)!

function rowsAt(code: string, instant: Date): Map<string, ExportRow> {
  const register = registerOf(code)
  const rows = new Map<string, ExportRow>()
  for (const shown of exportsAsOf(county, instant)) {
    for (const row of shown.rowsOf(register)) {
      const key = [shown.township.id, ...register.key.map((name) => String(row.values[name]))].join(' ')
      expect(rows.has(key)).toBe(false)
      rows.set(key, row)
    }
  }
  return rows
}

describe('exportsAsOf', () => {
  it('gives the same rows each time', () => {
    expect([...rowsAt('census', instants[5]!)]).toEqual([...rowsAt('census', instants[5]!)])
  })

  it.each(GENERATED_REGISTERS.map(({ code }) => code).filter((code) => !['census', 'files'].includes(code)))(
    'never takes a row of %s back',
    (code) => {
      let before = new Map<string, ExportRow>()
      for (const instant of instants) {
        const rows = rowsAt(code, instant)
        for (const key of before.keys()) expect(rows.has(key), key).toBe(true)
        expect(rows.size).toBeGreaterThanOrEqual(before.size)
        before = rows
      }
    },
  )

  it('shows nothing that is still to come', () => {
    for (const instant of [instants[2]!, instants[8]!]) {
      const minute = minuteOf(instant)
      for (const register of GENERATED_REGISTERS) {
        const days = register.fields.filter(({ type, ends }) => type === 'date' && ends === undefined)
        const times = register.fields.filter(({ type }) => type === 'datetime')
        for (const { values } of rowsAt(register.code, instant).values()) {
          for (const { name } of days) expect(Number(values[name] ?? 0), name).toBeLessThanOrEqual(dayOfMinute(minute))
          for (const { name } of times) expect(Number(values[name] ?? 0), name).toBeLessThanOrEqual(minute)
        }
      }
    }
  })

  it('adds, changes and removes rows of the sweep over the year', () => {
    const first = rowsAt('census', instants[0]!)
    const last = rowsAt('census', instants.at(-1)!)
    const added = [...last.keys()].filter((key) => !first.has(key))
    const removed = [...first.keys()].filter((key) => !last.has(key))
    const changed = [...first].filter(
      ([key, row]) => last.has(key) && JSON.stringify(last.get(key)) !== JSON.stringify(row),
    )
    expect(added.length).toBeGreaterThan(50)
    expect(removed.length).toBeGreaterThan(5)
    // School years turn in September: every year some children change school.
    expect(changed.length).toBeGreaterThan(100)
  })

  it('fills gaps in the files', () => {
    const complete = (instant: Date): number => {
      const asked = registerOf('files').fields.filter((field) => field.is_for_completeness)
      return [...rowsAt('files', instant).values()].filter(({ values }) =>
        asked.every(({ name }) => values[name] !== null),
      ).length
    }
    expect(complete(instants.at(-1)!)).toBeGreaterThan(complete(instants[0]!))
  })

  it('shows back-filled talks only in a later export', () => {
    const early = rowsAt('contacts', instants[4]!)
    const late = rowsAt('contacts', instants.at(-1)!)
    const through = dayOfMinute(minuteOf(instants[3]!))
    const backFilled = [...late].filter(([key, { values }]) => !early.has(key) && Number(values.happened_on) <= through)
    expect(backFilled.length).toBeGreaterThan(20)
  })
})

describe('a county without mess', () => {
  const clean = generateCounty({ townships: 5, children: 1500, year: 2026, seed: 4, mess: 0 })
  const idsIn = (code: string, instant: Date): string[] =>
    exportsAsOf(clean, instant).flatMap((shown) =>
      [...shown.rowsOf(registerOf(code))].map(({ values }) => String(values.child_id)),
    )

  it('names no child that no census lists, and lists none twice, at any instant', () => {
    for (const instant of replay(clean).instants) {
      const listed = idsIn('census', instant)
      const known = new Set(listed)
      expect(known.size).toBe(listed.length)
      for (const { code } of GENERATED_REGISTERS.filter(({ fields }) =>
        fields.some((field) => field.identity === 'child'),
      )) {
        const strangers = idsIn(code, instant).filter((id) => !known.has(id))
        expect(strangers, code).toEqual([])
      }
    }
  })

  it('has every child in the end', () => {
    expect(idsIn('census', instantOf(clean.through))).toHaveLength(1500)
  })
})

describe('replay', () => {
  it('pulls in the evening of the 14th of twelve months, and at the end', () => {
    const texts = instants.map((instant) => instant.toISOString())
    expect(texts).toHaveLength(13)
    expect(texts[0]).toBe('2026-01-14T10:00:00.000Z')
    expect(texts[11]).toBe('2026-12-14T10:00:00.000Z')
    expect(texts[12]).toBe('2026-12-31T15:59:00.000Z')
  })

  it('ends in the month of the county’s last minute', () => {
    const through = new Date('2026-11-05T10:00:00+08:00')
    const short = generateCounty({ townships: 2, children: 10, year: 2026, seed: 1, mess: 0, through })
    const texts = replay(short).instants.map((instant) => instant.toISOString())
    expect(texts).toHaveLength(12)
    expect(texts[0]).toBe('2025-12-14T10:00:00.000Z')
    expect(texts.at(-1)).toBe(through.toISOString())
  })
})

describe('lastExportAt', () => {
  const wide = generateCounty({ townships: 40, children: 400, year: 2026, seed: 2, mess: 0.3 })
  const isInWindow = (instant: Date, month: number): boolean => {
    const local = new Date(instant.getTime() + 8 * 3_600_000)
    return local.getUTCMonth() + 1 === month && local.getUTCDate() <= 15
  }

  it('is never later than the instant, and never goes back', () => {
    for (const township of wide.townships) {
      let before = 0
      for (const instant of replay(wide).instants) {
        const exported = lastExportAt(wide, township, instant).getTime()
        expect(exported).toBeLessThanOrEqual(instant.getTime())
        expect(exported).toBeGreaterThanOrEqual(before)
        before = exported
      }
    }
  })

  it('lies in the quarter’s window for good townships, and often does not for bad ones', () => {
    const pull = new Date('2026-09-14T18:00:00+08:00')
    const kept = (isGood: boolean): number => {
      const asked = wide.townships.filter(({ quality }) => quality >= 0.5 === isGood)
      return asked.filter((township) => isInWindow(lastExportAt(wide, township, pull), 9)).length / asked.length
    }
    expect(kept(true)).toBeGreaterThan(0.85)
    expect(kept(false)).toBeLessThan(0.75)
  })
})
