import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { summary, subjects } from '../../queries/ledger.ts'
import { openApiCounty, type ApiCounty } from '../support/api-county.ts'
import { readCsvTable } from '../support/csv-reader.ts'

let county: ApiCounty
beforeAll(async () => {
  county = await openApiCounty()
})
afterAll(() => county.close())

type Row = Record<string, unknown>
interface Page {
  as_of: string
  state: number
  rows: Row[]
  next_cursor: string | null
}

async function pageAt(path: string): Promise<Page> {
  const response = await county.api.request(path)
  expect(response.status).toBe(200)
  return (await response.json()) as Page
}

/** Every page of a list, by its cursors. */
async function walk(path: string): Promise<Page[]> {
  const pages = [await pageAt(path)]
  for (let cursor = pages[0]?.next_cursor; typeof cursor === 'string'; cursor = pages.at(-1)?.next_cursor) {
    pages.push(await pageAt(`${path}&cursor=${encodeURIComponent(cursor)}`))
  }
  return pages
}

const AS_OF = '2026-10-31T12:00:00'

describe('a cursor', () => {
  it.each([
    ['/api/subjects?duty=talk&status=missed,late', [7, 100, 1000]],
    ['/api/subjects?duty=file', [1, 50, 109]],
    ['/api/incidents?unit=990100', [1, 5, 36, 1000]],
    ['/api/runs?unit=990100', [1, 4, 6]],
    ['/api/rejects?unit=990100', [3, 10, 1000]],
  ])('of %s walks all rows once, whatever the page', async (path, limits) => {
    const { rows: all } = await pageAt(`${path}&limit=1000`)
    expect(all.length).toBeGreaterThan(5)
    for (const limit of limits) {
      const pages = await walk(`${path}&limit=${limit}`)
      expect(pages.flatMap(({ rows }) => rows)).toEqual(all)
      expect(pages).toHaveLength(Math.max(1, Math.ceil(all.length / limit)))
      expect(pages.slice(0, -1).every(({ rows }) => rows.length === limit)).toBe(true)
    }
  })

  it('keeps the instant of the first page, whatever the clock says by then', async () => {
    const first = await pageAt('/api/subjects?duty=talk&limit=500')
    county.clock.now = new Date('2026-12-01T08:00:00+08:00')
    const second = await pageAt(`/api/subjects?duty=talk&limit=500&cursor=${first.next_cursor}`)
    county.clock.now = new Date('2026-10-31T12:00:00+08:00')
    expect(second.as_of).toBe(first.as_of)
    expect([...first.rows, ...second.rows]).toEqual((await pageAt('/api/subjects?duty=talk&limit=1000')).rows)
  })

  it('may change the limit, but is refused for another question', async () => {
    const { next_cursor } = await pageAt('/api/subjects?duty=talk&limit=10')
    const status = async (path: string) => (await county.api.request(`${path}&cursor=${next_cursor}`)).status
    expect(await status('/api/subjects?duty=talk&limit=20')).toBe(200)
    expect(await status('/api/subjects?duty=talk')).toBe(200)
    expect(await status('/api/subjects?duty=talk&unit=01')).toBe(400)
    expect(await status('/api/subjects?duty=file')).toBe(400)
    expect(await status('/api/subjects?duty=talk&as_of=2026-10-01')).toBe(400)
    expect(await status('/api/incidents?limit=10')).toBe(400)
  })

  it('of rejects is refused once the state has changed', async () => {
    const { next_cursor } = await pageAt('/api/rejects?limit=10')
    await county.application.warehouse.transaction(async (transaction) => transaction.touch())
    const response = await county.api.request(`/api/rejects?limit=10&cursor=${next_cursor}`)
    expect(response.status).toBe(409)
    expect(await response.json()).toMatchObject({ code: 'conflict', data: { parameter: 'cursor' } })
  })
})

describe('a list as CSV or Arrow', () => {
  it('is whole where no part was asked for', async () => {
    const table = await readCsvTable(await county.api.request('/api/subjects?duty=talk&format=csv'))
    expect(table.map(({ subject_id, period }) => [subject_id, period])).toEqual(
      (await pageAt('/api/subjects?duty=talk&limit=1000')).rows.map(({ subject_id, period }) => [subject_id, period]),
    )
    expect(table.length).toBeGreaterThan(100)
  })

  it('says where the next part is', async () => {
    const rows: Row[] = []
    let path: string | undefined = '/api/incidents?limit=7&format=csv'
    while (path !== undefined) {
      const response: Response = await county.api.request(path)
      rows.push(...(await readCsvTable(response)))
      path = /^<(.*)>; rel="next"$/.exec(response.headers.get('link') ?? '')?.[1]
    }
    const { rows: all } = await pageAt('/api/incidents?limit=1000')
    expect(rows.map(({ incident_id }) => incident_id)).toEqual(all.map(({ incident_id }) => incident_id))
  })
})

