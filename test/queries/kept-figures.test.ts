import { join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { KeptFigures } from '../../queries/kept-figures.ts'
import { Warehouse } from '../../queries/warehouse.ts'
import { makeTempFolder, removeFolder } from '../support/temp-folder.ts'

const OCTOBER = { as_of: '2026-10-31T23:59:59.000', about: ['summary', '2026', ['talk'], null] }
const FIGURES = [{ unit_id: '99/中心小学', met: 3, rate: 0.30000000000000004, low: null }]

let folder: string
let warehouse: Warehouse
let kept: KeptFigures
const open = async (): Promise<void> => {
  warehouse = await Warehouse.open(join(folder, 'shouwang.duckdb'))
  kept = new KeptFigures(warehouse)
}
const reopen = async (): Promise<void> => {
  await warehouse.close()
  await open()
}
const change = (shows_from?: string): Promise<void> =>
  warehouse.transaction((transaction) => Promise.resolve(transaction.touch(shows_from)))

beforeEach(async () => {
  folder = await makeTempFolder()
  await open()
  await change('2026-09-10T02:00:00.000')
})
afterEach(async () => {
  await warehouse.close()
  await removeFolder(folder)
})

describe('figures of a day that is over', () => {
  it('are found as they were kept, after a restart and what comes in later too, and for no other question', async () => {
    expect(await kept.find(OCTOBER)).toBeUndefined()
    await kept.keep(OCTOBER, FIGURES)
    await change('2026-11-01T00:00:00.000')
    expect(await kept.find(OCTOBER)).toEqual(FIGURES)
    await reopen()
    expect(await kept.find(OCTOBER)).toEqual(FIGURES)
    expect(await kept.find({ ...OCTOBER, about: ['summary', '2026', ['file'], null] })).toBeUndefined()
    expect(await kept.find({ ...OCTOBER, as_of: '2026-10-30T23:59:59.000' })).toBeUndefined()
  })

  it('are found at every instant of the day at which the registers stood as at its end', async () => {
    await change('2026-10-31T11:00:00.000')
    await kept.keep(OCTOBER, FIGURES)
    expect(await kept.find({ ...OCTOBER, as_of: '2026-10-31T12:00:00.000' })).toEqual(FIGURES)
    expect(await kept.find({ ...OCTOBER, as_of: '2026-10-31T10:00:00.000' })).toBeUndefined()
  })

  it('are not found where something shows earlier than that day’s end after all, as after a clock that was set back', async () => {
    await kept.keep(OCTOBER, FIGURES)
    await change('2026-10-20T08:00:00.000')
    expect(await kept.find(OCTOBER)).toBeUndefined()
    await kept.keep(OCTOBER, [])
    expect(await kept.find(OCTOBER)).toEqual([])
  })

  it('go in the transaction of what shows at every instant, and stay where that is rolled back', async () => {
    await kept.keep(OCTOBER, FIGURES)
    const failed = warehouse.transaction((transaction) => {
      transaction.touch()
      return Promise.reject(new Error('no'))
    })
    await expect(failed).rejects.toThrow('no')
    expect(await kept.find(OCTOBER)).toEqual(FIGURES)
    await change()
    expect(await warehouse.queryText('select * from kept_figures')).toEqual([])
    await kept.keep(OCTOBER, FIGURES)
    await reopen()
    expect(await kept.find(OCTOBER)).toEqual(FIGURES)
  })

  it('are found while every reader counts', async () => {
    await kept.keep(OCTOBER, FIGURES)
    const busy = Array.from({ length: 8 }, () => warehouse.stream('select * from range(100000)'))
    const first = busy.map((rows) => rows.next())
    await first[0]
    expect(await kept.find(OCTOBER)).toEqual(FIGURES)
    // as many as there are connections have begun, and the others wait
    for (const rows of busy) await rows.return(undefined)
    await Promise.all(first)
  })

  it('are whole where that was said of the state that stands', async () => {
    expect(await kept.firstDay()).toBe('2026-09-10')
    const ends = ['2026-10-31T23:59:59.000', '2026-10-30T23:59:59.000', '2026-09-09T23:59:59.000']
    await kept.markWhole('2026-10-31T23:59:59.000')
    await kept.markWhole('2026-09-09T23:59:59.000')
    expect(await kept.whole(ends)).toEqual(new Set([ends[0], ends[2]]))
    await change('2026-10-01T08:00:00.000')
    expect(await kept.whole(ends)).toEqual(new Set([ends[2]]))
  })
})

describe('the states of a warehouse', () => {
  it('are told apart after a restart as before it', async () => {
    await change('2026-10-01T08:00:00.000')
    await change()
    const instants = ['2026-09-10T01:59:59.000', '2026-09-10T02:00:00.000', '2026-10-02T00:00:00.000']
    const before = instants.map((instant) => warehouse.stateAt(instant))
    expect(new Set(before).size).toBe(3)
    await reopen()
    expect(instants.map((instant) => warehouse.stateAt(instant))).toEqual(before)
  })

  it('are those of its batches where it was made before they were written down', async () => {
    await warehouse.close()
    const instance = await DuckDBInstance.create(join(folder, 'shouwang.duckdb'))
    const connection = await instance.connect()
    await connection.run("delete from schema_version where name = 'schema/029_kept_figures'")
    await connection.run('drop table kept_figures; drop table state_changes')
    await connection.run("insert into batches values (1, '01', '2026-10-05T08:00:00', 'loaded', null)")
    connection.closeSync()
    instance.closeSync()
    await open()
    const [before = '', after = ''] = ['2026-10-05T07:59:59.000', '2026-10-05T08:00:00.000'].map((instant) =>
      warehouse.stateAt(instant),
    )
    expect(before).not.toBe(after)
    expect(await kept.firstDay()).toBe('2026-10-05')
  })
})
