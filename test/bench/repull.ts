import { appendFileSync, cpSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { largeCounty } from './county.ts'
import type { Result } from './main.ts'
import { inProcess, ms } from './measure.ts'

const script = new URL('pull-once.ts', import.meta.url).pathname
const pullAt = (place: string, at: string): Promise<{ took: number }> => inProcess(script, [place, 'repull', at])

/** (b) A second pull of unchanged exports, and one in which one township of twelve changed, against the first. */
export async function benchRepull(folder: string): Promise<Result[]> {
  const source = await largeCounty(folder)
  const place = join(folder, 'copy')
  cpSync(join(source, 'exports'), join(place, 'exports'), { recursive: true, preserveTimestamps: true })
  cpSync(join(source, 'county.yaml'), join(place, 'county.yaml'))
  rmSync(join(place, 'repull'), { recursive: true, force: true })
  const first = await pullAt(place, '2026-11-01T00:00:00+08:00')
  const second = await pullAt(place, '2026-11-02T00:00:00+08:00')
  for (const name of readdirSync(join(place, 'exports/05'))) {
    // a changed export: every file of the township has one line more
    appendFileSync(join(place, 'exports/05', name), '合计\r\n')
  }
  const contacts = readdirSync(join(place, 'exports/05')).find((name) => name.includes('谈心'))
  if (!contacts) throw new Error('no contacts in township 05')
  const third = await pullAt(place, '2026-11-03T00:00:00+08:00')
  const line = (what: string, took: number, promised: number): Result => ({
    what: `(b) ${what} · the first pull`,
    value: ms(took),
    baseline: ms(first.took),
    ratio: took / first.took,
    promised,
  })
  return [
    line('second pull, nothing changed', second.took, 0.1),
    line('pull, one township of twelve changed', third.took, 0.2),
  ]
}
