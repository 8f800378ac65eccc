import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { createApi } from '../../web/api/app.ts'
import { deskOf } from '../../web/api/desk.ts'
import { comparedDays } from '../../web/api/earlier-days.ts'
import { StandingQuestions } from '../../web/api/standing-questions.ts'
import { openApiCounty, type ApiCounty } from '../support/api-county.ts'
import { looksAtLedger } from '../support/ledger-looks.ts'

let county: ApiCounty
beforeAll(async () => {
  county = await openApiCounty({ pulls: 2 })
})
afterAll(() => county.close())

describe('what everybody opens', () => {
  it('was computed before anybody asked: a first question of the present reads no ledger for it', async () => {
    const desk = deskOf(county.services)
    expect(await new StandingQuestions(desk).answer()).toBe(true)
    const as_of = desk.present.local
    const asked = { as_of, period: '2026', is_within: false } as const
    expect(
      await looksAtLedger(county.application.warehouse, async () => {
        await desk.summaries.rows({ ...asked, levels: ['county', 'township'] })
        await desk.summaries.rows({ ...asked, levels: ['village', 'school'] })
        await desk.todoCounts.counts({ as_of, talk_period: '2026-10', units: ['02'] }, 'talk')
        for (const day of comparedDays('2026-10-31'))
          await desk.summaries.rows({
            ...asked,
            as_of: `${day}T23:59:59.000`,
            period: day.slice(0, 4),
            levels: ['county'],
          })
      }),
    ).toBe(0)
    // The test can fail: another question does read it.
    const other = { as_of, talk_period: '2026-09', units: ['02'] }
    expect(
      await looksAtLedger(county.application.warehouse, () => desk.todoCounts.counts(other, 'talk')),
    ).toBeGreaterThan(0)
  })

  it('is not computed again of a day before a batch, nor of another instant of the same day', async () => {
    const desk = deskOf(county.services)
    const { warehouse } = county.application
    const rows = (as_of: string) => () =>
      desk.summaries.rows({ as_of, period: '2026', levels: ['county'], duties: ['talk', 'file'], is_within: false })
    const [noon, evening] = ['2026-09-30T12:00:00.000', '2026-09-30T20:00:00.000']
    expect(await looksAtLedger(county.application.warehouse, rows(noon))).toBe(1)
    await warehouse.transaction((transaction) => Promise.resolve(transaction.touch('2026-10-31T12:00:00.000')))
    expect(await looksAtLedger(county.application.warehouse, rows(evening))).toBe(0)
    await warehouse.transaction((transaction) => Promise.resolve(transaction.touch('2026-09-30T18:00:00.000')))
    expect(await looksAtLedger(county.application.warehouse, rows(noon))).toBe(0)
    expect(await looksAtLedger(county.application.warehouse, rows(evening))).toBe(1)
    await warehouse.transaction((transaction) => Promise.resolve(transaction.touch()))
    expect(await looksAtLedger(county.application.warehouse, rows(noon))).toBe(1)
  })

  it('is looked up once for every minute of a day, the rows, lists and distributions too, and once more a minute of a clock', async () => {
    const api = createApi({ ...county.services })
    const ask = (path: string, minute: string) => async () => {
      const answer = await api.request(`/api/${path}&as_of=2026-10-02T12:${minute}:00`)
      expect(answer.status).toBe(200)
    }
    for (const path of ['subjects?duty=talk', 'todo?list=talk', 'distribution?duty=talk', 'trend?duty=talk&unit=01']) {
      expect(await looksAtLedger(county.application.warehouse, ask(path, '01'))).toBeGreaterThan(0)
      // the lists of incidents are counted by the minute
      expect(await looksAtLedger(county.application.warehouse, ask(path, '02'))).toBe(path.startsWith('todo') ? 1 : 0)
    }
    expect(await looksAtLedger(county.application.warehouse, ask('subjects?duty=notify_parents', '01'))).toBe(1)
    expect(await looksAtLedger(county.application.warehouse, ask('subjects?duty=notify_parents', '02'))).toBe(1)
  })

  it('is compared once for every minute of a day, the rows that changed too, and anew after a batch', async () => {
    const api = createApi({ ...county.services })
    const { warehouse } = county.application
    const compared = async (minute: string): Promise<number> => {
      const spy = vi.spyOn(warehouse, 'query')
      const address = `/api/changes/rows?from=2026-09-01&register=contacts&to=2026-10-31T13:${minute}:00`
      const rows = ((await (await api.request(address)).json()) as { rows: unknown[] }).rows
      const looks = spy.mock.calls.filter(([name]) => name === 'changes/rows').length
      spy.mockRestore()
      expect(rows.length).toBeGreaterThan(0)
      return looks
    }
    expect([await compared('01'), await compared('02')]).toEqual([1, 0])
    await warehouse.transaction((transaction) => Promise.resolve(transaction.touch('2026-10-31T14:00:00.000')))
    expect(await compared('03')).toBe(1)
  })

  it('stops where something new came, and leaves that to the next round', async () => {
    const standing = new StandingQuestions(deskOf(county.services))
    const first = standing.answer()
    const second = standing.answer()
    expect([await first, await second]).toEqual([false, true])
  })

  it('is begun by whoever serves alone', async () => {
    const listeners = county.services.events.listenerCount('batch')
    createApi({ ...county.services })
    const each = county.services.events.listenerCount('batch') - listeners
    createApi({ ...county.services, ahead: () => undefined })
    expect(county.services.events.listenerCount('batch') - listeners).toBe(2 * each + 1)
    await Promise.resolve()
  })
})
