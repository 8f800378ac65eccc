import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { ShouwangError } from '../../errors.ts'
import { whenWarehouseIsFree } from '../../pipeline/cli/busy-warehouse.ts'
import { tempFolder } from '../support/temp-folder.ts'
import { FakeIo, run } from './fake-io.ts'
import { holdWarehouse } from './other-process.ts'
import { placeSample } from './sample-county.ts'

const locked = () => new ShouwangError('warehouse_locked', '数据仓库正被另一个进程使用。')

describe('a warehouse that another command has open', () => {
  it('is waited for, with one message', async () => {
    const io = new FakeIo('/')
    const waits: number[] = []
    let left = 3
    const work = async () => {
      if (left-- > 0) throw locked()
      return 7
    }
    expect(await whenWarehouseIsFree(work, io, async (ms) => void waits.push(ms))).toBe(7)
    expect(waits).toEqual([250, 250, 250])
    expect(io.messages).toEqual([expect.stringContaining('15 秒')])
  })

  it('is given up after 15 seconds, with the error', async () => {
    let waited = 0
    const work = () => Promise.reject(locked())
    const waiting = whenWarehouseIsFree(work, new FakeIo('/'), async (ms) => void (waited += ms))
    await expect(waiting).rejects.toMatchObject({ code: 'warehouse_locked' })
    expect(waited).toBe(15_000)
  })

  it('is not waited for when something else is wrong', async () => {
    const wait = () => Promise.reject(new Error('waited'))
    const work = () => Promise.reject(new ShouwangError('key_wrong', '密钥不符。'))
    await expect(whenWarehouseIsFree(work, new FakeIo('/'), wait)).rejects.toMatchObject({ code: 'key_wrong' })
  })

  it('holds up a command until the other process ends', async () => {
    const cwd = await tempFolder()
    const county = await placeSample(cwd, 'pull-1')
    await run(['pull', ...county, '--json'], { cwd })
    const holder = await holdWarehouse(join(cwd, 'warehouse', 'shouwang.duckdb'))
    onTestFinished(() => holder.kill())
    const { exit, said, json } = await run(['summary', ...county, '--json'], { cwd, wait: () => holder.kill() })
    expect(exit).toBe(0)
    expect(said).toContain('另一个命令正在使用数据仓库')
    expect(json.rows.length).toBeGreaterThan(0)
  })

  it('is asked of a server that has started meanwhile', async () => {
    const cwd = await tempFolder()
    const county = await placeSample(cwd, 'pull-1')
    await run(['pull', ...county, '--json'], { cwd })
    const holder = await holdWarehouse(join(cwd, 'warehouse', 'shouwang.duckdb'))
    onTestFinished(() => holder.kill())
    let asked = 0
    const elsewhere = async () => (++asked === 3 ? 0 : undefined)
    const { exit, text } = await run(['summary', ...county], { cwd, elsewhere, wait: async () => undefined })
    expect({ exit, text, asked }).toEqual({ exit: 0, text: '', asked: 3 })
  })
})
