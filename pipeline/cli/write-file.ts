import { writeFile } from 'node:fs/promises'
import { ShouwangError } from '../../errors.ts'

/** Writes a file that only its owner reads; one that is there is not written over (`conflict`). */
export async function writeNew(path: string, bytes: Uint8Array): Promise<void> {
  try {
    await writeFile(path, bytes, { flag: 'wx', mode: 0o600 })
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'EEXIST') throw cause
    throw new ShouwangError('conflict', `文件 ${path} 已经存在，请换一个名字。`, { file: path }, { cause })
  }
}
