import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  dayOf,
  isWeekend,
  monthOfDay,
  firstDayOfMonth,
  minuteOf,
  dayOfMinute,
} from '../../pipeline/generate/calendar.ts'
import { signalCounts } from '../../queries/credibility.ts'
import { leadsOf, type Lead } from '../../web/api/leads.ts'
import { AS_OF, FORTNIGHTS, honestCounty } from '../support/honest-county.ts'
import { openSynthetic, type MeantRow, type Tamper } from '../support/synthetic-warehouse.ts'

const SIZE = { townships: 12, children: 1800 }

async function leadsIn(seed: number, tamper?: Tamper): Promise<Lead[]> {
  const warehouse = await openSynthetic(honestCounty(seed, SIZE), FORTNIGHTS, tamper)
  try {
    return leadsOf(await signalCounts(warehouse, AS_OF))
  } finally {
    await warehouse.close()
  }
}

describe('an honest county', () => {
  it('has under one flagged unit in a hundred', async () => {
    const leads = [await leadsIn(21), await leadsIn(22), await leadsIn(23)]
    const units = leads.map((each) => new Set(each.map(({ unit_id }) => unit_id)).size)
    const flagged = leads.flatMap((each) => [
      ...new Set(each.filter(({ is_flagged }) => is_flagged).map(({ unit_id }) => unit_id)),
    ])
    const all = units.reduce((sum, count) => sum + count, 0)
    // Were one in thirty flagged, none or one of so many would be in one run of sixty.
    expect(all).toBeGreaterThan(170)
    expect(flagged.length / all).toBeLessThan(0.01)
  }, 120_000)
})

const numberOf = (row: MeantRow): number => Number(row.happened_on)
const isClassTalk = (row: MeantRow): boolean => row.kind === 'talk' && row.by_role === 'class_teacher'
const lastOfQuarter = (day: number): number => firstDayOfMonth(monthOfDay(day) - (monthOfDay(day) % 3) + 3) - 1
const isOfItsWeeks = (day: number): boolean => lastOfQuarter(day) - day >= 10 && lastOfQuarter(day) - day <= 45
const today = (at: Date): number => dayOfMinute(minuteOf(at))

/** Of a child always the same, whoever else is listed. */
const placeOf = (id: unknown): number => Number(String(id).slice(14, 17))

/** One township for each way to make figures look better than the work. */
const CHEATS: Record<
  string,
  { township: string; change: (rows: MeantRow[], at: Date, census: MeantRow[]) => MeantRow[] }
> = {
  late_seen: {
    township: '01',
    // Every third talk appears two months later.
    change: (rows, at) =>
      rows.filter((row) => !isClassTalk(row) || numberOf(row) % 3 > 0 || numberOf(row) + 60 < today(at)),
  },
  one_day: {
    township: '02',
    change: (rows) => {
      const children = [...new Set(rows.map(({ child_id }) => child_id))].slice(0, 40)
      const talk = { kind: 'talk', happened_on: dayOf(2026, 4, 14), by_name: '王某', by_role: 'teacher' }
      return [...rows, ...children.map((child_id) => ({ ...talk, child_id, summary: null }))]
    },
  },
  days_off: {
    township: '03',
    change: (rows) =>
      rows.map((row) => {
        const day = numberOf(row)
        const sunday = [0, 1, 2, 3, 4, 5, 6].map((after) => day + after).find((d) => isWeekend(d) && isWeekend(d - 1))
        return isClassTalk(row) ? { ...row, happened_on: sunday ?? day } : row
      }),
  },
  same_text: {
    township: '04',
    change: (rows) => rows.map((row) => (row.kind === 'talk' ? { ...row, summary: '谈话正常，无异常情况' } : row)),
  },
  class_dates: {
    township: '05',
    change: (rows) =>
      rows.map((row) =>
        isClassTalk(row) ? { ...row, happened_on: firstDayOfMonth(monthOfDay(numberOf(row))) + 9 } : row,
      ),
  },
  perfect: {
    township: '06',
    change: (rows, at, census) => [
      ...rows,
      ...census.flatMap(({ child_id }) =>
        Array.from({ length: 12 }, (_, month) => dayOf(2026, month + 1, 6 + (placeOf(child_id) % 9)))
          .filter((day) => day < today(at))
          .map((happened_on) => ({
            ...{ child_id, kind: 'talk', happened_on, by_role: 'class_teacher' },
            ...{ by_name: `陈某${placeOf(child_id) % 16}`, summary: null },
          })),
      ),
    ],
  },
  rush: {
    township: '07',
    // The talks of the weeks before wait for the last week of the quarter.
    change: (rows, at) =>
      rows.filter(
        (row) => !isClassTalk(row) || !isOfItsWeeks(numberOf(row)) || lastOfQuarter(numberOf(row)) - 6 <= today(at),
      ),
  },
  removed: {
    township: '08',
    change: (rows, at) =>
      today(at) <= dayOf(2026, 9, 30) ? rows : rows.filter((row) => numberOf(row) < dayOf(2026, 9, 1)),
  },
}

describe('a county in which some townships make their figures up', () => {
  let leads: Lead[] = []
  beforeAll(async () => {
    const census = new Map<string, MeantRow[]>()
    leads = await leadsIn(21, (rows, { township, register, at }) => {
      if (register === 'census') census.set(township, rows)
      if (register !== 'contacts') return rows
      const cheat = Object.values(CHEATS).find((each) => each.township === township)
      return cheat?.change(rows, at, census.get(township) ?? []) ?? rows
    })
  }, 120_000)
  afterAll(() => (leads = []))

  it.each(Object.entries(CHEATS))('shows %s for the township that does it', (signal, { township }) => {
    const found = leads.find((lead) => lead.signal === signal && lead.unit_id === township)
    expect(found).toMatchObject({ is_flagged: true })
    expect(found?.observed).toBeGreaterThan(found?.expected ?? 0)
  })

  it('says nothing of the townships that do nothing of the kind', () => {
    const cheats = Object.values(CHEATS).map(({ township }) => township)
    const wrong = leads.filter(({ is_flagged, unit_id }) => is_flagged && !cheats.includes(unit_id.slice(0, 2)))
    expect(wrong.map(({ unit_id, signal }) => `${unit_id} ${signal}`)).toEqual([])
  })
})
