import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createApi } from '../../web/api/app.ts'
import { openApiCounty, type ApiCounty } from '../support/api-county.ts'
import { COUNTY_VIEWER, gateFor } from '../support/viewers.ts'

interface Explanation {
  as_of: string
  known_at: string
  standing: { score: number; items: { duty: string; missed: number }[] }
  behind: { duty: string; late: number | null; missed: number | null }[]
  earlier: { as_of: string; known_at: string; before: number; after: number } | null
}

// The second exports come only after the year's end: what they tell of the year counts, and the ledger of its last day lacks it.
let county: ApiCounty
let api: ReturnType<typeof createApi>
beforeAll(async () => {
  county = await openApiCounty({ pulls: 1 })
  county.clock.now = new Date('2027-01-10T08:00:00+08:00')
  await county.pull(2)
  county.clock.now = new Date('2027-01-20T09:00:00+08:00')
  api = createApi({ ...county.services, gate: gateFor(COUNTY_VIEWER) })
})
afterAll(() => county.close())

async function read<T>(path: string): Promise<T> {
  const response = await api.request(path)
  expect([path, response.status]).toEqual([path, 200])
  return (await response.json()) as T
}
const statusOf = async (path: string): Promise<number> => (await api.request(path)).status
const TOLD = '/api/evaluation/2026/townships/01'

describe('a year that is over', () => {
  it('has behind each score the very rows that were counted, also those told after its end', async () => {
    const told = await read<Explanation>(TOLD)
    expect([told.as_of, told.known_at]).toEqual(['2026-12-31T23:59:59+08:00', '2027-01-20T09:00:00+08:00'])
    const rowsOf = async (duty: string, instants: Record<string, string>): Promise<number> => {
      const asked = { duty, unit: '01', period: '2026', status: 'missed,late', limit: '1000', ...instants }
      return (await read<{ rows: unknown[] }>(`/api/subjects?${new URLSearchParams(asked)}`)).rows.length
    }
    const counts: { duty: string; counted: number; listed: number; then: number }[] = []
    for (const { duty, missed: counted } of told.standing.items)
      counts.push({
        duty,
        counted,
        listed: await rowsOf(duty, { as_of: told.as_of, known_at: told.known_at }),
        then: await rowsOf(duty, { as_of: told.as_of }),
      })
    expect(counts.map(({ duty, listed }) => [duty, listed])).toEqual(counts.map(({ duty, counted }) => [duty, counted]))
    expect(counts.filter(({ listed, then }) => listed !== then).length).toBeGreaterThan(2)
    const query = new URLSearchParams({ unit: '01', period: '2026', as_of: told.as_of, known_at: told.known_at })
    const { rows } = await read<{ rows: { duty: string; late: number; missed: number }[] }>(`/api/summary?${query}`)
    for (const { duty, counted } of counts) {
      const row = rows.find((each) => each.duty === duty)
      expect([duty, (row?.late ?? 0) + (row?.missed ?? 0)]).toEqual([duty, counted])
      const behind = told.behind.find((each) => each.duty === duty)
      expect([behind?.late, behind?.missed]).toEqual([row?.late ?? null, row?.missed ?? null])
    }
  })

  it('is compared with what was known of it at an instant after its end', async () => {
    const then = await read<Explanation>(`${TOLD}?as_of=2027-01-05`)
    expect([then.as_of, then.known_at]).toEqual(['2026-12-31T23:59:59+08:00', '2027-01-05T23:59:59+08:00'])
    const { earlier, standing } = await read<Explanation>(`${TOLD}?earlier=2027-01-05`)
    expect(earlier).toMatchObject({ as_of: then.as_of, known_at: then.known_at, after: standing.score })
    expect(earlier?.before).toBeCloseTo(then.standing.score, 9)
    expect(earlier?.before).not.toBeCloseTo(standing.score, 3)
    // Nothing came in between these two.
    const same = await read<Explanation>(`${TOLD}?earlier=2027-01-15`)
    expect(same.earlier?.before).toBeCloseTo(standing.score, 9)
    expect(await statusOf(`${TOLD}?earlier=2027-01-20`)).toBe(400)
    expect(await statusOf(`${TOLD}?as_of=2027-01-05&earlier=2027-01-15`)).toBe(400)
  })
})

describe('known_at', () => {
  it('stands with an as_of, and not before it', async () => {
    for (const path of ['/api/subjects?duty=talk&', '/api/summary?duty=talk&']) {
      expect(await statusOf(`${path}known_at=2027-01-10`)).toBe(400)
      expect(await statusOf(`${path}as_of=2026-12-31&known_at=2026-12-30`)).toBe(400)
      expect(await statusOf(`${path}as_of=2026-12-31&known_at=2026-12-31`)).toBe(200)
    }
  })
})
