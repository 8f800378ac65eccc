import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { LEVELS, summary } from '../../queries/ledger.ts'
import { todoCounts } from '../../queries/todo.ts'
import { compare } from '../../web/api/comparison.ts'
import { deskOf, type Desk } from '../../web/api/desk.ts'
import { closedMonths, comparedDays, EarlierDays, recentDays } from '../../web/api/earlier-days.ts'
import { openApiCounty, type ApiCounty } from '../support/api-county.ts'
import { looksAtLedger } from '../support/ledger-looks.ts'

const UPPER = ['county', 'township'] as const
const SEPTEMBER = '2026-09-30T23:59:59.000'

let county: ApiCounty
let desk: Desk
const pauses: number[] = []
beforeAll(async () => {
  county = await openApiCounty({ pulls: 2 })
  let ticks = 0
  desk = deskOf({ ...county.services, ticks: () => (ticks += 10) })
})
afterAll(() => county.close())

const computeAll = (of: Desk, isStopped = () => false) =>
  new EarlierDays(of, {
    pause: (ms) => {
      pauses.push(ms)
      return Promise.resolve()
    },
    reach: { days: 2, months: 1 },
  }).compute(isStopped)

describe('the days that people look back to', () => {
  it('are compared with those of the pages, in a shorter month its last', () => {
    expect(comparedDays('2026-05-31')).toEqual(['2026-05-24', '2026-04-30', '2026-02-28', '2025-05-31'])
  })

  it('are the ends of months and the last days, the latest first', () => {
    expect(closedMonths('2026-03-31')).toHaveLength(13)
    expect(closedMonths('2026-03-31').slice(0, 3)).toEqual(['2026-02-28', '2026-01-31', '2025-12-31'])
    expect(recentDays('2026-03-02', { days: 3, months: 0 })).toEqual(['2026-03-01', '2026-02-28', '2026-02-27'])
  })

  it('were computed before anybody asked, with a rest after each: then nothing of them reads the ledger', async () => {
    expect(await computeAll(desk)).toBe(true)
    expect(pauses.every((ms) => ms >= 100)).toBe(true)
    expect(pauses.length).toBeGreaterThan(20)
    const asked = { period: '2026', is_within: false } as const
    expect(
      await looksAtLedger(county.application.warehouse, async () => {
        for (const day of ['2026-10-30', '2026-10-23', '2026-09-30', '2026-06-30'])
          await desk.summaries.rows({ ...asked, as_of: `${day}T23:59:59.000`, levels: UPPER })
        await desk.summaries.rows({ ...asked, as_of: SEPTEMBER, levels: ['township'], duties: ['talk'] })
        await desk.todoCounts.lists({ as_of: SEPTEMBER, talk_period: '2026-09', units: ['02'] })
        await desk.todoCounts.lists({ as_of: '2026-10-29T23:59:59.000', talk_period: '2026-10', units: ['01', '03'] })
        for (const duty of ['talk', 'file', 'report_authority'])
          await compare(desk, { as_of: SEPTEMBER, period: '2026', duty, level: 'township' })
        // and nothing of it is computed again
        await computeAll(desk)
      }),
    ).toBe(0)
    // The test can fail: villages are not computed ahead.
    const villages = { ...asked, as_of: SEPTEMBER, levels: ['village'] as const }
    expect(await looksAtLedger(county.application.warehouse, () => desk.summaries.rows(villages))).toBeGreaterThan(0)
  })

  it('stops where it is told to', async () => {
    expect(await computeAll(deskOf(county.services), () => true)).toBe(false)
  })
})

describe('what is taken out of something wider', () => {
  it('is what would have been computed: figures of a duty and level, and counts of a township’s lists', async () => {
    const { warehouse } = county.application
    const fresh = deskOf(county.services)
    const wide = { as_of: SEPTEMBER, period: '2026', levels: LEVELS, is_within: false }
    await fresh.summaries.rows(wide)
    await fresh.todoCounts.lists({ as_of: SEPTEMBER, talk_period: '2026-09', units: [] })
    for (const duties of [['talk'], ['file', 'three_ones'], ['notify_parents'], undefined])
      for (const levels of [UPPER, ['school'] as const, LEVELS]) {
        const taken = await fresh.summaries.rows({ ...wide, duties, levels })
        expect(taken).toEqual(await summary(warehouse, { as_of: SEPTEMBER, period: '2026', duties, levels }))
        expect(taken.length).toBeGreaterThan(0)
      }
    for (const units of [['01'], ['02', '03'], []]) {
      const asked = { as_of: SEPTEMBER, talk_period: '2026-09', units }
      const own = new Map<string, number>()
      for (const { list, n } of await todoCounts(warehouse, asked)) own.set(list, (own.get(list) ?? 0) + n)
      expect(await fresh.todoCounts.lists(asked)).toEqual(own)
      expect(own.size).toBeGreaterThan(3)
    }
  })
})
