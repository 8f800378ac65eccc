import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createApi } from '../../web/api/app.ts'
import { earlierEnds, settledAt } from '../../web/api/settled.ts'
import type { Viewer } from '../../web/server/viewer.ts'
import { openApiCounty, type ApiCounty } from '../support/api-county.ts'
import { COUNTY_VIEWER, gateFor } from '../support/viewers.ts'

const local = fc
  .date({ min: new Date('2024-01-01T00:00:00Z'), max: new Date('2028-12-31T23:59:59Z'), noInvalidDate: true })
  .map((at) => at.toISOString().slice(0, 19))

describe('the instants at which a stranger may ask', () => {
  it('are ends of quarters, at or before what was asked, and the same for a whole quarter', () => {
    fc.assert(
      fc.property(local, local, (a, b) => {
        const [settled, other] = [settledAt(a, 'state'), settledAt(b, 'state')]
        expect(settled).toMatch(/-(03-31|06-30|09-30|12-31)T23:59:59$/)
        expect(settled <= a).toBe(true)
        expect(settledAt(settled, 'state')).toBe(settled)
        // Nothing between two ends is told apart.
        if (a <= b && settledAt(b, 'state') <= a) expect(other).toBe(settled)
      }),
    )
  })

  it('of a year’s figures are five that tell anything, and each is compared with all before it', () => {
    const asked = fc.integer({ min: 0, max: 3650 }).map((days) => new Date(Date.UTC(2024, 0, 1) + days * 86_400_000))
    fc.assert(
      fc.property(fc.array(asked, { minLength: 1, maxLength: 50 }), (days) => {
        const ends = new Set(days.map((day) => settledAt(day.toISOString().slice(0, 19), '2026')))
        const telling = [...ends].filter((end) => end >= '2026-01').sort()
        expect(telling.length).toBeLessThanOrEqual(5)
        for (const [index, end] of telling.entries())
          expect(telling.slice(0, index).filter((before) => !earlierEnds(end).includes(before))).toEqual([])
      }),
    )
  })
})

describe('the API, of other units’ villages and schools', () => {
  let county: ApiCounty
  beforeAll(async () => {
    county = await openApiCounty({ pulls: 2 })
  })
  afterAll(() => county.close())

  const STRANGER: Viewer = { name: 'd', role: 'township', units: ['01'] }
  interface Row {
    level: string
    unit_id: string
    duty: string
    settled_at?: string
    is_suppressed?: boolean
    met: number | null
  }
  async function ask(viewer: Viewer, path: string): Promise<{ as_of: string; rows: Row[] }> {
    const response = await createApi({ ...county.services, gate: gateFor(viewer) }).request(`/api${path}`)
    expect([path, response.status]).toEqual([path, 200])
    return (await response.json()) as { as_of: string; rows: Row[] }
  }
  const others = ({ rows }: { rows: Row[] }) => rows.filter(({ unit_id }) => unit_id.startsWith('02/'))

  it('says the same at every instant of a quarter, and says of which end it is', async () => {
    const asked = '/summary?level=village,school&period=2026&as_of='
    const [first, second] = await Promise.all([
      ask(STRANGER, `${asked}2026-10-01`),
      ask(STRANGER, `${asked}2026-10-31`),
    ])
    expect(others(first).length).toBeGreaterThan(0)
    expect(others(second)).toEqual(others(first))
    expect(new Set(others(first).map(({ settled_at }) => settled_at))).toEqual(new Set(['2026-09-30T23:59:59+08:00']))
    // The reader's own are of the instant that was asked for, as are those of somebody who sees all.
    const all = await ask(COUNTY_VIEWER, `${asked}2026-10-31`)
    const own = ({ rows }: { rows: Row[] }) => rows.filter(({ unit_id }) => unit_id.startsWith('01/'))
    expect(own(second)).toEqual(own(all))
    expect(all.rows.some((row) => 'settled_at' in row)).toBe(false)
  })

  it('does not run ahead: what is asked for the future is of the last end that is past', async () => {
    const far = others(await ask(STRANGER, '/summary?level=village,school&period=2026&as_of=2027-12-31'))
    expect(new Set(far.map(({ settled_at }) => settled_at)).size).toBe(1)
    const [row] = far
    expect(Date.parse(row?.settled_at ?? '')).toBeLessThanOrEqual(county.services.now().getTime())
  })

  it('hides of one unit that is asked for alone what it hides of it among its neighbours', async () => {
    const list = others(await ask(STRANGER, '/summary?level=village,school&period=2026'))
    expect(list.some(({ is_suppressed }) => is_suppressed)).toBe(true)
    for (const unit of new Set(list.map(({ unit_id }) => unit_id))) {
      const alone = others(await ask(STRANGER, `/summary?period=2026&unit=${encodeURIComponent(unit)}`))
      expect(alone).toEqual(list.filter(({ unit_id }) => unit_id === unit))
    }
  })

  it('compares them as of the end of a quarter too', async () => {
    const asked = '/compare?duty=talk&level=village&period=2026&as_of='
    const [first, second] = await Promise.all([
      ask(STRANGER, `${asked}2026-10-01`),
      ask(STRANGER, `${asked}2026-10-31`),
    ])
    expect(first.as_of).toBe('2026-09-30T23:59:59+08:00')
    expect(second.rows).toEqual(first.rows)
    expect((await ask(STRANGER, `${asked}2026-10-31&unit=01`)).as_of).toMatch(/^2026-10-31/)
  })
})
