import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { periods } from '../../queries/comparison.ts'
import { DISTRIBUTED } from '../../queries/distribution.ts'
import { LEVELS, summary } from '../../queries/ledger.ts'
import { dutyCatalogue } from '../../queries/statements.ts'
import { todoCounts } from '../../queries/todo.ts'
import { compare } from '../../web/api/comparison.ts'
import { deskOf, keepingDesk, type Desk } from '../../web/api/desk.ts'
import { distributionAt } from '../../web/api/distribution.ts'
import { closedMonths, closedYears, comparedDays, EarlierDays, recentDays } from '../../web/api/earlier-days.ts'
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

const earlierDays = (of: Desk) =>
  new EarlierDays(of, {
    pause: (ms) => {
      pauses.push(ms)
      return Promise.resolve()
    },
    reach: { days: 1, months: 1, years: 0 },
  })

describe('the days that people look back to', () => {
  it('are compared with those of the pages, in a shorter month its last', () => {
    expect(comparedDays('2026-05-31')).toEqual(['2026-05-24', '2026-04-30', '2026-02-28', '2025-05-31'])
  })

  it('are the ends of months and of years, and the last days as far as anything is known', () => {
    expect(closedMonths('2026-03-31')).toHaveLength(13)
    expect(closedMonths('2026-03-31').slice(0, 3)).toEqual(['2026-02-28', '2026-01-31', '2025-12-31'])
    expect(closedYears('2026-03-31')).toEqual(['2025-12-31', '2024-12-31'])
    const reach = { days: 3, months: 0, years: 0 }
    expect(recentDays('2026-03-02', '2020-01-01', reach)).toEqual(['2026-03-01', '2026-02-28', '2026-02-27'])
    expect(recentDays('2026-03-02', '2026-02-28', reach)).toEqual(['2026-03-01', '2026-02-28'])
  })

  it('are those of which not all is kept, the ends of months first', async () => {
    const missing = await earlierDays(desk).missing()
    expect(missing).toEqual(['2026-09-30', '2026-10-30'])
    const all = await new EarlierDays(desk).missing()
    // from the day of the first pull on, and the ends of months and years before it
    expect(all.filter((day) => day >= '2026-09-10')).toHaveLength(51)
    expect(all.filter((day) => day < '2026-09-10')).toHaveLength(13)
  })

  it('stop where they are told to, and are not whole then', async () => {
    const before = await earlierDays(desk).missing()
    expect(await earlierDays(desk).compute(before, () => true)).toBe(false)
    expect(await earlierDays(desk).missing()).toEqual(before)
  })

  it('are not whole where a question failed, and are asked for again', async () => {
    const { warehouse } = county.application
    const ask = warehouse.queryText.bind(warehouse)
    let isFailing = true
    const spy = vi.spyOn(warehouse, 'queryText').mockImplementation((text, parameters) => {
      if (!isFailing || !/\bledger as\b/.test(text)) return ask(text, parameters)
      isFailing = false
      return Promise.reject(new Error('no'))
    })
    expect(await earlierDays(desk).compute(['2026-09-30'], () => false)).toBe(true)
    spy.mockRestore()
    expect(isFailing).toBe(false)
    expect((await earlierDays(desk).missing())[0]).toBe('2026-09-30')
  })

  it('were computed before anybody asked, with a rest after each: then nothing of them reads the ledger, after a restart either', async () => {
    const { warehouse } = county.application
    const plain = deskOf(county.services)
    const asked = { period: '2026', is_within: false } as const
    const unit = county.services.county.code
    const look = (of: Desk) => async () => {
      const found: unknown[] = []
      for (const day of ['2026-10-30', '2026-09-30'])
        found.push(await of.summaries.rows({ ...asked, as_of: `${day}T23:59:59.000`, levels: UPPER }))
      found.push(
        await of.summaries.rows({ ...asked, as_of: SEPTEMBER, levels: ['township'], duties: ['talk'] }),
        await of.summaries.rows({ ...asked, as_of: '2025-09-30T23:59:59.000', period: '2025', levels: UPPER }),
        // a series of villages is made of ends of months
        await of.summaries.rows({ ...asked, as_of: SEPTEMBER, levels: ['school'], duties: ['file'] }),
        await of.todoCounts.lists({ as_of: SEPTEMBER, talk_period: '2026-09', units: ['02'] }),
        await of.todoCounts.lists({ as_of: '2026-10-30T23:59:59.000', talk_period: '2026-10', units: ['01', '03'] }),
      )
      // a duty of the state has its series from the ends of the other months, which are too many here
      for (const duty of ['talk', 'report_authority']) {
        found.push(await compare(of, { as_of: SEPTEMBER, period: '2026', duty, level: 'township' }))
        found.push(await of.comparisons.periods({ as_of: SEPTEMBER, duty, level: 'county' }))
      }
      for (const duty of DISTRIBUTED)
        found.push(await distributionAt(of, { as_of: SEPTEMBER, duty, period: '2026', unit, level: 'county' }))
      return found
    }
    const computed = await look(plain)()
    const earlier = earlierDays(desk)
    expect(await earlier.compute(await earlier.missing(), () => false)).toBe(true)
    expect(await earlier.missing()).toEqual([])
    expect(pauses.every((ms) => ms >= 20 && ms <= 5_000)).toBe(true)
    expect(pauses.length).toBeGreaterThan(20)
    // a desk of a later start
    const later = deskOf(county.services)
    let found: unknown[] = []
    expect(await looksAtLedger(warehouse, async () => (found = await look(later)()))).toBe(0)
    expect(found).toEqual(computed)
    // The test can fail: villages are kept of ends of months alone.
    const villages = { ...asked, as_of: '2026-10-30T23:59:59.000', levels: ['village'] as const }
    expect(await looksAtLedger(warehouse, () => later.summaries.rows(villages))).toBeGreaterThan(0)
    // What shows at every instant empties them: they are to be computed again.
    await warehouse.transaction((transaction) => Promise.resolve(transaction.touch()))
    expect(await earlier.missing()).toHaveLength(2)
    expect(await looksAtLedger(warehouse, look(deskOf(county.services)))).toBeGreaterThan(10)
  })

  it('are put on the shelf by nobody who only asks, and the present never is', async () => {
    const { warehouse } = county.application
    const asked = { period: '2026', levels: UPPER, is_within: false } as const
    await deskOf(county.services).summaries.rows({ ...asked, as_of: SEPTEMBER })
    await keepingDesk(desk).summaries.rows({ ...asked, as_of: '2026-10-31T23:59:59.000' })
    expect(await warehouse.queryText('select * from kept_figures')).toEqual([])
    await keepingDesk(desk).summaries.rows({ ...asked, as_of: SEPTEMBER })
    expect(await warehouse.queryText('select * from kept_figures')).toHaveLength(2)
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

  it('is a township’s villages and schools of a day that is over, looked up among its own children', async () => {
    const { warehouse } = county.application
    const all = await summary(warehouse, { as_of: SEPTEMBER, period: '2026' })
    const asked = { as_of: SEPTEMBER, period: '2026', is_within: true } as const
    const levels = ['village', 'school'] as const
    for (const unit of ['01', '02'])
      for (const duties of [['talk'], ['file', 'report_authority']]) {
        const fresh = deskOf(county.services)
        const spy = vi.spyOn(warehouse, 'queryText')
        const found = await fresh.summaries.rows({ ...asked, unit, levels, duties })
        // of each pace a look
        const looks = spy.mock.calls.filter(([text]) => /\bledger as\b/.test(text))
        expect(looks.map(([, parameters]) => parameters?.units)).toEqual(
          duties.length === 1 ? [[unit]] : [[unit], [unit]],
        )
        spy.mockRestore()
        const own = all.filter(
          ({ level, unit_id, duty }) =>
            (level === 'village' || level === 'school') && unit_id.startsWith(`${unit}/`) && duties.includes(duty),
        )
        expect(found).toEqual(own)
        expect(own.length).toBeGreaterThan(1)
        // One of its villages, and of its duties, is taken out of these.
        const village = own[0]?.unit_id
        const again = { ...asked, unit: village, levels, duties, is_within: false }
        expect(await looksAtLedger(warehouse, () => fresh.summaries.rows(again))).toBe(0)
      }
  })

  it('is the series of the county out of those of its townships, for every duty', async () => {
    const { warehouse } = county.application
    let points = 0
    for (const { code: duty } of dutyCatalogue())
      for (const as_of of [SEPTEMBER, '2026-10-31T11:58:00.000']) {
        const taken = await desk.comparisons.periods({ as_of, duty, level: 'county' })
        expect(taken, duty).toEqual(await periods(warehouse, { as_of, duty, level: 'county' }))
        points += taken.length
      }
    expect(points).toBeGreaterThan(50)
  })
})
