import { existsSync } from 'node:fs'
import { cp, mkdir, mkdtemp, rename } from 'node:fs/promises'
import { join } from 'node:path'
import { inject } from 'vitest'
import { makeTempFolder, removeFolder } from './temp-folder.ts'

/**
 * A copy of a folder that is made once in a run, by whichever file asks first for its name; all later ones get what it holds.
 * Answers the copy, which whoever asked removes with `removeFolder`. Nothing in the folder may be open when `make` is done.
 */
export async function copyMadeOnce(name: string, make: (folder: string) => Promise<void>): Promise<string> {
  const run_folder = inject('run_folder')
  const made = join(run_folder, name)
  if (!existsSync(made)) {
    await mkdir(run_folder, { recursive: true })
    const making = await mkdtemp(join(run_folder, 'making-'))
    await make(making)
    // Another worker may have been quicker.
    await rename(making, made).catch(() => removeFolder(making))
  }
  const folder = await makeTempFolder()
  await cp(made, folder, { recursive: true })
  return folder
}
