import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { subjects } from '../../queries/ledger.ts'
import { overCurrent } from '../../queries/statements.ts'
import { openApiCounty, type ApiCounty } from '../support/api-county.ts'

const AS_OF = '2026-10-31T12:00:00'

let county: ApiCounty
beforeAll(async () => {
  county = await openApiCounty()
})
afterAll(() => county.close())

describe('the day of a talk', () => {
  it('is the first of its month on which the class teacher talked, and there is none of a month without', async () => {
    const { warehouse } = county.application
    const talks = await warehouse.queryText(overCurrent('select child_id, happened_on from class_talks'), {
      as_of: AS_OF,
    })
    const first = new Map<string, string>()
    for (const { child_id, happened_on } of talks) {
      const day = String(happened_on)
      const key = `${String(child_id)} ${day.slice(0, 7)}`
      if (day < (first.get(key) ?? '9')) first.set(key, day)
    }
    const rows = await subjects(warehouse, { as_of: AS_OF, duty: 'talk', limit: 100_000, offset: 0 })
    expect(rows.map((row) => row.met_at)).toEqual(
      rows.map(({ subject_id, period }) => {
        const day = first.get(`${String(subject_id)} ${String(period)}`)
        return day === undefined ? null : `${day}T00:00:00`
      }),
    )
    expect(new Set(rows.map((row) => row.met_at)).size).toBeGreaterThan(20)
    expect(talks.length).toBeGreaterThan(first.size)
  })
})
