import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import type { z } from 'zod'
import type { SummaryRow } from '../../queries/ledger.ts'
import { summaryAnswer } from '../../web/api/schemas.ts'
import { openApiCounty, type ApiCounty } from '../support/api-county.ts'

let county: ApiCounty
beforeAll(async () => {
  county = await openApiCounty()
})
afterAll(() => county.close())

const rowsAt = async (query: string): Promise<SummaryRow[]> => (await answerAt(query)).rows
const answered = async (query: string) => county.api.request(`/api/summary${query}`)
const answerAt = async (query: string): Promise<z.infer<typeof summaryAnswer>> => {
  const response = await answered(query)
  expect(response.status).toBe(200)
  return summaryAnswer.parse(await response.json())
}

const questionOf = (as_of: string, period: string): string =>
  `?as_of=${encodeURIComponent(as_of)}${period === '' ? '' : `&period=${period}`}`

/** A row as the samples write it. */
function shown(row: SummaryRow | undefined): Record<string, string> {
  if (row === undefined) return {}
  const { unit_name: _name, target: _target, rate, low, high, met, late, missed, ahead, pending, ...texts } = row
  const counts = Object.entries({ met, late, missed, ahead, pending }).map(([name, value]) => [name, String(value)])
  const rates = Object.entries({ rate, low, high }).map(([name, value]) => [name, value?.toFixed(6) ?? ''])
  return { ...texts, ...(Object.fromEntries([...counts, ...rates]) as Record<string, string>) }
}

describe('/api/summary', () => {
  it('takes a semester, in which only what is owed by the semester lies, besides the state', async () => {
    const rows = await rowsAt('?as_of=2026-10-31T12:00&level=county&period=2026-spring')
    const year = await rowsAt('?as_of=2026-10-31T12:00&level=county&duty=three_ones')
    expect(new Set(rows.filter(({ period }) => period !== 'state').map(({ duty }) => duty))).toEqual(
      new Set(['three_ones']),
    )
    const spring = rows.find(({ duty }) => duty === 'three_ones')
    expect(spring).toMatchObject({ period: '2026-spring', met: year[0]?.met, missed: year[0]?.missed, pending: 0 })
  })

  it('gives the figures of the sample county, at every instant and period', async () => {
    const file = readFileSync(new URL('../fixtures/county-a/expected-summary.csv', import.meta.url), 'utf8')
    const [header = '', ...lines] = file.trim().split(/\r?\n/)
    const names = header.split(',')
    const expected = lines.map((line) => Object.fromEntries(line.split(',').map((cell, c) => [names[c] ?? '', cell])))
    const questions = expected.map(({ as_of = '', asked_period = '' }) => questionOf(as_of, asked_period))
    for (const question of new Set(questions)) {
      const rows = expected.filter((_, index) => questions[index] === question)
      const found = new Map((await rowsAt(question)).map((row) => [`${row.level} ${row.unit_id} ${row.duty}`, row]))
      for (const row of rows) {
        const { as_of: _as_of, asked_period: _asked, ...figures } = row
        expect(shown(found.get(`${row.level} ${row.unit_id} ${row.duty}`)), question).toEqual(figures)
      }
    }
  })

  it('says what it answers for', async () => {
    expect(await answerAt('?level=county&duty=file')).toMatchObject({
      as_of: '2026-10-31T12:00:00+08:00',
      state: county.application.warehouse.version,
      period: '2026',
      rows: [{ level: 'county', unit_id: '990100', unit_name: '青川示范县', duty: 'file', period: 'state', target: 1 }],
    })
    expect(await answerAt('?as_of=2026-09-20&period=2026-Q3')).toMatchObject({
      as_of: '2026-09-20T23:59:59+08:00',
      period: '2026-Q3',
    })
  })

  it('understands an offset whose + became a space', async () => {
    const plus = await answerAt('?as_of=2026-10-31T12:00:00+08:00&level=county')
    expect(plus).toEqual(await answerAt('?as_of=2026-10-31T12:00:00%2B08:00&level=county'))
    expect(plus.as_of).toBe('2026-10-31T12:00:00+08:00')
  })

  it('narrows by level, duty and unit, in any spelling of a list', async () => {
    const all = await rowsAt('')
    expect(new Set(all.map(({ level }) => level))).toEqual(new Set(['county', 'township', 'village', 'school']))
    expect(await rowsAt('?level=school,township&duty=talk&duty=file')).toEqual(
      all.filter(({ level, duty }) => ['school', 'township'].includes(level) && ['talk', 'file'].includes(duty)),
    )
    expect(await rowsAt('?unit=01')).toEqual(all.filter(({ unit_id }) => unit_id === '01'))
    expect(await rowsAt(`?unit=${encodeURIComponent('01/高桥中学')}`)).toEqual(
      all.filter(({ unit_id }) => unit_id === '01/高桥中学'),
    )
  })

  it('gives the units of a level within a unit', async () => {
    const all = await rowsAt('')
    expect(await rowsAt('?unit=01&level=school')).toEqual(
      all.filter(({ level, unit_id }) => level === 'school' && unit_id.startsWith('01/')),
    )
    expect(await rowsAt('?unit=990100&level=township')).toEqual(all.filter(({ level }) => level === 'township'))
    expect(await rowsAt('?unit=01&level=township')).toEqual(all.filter(({ unit_id }) => unit_id === '01'))
  })

  it('computes the ledger once a pace for all who ask of one instant, whatever level, format or unit', async () => {
    const queries = vi.spyOn(county.application.warehouse, 'queryText')
    const at = 'as_of=2026-10-30T10:00:00'
    const asked = [
      `?level=county&${at}`,
      `?level=township&${at}`,
      `?level=township&${at}&format=csv`,
      `?level=county&${at}&format=arrow`,
      `?level=county&${at}`,
    ]
    await Promise.all(asked.map((query) => answered(query)))
    await answered(`?level=township&unit=01&${at}`)
    // One look for the duties that change by the day, one for those that change by the minute.
    expect(queries.mock.calls.filter(([text]) => text.includes('ledger'))).toHaveLength(2)
    queries.mockRestore()
  })
})

describe('an answer for now', () => {
  it('holds for a minute, is another one after it, and after every change of the state', async () => {
    const { clock, api, application } = county
    const etag = async () => (await api.request('/api/summary?level=county')).headers.get('etag')
    const asOf = async () => (await answerAt('?level=county')).as_of
    clock.now = new Date('2026-10-31T12:05:00+08:00')
    const first = await etag()
    clock.now = new Date('2026-10-31T12:05:59+08:00')
    expect(await etag()).toBe(first)
    expect(await asOf()).toBe('2026-10-31T12:05:00+08:00')
    clock.now = new Date('2026-10-31T12:06:20+08:00')
    const second = await etag()
    expect(second).not.toBe(first)
    expect(await asOf()).toBe('2026-10-31T12:06:00+08:00')
    await application.warehouse.transaction(async (transaction) => transaction.touch())
    expect(await etag()).not.toBe(second)
    expect(await asOf()).toBe('2026-10-31T12:06:20+08:00')
  })

  it('shows a batch at once, in the minute in which it came', async () => {
    const { clock } = county
    clock.now = new Date('2026-11-02T09:00:10+08:00')
    const before = await answerAt('?level=county&duty=file')
    clock.now = new Date('2026-11-02T09:00:30.200+08:00')
    await county.pull(1)
    const after = await answerAt('?level=county&duty=file')
    expect(after.state).toBeGreaterThan(before.state)
    expect(after.as_of).toBe('2026-11-02T09:00:31+08:00')
    expect(after.rows).not.toEqual(before.rows)
  })
})
