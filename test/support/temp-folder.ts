import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'

/** A new empty folder for the running test; it is removed when the test is over. Call it inside a test. */
export async function tempFolder(): Promise<string> {
  const folder = await makeTempFolder()
  onTestFinished(() => removeFolder(folder))
  return folder
}

/** A new empty folder for hooks that serve several tests; whoever makes it removes it with `removeFolder`. */
export function makeTempFolder(): Promise<string> {
  return mkdtemp(join(tmpdir(), 'shouwang-'))
}

export function removeFolder(folder: string): Promise<void> {
  return rm(folder, { recursive: true, force: true, maxRetries: 3 })
}