describe('/api/subjects', () => {
  it('is what stands behind every figure of the summary', async () => {
    const { warehouse } = county.services
    for (const row of await summary(warehouse, {
      as_of: AS_OF,
      levels: ['township', 'school'],
      duties: ['talk', 'notify_parents'],
    })) {
      const query = new URLSearchParams({
        duty: row.duty,
        unit: row.unit_id,
        level: row.level,
        limit: '1000',
        status: 'missed,late',
      })
      const { rows } = await pageAt(`/api/subjects?${query}`)
      expect(rows, query.toString()).toHaveLength(row.missed + row.late)
    }
  })

  it('gives the last four digits of the child’s number, and writes instants with their offset', async () => {
    const { rows } = await pageAt('/api/subjects?duty=talk&limit=1000')
    expect(rows.every(({ subject_id }) => /^…\d{3}[\dX]$/.test(subject_id as string))).toBe(true)
    expect(rows.every(({ child_key }) => /^[a-z]{28}$/.test(child_key as string))).toBe(true)
    expect(rows.every(({ due_at }) => /^2026-\d\d-\d\dT23:59:59\+08:00$/.test(due_at as string))).toBe(true)
    expect((await pageAt('/api/subjects?duty=quarter_update')).rows[0]).toMatchObject({
      subject_kind: 'township',
      due_at: expect.stringContaining('+08:00') as string,
    })
  })

  it('gives only what counts at a level', async () => {
    const { warehouse } = county.services
    const all = await subjects(warehouse, { as_of: AS_OF, duty: 'file', limit: 1000, offset: 0 })
    const { rows } = await pageAt('/api/subjects?duty=file&level=school&limit=1000')
    expect(rows).toHaveLength(all.filter(({ school }) => school !== null).length)
    expect(rows.length).toBeLessThan(all.length)
  })
})

describe('/api/incidents', () => {
  it('has the clocks that the ledger has', async () => {
    const { rows: incidents } = await pageAt('/api/incidents?period=2026&limit=1000')
    for (const duty of ['notify_guardian', 'notify_parents', 'report_authority']) {
      const { rows } = await pageAt(`/api/subjects?duty=${duty}&limit=1000`)
      const ledger = new Map(
        rows.map((row) => [
          `${row.township_id as string} ${row.subject_id as string}`,
          [row.due_at, row.status, row.village, row.school],
        ]),
      )
      const clocks = new Map(
        incidents.map((row) => [
          `${row.township_id as string} ${row.incident_id as string}`,
          [row[`${duty}_due_at`], row[`${duty}_status`], row.village, row.school],
        ]),
      )
      expect(clocks).toEqual(ledger)
    }
  })

  it('shows a time that cannot be, and names it', async () => {
    const { rows } = await pageAt('/api/incidents?limit=1000')
    const impossible = rows.filter(({ impossible_times }) => (impossible_times as string[]).length > 0)
    expect(impossible.length).toBeGreaterThan(0)
    for (const row of rows) {
      const named = Object.entries(row).filter(
        ([name, at]) =>
          name.endsWith('_at') &&
          !name.endsWith('_due_at') &&
          typeof at === 'string' &&
          at < (row.occurred_at as string),
      )
      expect(row.impossible_times).toEqual(named.map(([name]) => name))
    }
  })
})

describe('/api/runs', () => {
  it('has every run with what became of each register, the latest first', async () => {
    const { rows } = await pageAt('/api/runs?unit=01')
    expect(rows).toHaveLength(2)
    expect(rows[0]).toMatchObject({
      township_id: '01',
      township: '高桥镇',
      reason: 'test',
      state: 'loaded',
      started_at: '2026-10-31T11:55:00+08:00',
      message: null,
    })
    const [latest, first] = rows.map(({ registers }) => registers as Row[])
    expect(latest?.map(({ register }) => register)).toEqual(['census', 'contacts', 'files', 'incidents', 'pairings'])
    expect(first?.every(({ state }) => state === 'loaded')).toBe(true)
    for (const register of latest ?? []) {
      const { read, accepted, skipped, rejected } = register as Record<string, number>
      expect((accepted ?? 0) + (skipped ?? 0) + (rejected ?? 0)).toBe(read)
    }
  })
})

describe('/api/rejects', () => {
  it('is of one township where it is named', async () => {
    const { rows: all } = await pageAt('/api/rejects?limit=1000')
    const { rows } = await pageAt('/api/rejects?unit=02&limit=1000')
    expect(rows).toEqual(all.filter(({ township }) => township === '02'))
    expect(rows[0]).toMatchObject({
      township: '02',
      row: expect.any(Number) as number,
      advice: expect.stringMatching(/^第 \d+ 行/) as string,
    })
  })
})
