import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { changeCounts, changedRows, CHANGE_REGISTERS } from '../../queries/changes.ts'
import { registerTables } from '../../queries/registers.ts'
import type { ResultRow } from '../../queries/rows.ts'
import type { Warehouse } from '../../queries/warehouse.ts'
import { openApiCounty, type ApiCounty } from '../support/api-county.ts'

const BEFORE_ALL = '2026-09-01T00:00:00'
const BETWEEN = '2026-10-01T00:00:00'
const AFTER_ALL = '2026-10-31T12:00:00'

let county: ApiCounty
let warehouse: Warehouse
beforeAll(async () => {
  county = await openApiCounty()
  warehouse = county.application.warehouse
})
afterAll(() => county.close())

/** The content of a register's rows as it stood at an instant, by township and key. */
async function contentAt(register: string, at: string): Promise<Map<string, string>> {
  const { key = [], columns = [] } = registerTables().find(({ code }) => code === register) ?? {}
  const text = `select * from ${register}_rows where from_at <= $as_of and (to_at is null or to_at > $as_of)`
  const told = (row: ResultRow, names: readonly string[]): string => names.map((name) => String(row[name])).join('|')
  const rows = await warehouse.queryText(text, { as_of: at })
  const content = columns.map(({ name }) => name)
  return new Map(rows.map((row) => [told(row, ['township_id', ...key]), told(row, content)]))
}

/** What differs between what stood then and now, in plain words: `township change`, one for each key. */
async function plainly(register: string, from: string, to: string): Promise<string[]> {
  const [then, now] = await Promise.all([contentAt(register, from), contentAt(register, to)])
  const changeOf = (key: string): string | undefined => {
    if (!then.has(key)) return 'added'
    if (!now.has(key)) return 'removed'
    return then.get(key) === now.get(key) ? undefined : 'changed'
  }
  return [...new Set([...then.keys(), ...now.keys()])].flatMap((key) => {
    const change = changeOf(key)
    return change === undefined ? [] : [`${key.slice(0, 2)} ${change}`]
  })
}

describe('what changed', () => {
  it.each(CHANGE_REGISTERS)('in %s is what differs between the rows of both instants', async (register) => {
    for (const [from_at, to_at] of [
      [BEFORE_ALL, BETWEEN],
      [BETWEEN, AFTER_ALL],
      [BEFORE_ALL, AFTER_ALL],
    ] as const) {
      const all = (await plainly(register, from_at, to_at)).sort()
      for (const townships of [[], ['02']]) {
        const query = { from_at, to_at, townships }
        const wanted = all.filter((each) => townships.length === 0 || each.startsWith('02'))
        const counts = await changeCounts(warehouse, [register], query)
        const counted = counts.flatMap((row) =>
          Array<string>(Number(row.row_count)).fill(`${row.township_id} ${row.change}`),
        )
        expect(counted.sort()).toEqual(wanted)
        const rows = await changedRows(warehouse, { ...query, register, change: '', limit: 10_000, offset: 0 })
        expect(rows.map((row) => `${String(row.township_id)} ${String(row.change)}`).sort()).toEqual(wanted)
      }
    }
  })

  // then those that came are joined to those that went, as with a new year's book
  it('is as well found where more goes than comes', async () => {
    const file = join(county.exports, '01/摸底花名册.csv')
    const lines = readFileSync(file, 'latin1').trimEnd().split('\n')
    writeFileSync(file, `${lines.slice(0, -5).join('\n')}\n`, 'latin1')
    county.clock.now = new Date('2026-11-01T02:00:00+08:00')
    await county.pull()
    const query = { from_at: AFTER_ALL, to_at: '2026-11-01T12:00:00', townships: [] }
    const wanted = await plainly('census', query.from_at, query.to_at)
    expect(new Set(wanted)).toEqual(new Set(['01 removed']))
    expect(await changeCounts(warehouse, ['census'], query)).toEqual([
      { register: 'census', township_id: '01', change: 'removed', row_count: wanted.length },
    ])
    const rows = await changedRows(warehouse, { ...query, register: 'census', change: '', limit: 10, offset: 0 })
    expect(rows.map(({ township_id, change }) => `${String(township_id)} ${String(change)}`)).toEqual(wanted)
  })
})
