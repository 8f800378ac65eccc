import type { TestProject } from 'vitest/node'
import { makeTempFolder, removeFolder } from './temp-folder.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** Where files of one run keep what they share; gone when the run is over. */
    run_folder: string
  }
}

/** Gives the files of a run a folder that they share, and removes it after. */
export default async function setup(project: TestProject): Promise<(() => Promise<void>) | undefined> {
  // It is called for the whole run and for each project; the projects have what the run has.
  if (!project.isRootProject()) return undefined
  const folder = await makeTempFolder()
  project.provide('run_folder', folder)
  return () => removeFolder(folder)
}
