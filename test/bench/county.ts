import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { generate } from '../../pipeline/generate/generate.ts'

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
