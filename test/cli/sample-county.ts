import { cp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { openApplication } from '../../pipeline/application.ts'
import { readConfig } from '../../pipeline/config.ts'
import { pull } from '../../pipeline/pull.ts'
import { copyMadeOnce } from '../support/made-once.ts'

const SAMPLE = fileURLToPath(new URL('../fixtures/county-a/', import.meta.url))

export const FIRST_PULL = '2026-09-10T02:00:00+08:00'
export const SECOND_PULL = '2026-10-31T11:55:00+08:00'

/** Puts the sample county, with the exports of one of its pulls, into a folder; answers the options that name it. */
export async function placeSample(folder: string, pull: 'pull-1' | 'pull-2'): Promise<string[]> {
  await cp(join(SAMPLE, 'county.yaml'), join(folder, 'county.yaml'))
  await rm(join(folder, 'exports'), { recursive: true, force: true })
  await cp(join(SAMPLE, pull), join(folder, 'exports'), { recursive: true })
  return optionsOf(folder)
}

/** The sample county after its first pull, in a folder that whoever asks removes; with the options that name it. */
export async function copyPulledSample(): Promise<{ cwd: string; county: string[] }> {
  const cwd = await copyMadeOnce('pulled-sample', async (folder) => {
    await placeSample(folder, 'pull-1')
    const application = await openApplication({
      config: readConfig(join(folder, 'county.yaml')),
      data: join(folder, 'warehouse'),
      now: () => new Date(FIRST_PULL),
      env: {},
    })
    await pull(application, { townships: application.config.townships, reason: 'command' })
    await application.close()
  })
  return { cwd, county: optionsOf(cwd) }
}

const optionsOf = (folder: string): string[] => [
  ...['--config', join(folder, 'county.yaml')],
  ...['--data', join(folder, 'warehouse')],
]
