import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createApi } from '../../web/api/app.ts'
import { openApiCounty, type ApiCounty } from '../support/api-county.ts'
import { readCsvTable } from '../support/csv-reader.ts'
import { gateFor } from '../support/viewers.ts'

interface Row extends Record<string, unknown> {
  township_id: string
  school: string | null
  name: string | null
  reasons: string[]
}
interface Facet {
  value: string
  name: string
  count: number
}
interface Review {
  list: string
  lists: { list: string; count: number }[]
  reasons: Facet[]
  townships: Facet[]
  villages: Facet[]
  schools: Facet[]
  rows: Row[]
  next_cursor: string | null
}

const PARTS = ['reconciliation', 'pairings', 'care']
let county: ApiCounty
beforeAll(async () => {
  county = await openApiCounty()
})
afterAll(() => county.close())

const ask = async (path: string, api = county.api): Promise<Review> => {
  const response = await api.request(`/api/review/${path}`)
  expect([path, response.status]).toEqual([path, 200])
  return (await response.json()) as Review
}

describe.each(PARTS)('/api/review/%s', (part) => {
  it('has as many rows of each list as it counts, by reason and by unit, in the page and in the file', async () => {
    const { lists } = await ask(part)
    expect(lists.some(({ count }) => count > 0)).toBe(true)
    for (const { list, count } of lists) {
      const { rows, reasons, townships, villages } = await ask(`${part}?list=${list}&limit=1000`)
      expect([list, rows.length]).toEqual([list, count])
      expect(townships.reduce((sum, each) => sum + each.count, 0)).toBe(count)
      for (const reason of reasons) {
        const chosen = await ask(`${part}?list=${list}&reason=${reason.value}&limit=1000`)
        expect([list, reason.value, chosen.rows.length]).toEqual([list, reason.value, reason.count])
        expect(chosen.rows.every((row) => row.reasons.includes(reason.value))).toBe(true)
      }
      const [village] = villages
      if (village !== undefined) {
        const chosen = await ask(`${part}?list=${list}&unit=${encodeURIComponent(village.value)}&limit=1000`)
        expect([list, village, chosen.rows.length]).toEqual([list, village, village.count])
      }
      const file = await county.api.request(`/api/review/${part}?list=${list}&format=csv`)
      expect(await readCsvTable(file)).toHaveLength(count)
    }
  })

  it('masks children in every format', async () => {
    const { lists } = await ask(part)
    for (const { list } of lists) {
      const { rows } = await ask(`${part}?list=${list}&limit=1000`)
      expect(rows.every(({ name }) => name === null || /^.\*$/u.test(name))).toBe(true)
      const text = await (await county.api.request(`/api/review/${part}?list=${list}&format=csv`)).text()
      expect(text + JSON.stringify(rows)).not.toMatch(/99\d{15}[\dX]/)
    }
  })

  it('reads on by its cursor, and refuses what it does not know', async () => {
    const { lists } = await ask(part)
    const { list } = lists.reduce((most, each) => (each.count > most.count ? each : most))
    const all = await ask(`${part}?list=${list}&limit=1000`)
    const first = await ask(`${part}?list=${list}&limit=2`)
    const second = await ask(`${part}?list=${list}&limit=2&cursor=${first.next_cursor}`)
    expect([...first.rows, ...second.rows]).toEqual(all.rows.slice(0, 4))
    for (const wrong of ['list=x', 'unit=99', 'format=pdf', 'reason=%27', 'lst=gone'])
      expect((await county.api.request(`/api/review/${part}?${wrong}`)).status).toBe(400)
  })

  it('keeps who took a list as a file', async () => {
    const entries: unknown[] = []
    const gate = {
      ...county.services.gate,
      record: (_: unknown, entry: unknown) => Promise.resolve(void entries.push(entry)),
    }
    const api = createApi({ ...county.services, gate })
    await api.request(`/api/review/${part}?unit=01`)
    expect(entries).toEqual([])
    await (await api.request(`/api/review/${part}?unit=01&format=xlsx`)).arrayBuffer()
    expect(entries).toMatchObject([{ action: 'export', unit_id: '01', detail: `review/${part} xlsx` }])
  })

  it('counts the unit of the reader alone', async () => {
    const school = '01/高桥中心小学'
    const api = createApi({ ...county.services, gate: gateFor({ name: 'e', role: 'school', units: [school] }) })
    const { lists } = await ask(part, api)
    for (const { list } of lists) {
      const own = await ask(`${part}?list=${list}&limit=1000`, api)
      const same = await ask(`${part}?list=${list}&unit=${encodeURIComponent(school)}&limit=1000`)
      expect(own).toEqual(same)
      expect(own.rows.every(({ township_id }) => township_id === '01')).toBe(true)
      expect(own.rows.every((row) => row.school === '高桥中心小学' || row.school === null)).toBe(true)
    }
  })
})

it('counts all the children of a carer, whoever asks, and says how many are of the asked unit', async () => {
  const { rows } = await ask('pairings?list=load&limit=1000')
  const { schools } = await ask('pairings?list=no_contact')
  expect(rows.every((row) => row.child_count === row.own_child_count)).toBe(true)
  const unit = schools[0]?.value ?? ''
  const own = await ask(`pairings?list=load&unit=${encodeURIComponent(unit)}&limit=1000`)
  expect(own.rows.length).toBeGreaterThan(0)
  for (const row of own.rows) {
    const whole = rows.find((each) => each.carer === row.carer && each.township_id === row.township_id)
    expect(row.child_count).toBe(whole?.child_count)
    expect(Number(row.own_child_count)).toBeLessThanOrEqual(Number(row.child_count))
  }
})
