import { createHash } from 'node:crypto'
import type { Transaction } from '../../queries/warehouse.ts'
import { Warehouse } from '../../queries/warehouse.ts'
import type { StagedValue } from '../../queries/appender.ts'
import { syncCounty } from '../../pipeline/county.ts'
import { parseConfig } from '../../pipeline/config.ts'
import { minuteOf } from '../../pipeline/generate/calendar.ts'
import type { County } from '../../pipeline/generate/county.ts'
import { exportsAsOf } from '../../pipeline/generate/export.ts'
import type { Value } from '../../pipeline/generate/row.ts'
import { REGISTERS } from '../../pipeline/registers/index.ts'
import { stringify } from 'yaml'

/** A row of the contacts or census register as it is meant (pipeline/generate). */
export type MeantRow = Readonly<Record<string, Value | undefined>>
/** What a township's registers show at an instant, changed before it is loaded: the cheating that a test plants. */
export type Tamper = (rows: MeantRow[], about: { township: string; register: string; at: Date }) => MeantRow[]

const keyOf = (text: Value | undefined): bigint =>
  BigInt.asIntN(128, BigInt(`0x${createHash('sha256').update(String(text)).digest('hex').slice(0, 32)}`))
const secondsOf = (at: Date): number => minuteOf(at) * 60

interface Version {
  row: MeantRow
  from: number
  to: number | null
}

/**
 * A generated county in a warehouse in memory, its census and contacts as versions that exports at the given instants
 * would have made: what a pull of files does, without the files, so that a test can have many counties. Close it when done.
 */
export async function openSynthetic(county: County, instants: readonly Date[], tamper?: Tamper): Promise<Warehouse> {
  const warehouse = await Warehouse.open(':memory:', { threads: 2 })
  const townships = county.townships.map(({ id, name, villages, schools }) => ({
    id,
    name,
    villages,
    schools: schools.map((school) => school.name),
    source: { kind: 'folder', path: `exports/${id}` },
  }))
  const names = { code: '990001', name: county.name, timezone: 'Asia/Shanghai' }
  await syncCounty(warehouse, parseConfig(stringify({ county: names, townships }), '/tmp/county.yaml'))
  const versions = versionsOf(county, instants, tamper)
  await warehouse.transaction(async (transaction) => {
    await appendBatches(transaction, county, instants)
    for (const [register, rows] of versions) await appendVersions(transaction, register, rows)
    transaction.touch()
  })
  return warehouse
}

const LOADED = REGISTERS.filter(({ code }) => code === 'census' || code === 'contacts')

function versionsOf(county: County, instants: readonly Date[], tamper: Tamper | undefined) {
  const all = new Map(LOADED.map(({ code }) => [code, [] as (Version & { township: string })[]]))
  const open = new Map<string, Version & { township: string }>()
  for (const at of instants) {
    for (const exported of exportsAsOf(county, at)) {
      for (const register of LOADED) {
        const township = exported.township.id
        const meant = [...exported.rowsOf(register)].map(({ values }) => values)
        const rows = tamper?.(meant, { township, register: register.code, at }) ?? meant
        const shown = new Map(rows.map((row) => [JSON.stringify([register.code, township, row]), row]))
        for (const [key, version] of open) {
          if (version.township === township && key.startsWith(`["${register.code}"`) && !shown.has(key)) {
            version.to = secondsOf(at)
            open.delete(key)
          }
        }
        for (const [key, row] of shown) {
          if (open.has(key)) continue
          const version = { row, township, from: secondsOf(at), to: null }
          open.set(key, version)
          all.get(register.code)?.push(version)
        }
      }
    }
  }
  return all
}

async function appendBatches(transaction: Transaction, county: County, instants: readonly Date[]): Promise<void> {
  const appender = await transaction.appender('batch_registers')
  for (const [place, at] of instants.entries()) {
    for (const { id } of county.townships) {
      const counts = [0, 0, 0, 0, 0]
      appender.append([place + 1, id, 'contacts', secondsOf(at), 'loaded', true, ...counts])
    }
  }
  appender.close()
}

async function appendVersions(
  transaction: Transaction,
  register: string,
  versions: readonly (Version & { township: string })[],
): Promise<void> {
  const appender = await transaction.appender(`${register}_rows`)
  for (const { row, township, from, to } of versions) {
    const own = register === 'census' ? censusCells(row) : contactCells(row)
    appender.append([township, ...own, 1, 1, 1, to === null ? null : 2, from, to])
  }
  appender.close()
}

const cell = (value: Value | undefined): StagedValue => value ?? null

const censusCells = (row: MeantRow): StagedValue[] => [
  keyOf(row.child_id),
  keyOf(row.name),
  ...[row.sex, row.birth_date, row.village, row.school, row.situation, row.left_behind_from].map(cell),
  ...[row.left_behind_to, row.care_level].map(cell),
]

function contactCells(row: MeantRow): StagedValue[] {
  const text = typeof row.summary === 'string' ? row.summary : null
  return [
    keyOf(row.child_id),
    ...[row.kind, row.happened_on].map(cell),
    keyOf(row.by_name),
    cell(row.by_role),
    text === null ? null : text.length,
    text === null ? null : keyOf(text),
    // Told by the townships themselves: no signal rests on it.
    null,
  ]
}
