import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { stringify } from 'yaml'
import { ShouwangError } from '../../errors.ts'
import { TIMEZONE } from './calendar.ts'
import type { County } from './county.ts'

/** The first line of a generated config: what bears it may be written over. */
const MARK = '# 由 shouwang generate 生成的示例县，可随时重新生成。Generated: may be written over.'

const CONFIG_NAME = 'county.yaml'

/** Refuses a folder whose county.yaml somebody else wrote: a real county's config and exports are not to be lost. */
export async function refuseForeignConfig(folder: string): Promise<void> {
  const path = join(folder, CONFIG_NAME)
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return MARK
    throw error
  })
  if (text.startsWith(MARK)) return
  throw new ShouwangError('conflict', `${path} 不是生成的配置，为免覆盖真实数据而停止；请换一个 --out 目录`, { path })
}

/**
 * Writes `county.yaml` (interfaces.md, Config): every township with its villages, schools, the folder exports/ID and a pull
 * every two hours. `policy` is added as it is, where given.
 */
export async function writeConfig(folder: string, county: County, policy?: Record<string, unknown>): Promise<string> {
  const config = {
    county: { code: county.code, name: county.name, timezone: TIMEZONE },
    townships: county.townships.map(({ id, name, villages, schools }) => ({
      id,
      name,
      villages,
      schools: schools.map((school) => school.name),
      source: { kind: 'folder', path: `exports/${id}` },
      schedule: '0 */2 * * *',
    })),
    ...(policy === undefined ? {} : { policy }),
  }
  await refuseForeignConfig(folder)
  await mkdir(folder, { recursive: true })
  const path = join(folder, CONFIG_NAME)
  // Quoted, so that "01" and "990100" stay texts.
  await writeFile(`${path}.partial`, `${MARK}\n${stringify(config, { lineWidth: 0 })}`)
  await rename(`${path}.partial`, path)
  return path
}
