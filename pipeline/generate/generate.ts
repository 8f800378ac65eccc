import { join } from 'node:path'
import { instantOf } from './calendar.ts'
import { generateCounty } from './county.ts'
import type { County, CountyOptions } from './county.ts'
import { refuseForeignConfig, writeConfig } from './write-config.ts'
import type { Tally } from './writing/tally.ts'
import { writeExports } from './writing/write-exports.ts'

export interface GenerateOptions extends CountyOptions {
  /** The folder that gets county.yaml and exports/ID. */
  out: string
  /** Goes into the config as it is. */
  policy?: Record<string, unknown>
  /** Called after each township. */
  onTownship?: (done: number, of: number) => void
}

export interface Generated {
  county: County
  configPath: string
  /** Register code → rows that a pull accepts, of all townships. */
  rows: Record<string, number>
  /** Rows that a pull rejects, and skips. */
  rejected: number
  skipped: number
  tally: Tally
}

/**
 * A synthetic county on disk (`shouwang generate`): config and exports as of its last minute, the same for the same options.
 * Throws `bad_parameter` for options out of their bounds, and `conflict` where `out` holds somebody's own county.yaml.
 */
export async function generate({ out, policy, onTownship, ...options }: GenerateOptions): Promise<Generated> {
  const county = generateCounty(options)
  await refuseForeignConfig(out)
  const tally = await writeExports(join(out, 'exports'), county, { instant: instantOf(county.through), onTownship })
  // The config comes last: where it stands, the exports are whole.
  const configPath = await writeConfig(out, county, policy)
  const rows: Record<string, number> = {}
  let rejected = 0
  let skipped = 0
  for (const [code, register] of Object.values(tally).flatMap((township) => Object.entries(township))) {
    rows[code] = (rows[code] ?? 0) + register.accepted
    rejected += register.rejected
    skipped += register.skipped
  }
  return { county, configPath, rows, rejected, skipped, tally }
}
