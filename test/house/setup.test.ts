import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { areDependenciesCurrent } from '../../bin/setup.js'
import { tempFolder } from '../support/temp-folder.ts'

const wanted = {
  '': { name: 'county' },
  'node_modules/a': { version: '1.0.0' },
  'node_modules/b-other-system': { version: '1.0.0', optional: true },
}

async function projectWith(installed: object | null): Promise<string> {
  const root = await tempFolder()
  await writeFile(join(root, 'package-lock.json'), JSON.stringify({ packages: wanted }))
  if (installed === null) return root
  await mkdir(join(root, 'node_modules'))
  await writeFile(join(root, 'node_modules', '.package-lock.json'), JSON.stringify({ packages: installed }))
  return root
}

describe('the packages', () => {
  it('are current when they are those of the lock file, though another system’s are missing', async () => {
    expect(areDependenciesCurrent(await projectWith({ 'node_modules/a': { version: '1.0.0' } }))).toBe(true)
  })

  it('are not when there are none, one is missing or one has another version', async () => {
    expect(areDependenciesCurrent(await projectWith(null))).toBe(false)
    expect(areDependenciesCurrent(await projectWith({}))).toBe(false)
    expect(areDependenciesCurrent(await projectWith({ 'node_modules/a': { version: '1.0.1' } }))).toBe(false)
  })

  it('cannot be judged without a lock file, which is said', async () => {
    const root = await tempFolder()
    expect(() => areDependenciesCurrent(root)).toThrow(/package-lock\.json/)
  })
})
