import { existsSync } from 'node:fs'
import { mkdir, readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { openDemo, type DemoOptions } from '../../pipeline/demo.ts'
import { tempFolder } from '../support/temp-folder.ts'
import { run } from './fake-io.ts'

const NOW = new Date('2026-11-24T14:30:00+08:00')

interface Asked extends Partial<DemoOptions> {
  folder: string
}

async function open({ folder, ...options }: Asked) {
  const steps: string[] = []
  const application = await openDemo({
    folder,
    townships: 2,
    children: 60,
    now: () => NOW,
    env: {},
    progress: (_, __, text) => void steps.push(text),
    is_stopped: () => false,
    ...options,
  })
  let isOpen = application !== null
  const close = async (): Promise<void> => {
    if (isOpen) await application?.close()
    isOpen = false
  }
  onTestFinished(close)
  return { application, steps, close }
}

describe('the demo county', () => {
  it('is made with a year behind it, and found the second time', async () => {
    const folder = join(await tempFolder(), 'demo')
    const { application, steps, close } = await open({ folder })
    expect(steps.slice(0, 12)).toEqual([
      ...['2025-12-14', '2026-01-14', '2026-02-14', '2026-03-14', '2026-04-14', '2026-05-14'],
      ...['2026-06-14', '2026-07-14', '2026-08-14', '2026-09-14', '2026-10-14', '2026-11-14'],
    ])
    expect(steps[12]).toBe('2026-11-24')
    const runs = await application?.warehouse.queryText(
      'select township_id, count(*) as runs, max(started_at) as last from runs group by all order by all',
    )
    expect(runs).toEqual([
      { township_id: '01', runs: 13, last: '2026-11-24T14:30:00' },
      { township_id: '02', runs: 13, last: '2026-11-24T14:30:00' },
    ])
    await close()
    expect((await readdir(folder)).sort()).toEqual(['county.key', 'county.yaml', 'exports', 'warehouse'])
    const county = ['--config', join(folder, 'county.yaml'), '--data', join(folder, 'warehouse')]
    const ask = async () =>
      (await run(['summary', ...county, '--now', NOW.toISOString(), '--level', 'county', '--json'], { cwd: folder }))
        .json.rows
    const rows = await ask()
    const talk = rows.find(({ duty }: { duty: string }) => duty === 'talk')
    expect(talk.met).toBeGreaterThan(50)
    const again = await open({ folder })
    expect(again.steps).toEqual([])
    await again.close()
    expect(await ask()).toEqual(rows)
  })

  it('is made from the start again after it was stopped half way', async () => {
    const folder = await tempFolder()
    let asked = 0
    const stopped = await open({ folder, is_stopped: () => ++asked > 3 })
    expect(stopped.application).toBeNull()
    expect(stopped.steps).toHaveLength(3)
    expect(existsSync(join(folder, 'county.yaml'))).toBe(false)
    const whole = await open({ folder })
    expect(whole.application?.config.townships).toHaveLength(2)
    expect(whole.steps).toHaveLength(14)
  })

  it('is not made among other things', async () => {
    const folder = await tempFolder()
    await mkdir(join(folder, 'exports'))
    await writeFile(join(folder, 'exports', 'real.csv'), 'real')
    await expect(open({ folder })).rejects.toMatchObject({
      code: 'conflict',
      message: expect.stringContaining('--folder'),
    })
    expect(await readdir(folder)).toEqual(['exports'])
  })

  it('is served, with its address', async () => {
    const cwd = await tempFolder()
    let stop: () => void = () => undefined
    const stopped = new Promise<void>((resolve) => (stop = resolve))
    const running = run(
      ['demo', '--folder', 'demo', '--port', '0', '--townships', '1', '--children', '30', '--now', NOW.toISOString()],
      {
        cwd,
        stopped,
        // Only told once it serves.
        clock: () => {
          if (existsSync(join(cwd, 'demo', 'warehouse', 'shouwang.sock'))) stop()
          return NOW
        },
      },
    )
    const { exit, text, said } = await running
    expect(exit).toBe(0)
    expect(text).toMatch(/^守望已在 http:\/\/127\.0\.0\.1:\d+\/ 运行/)
    expect(said).toContain('正在生成示例县')
  })
})
