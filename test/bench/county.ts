import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { demoData, hasDemo, openDemo } from '../../pipeline/demo.ts'
import { generate } from '../../pipeline/generate/generate.ts'

/** At which the clock of a served county stands. */
export const CLOCK = '2026-12-10T12:00:00+08:00'

/** The county of 100,000 children and 2 M contacts, with every register, in twelve townships, made once a run. */
export async function largeCounty(folder: string): Promise<string> {
  const place = join(dirname(folder), 'county-100k')
  if (!existsSync(place)) {
    await generate({
      out: place,
      townships: 12,
      children: 100_000,
      year: 2026,
      seed: 1,
      mess: 0,
      through: new Date('2026-10-31T12:00:00+08:00'),
    })
  }
  return place
}

/** The county that `npm run demo` makes, with the year behind it that ends where the clock of `serve` stands; made once a run. */
export async function demoCounty(folder: string): Promise<{ config: string; data: string }> {
  const place = join(dirname(folder), 'county-demo')
  if (!hasDemo(place)) {
    const made = await openDemo({
      folder: place,
      townships: 12,
      children: 6_000,
      now: () => new Date(CLOCK),
      env: {},
      progress: () => undefined,
      is_stopped: () => false,
    })
    await made?.close()
  }
  return { config: join(place, 'county.yaml'), data: demoData(place) }
}
