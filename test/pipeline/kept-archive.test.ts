import { readdir, readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { frozenResults } from '../../pipeline/evaluation/frozen.ts'
import { keepArchive, keptArchives } from '../../pipeline/evaluation/kept-archive.ts'
import { sha256 } from '../../queries/archive-engine.ts'
import { tempFolder } from '../support/temp-folder.ts'

const [FIRST, SECOND] = [Buffer.from('the first freeze'), Buffer.from('another one')]

describe('the archive that is kept of a frozen year', () => {
  it('takes the place of none that is there: both are kept, and in the backup', async () => {
    const data = await tempFolder()
    const file = join(data, 'shouwang.duckdb')
    const folder = join(data, 'evaluations')
    expect(await keepArchive(file, '2026', FIRST)).toBeNull()
    expect(await keepArchive(file, '2026', FIRST)).toBeNull()
    const earlier = `2026-earlier-${sha256(FIRST).slice(0, 12)}.zip`
    expect(await keepArchive(file, '2026', SECOND)).toBe(earlier)
    expect(await readdir(folder)).toEqual([earlier, '2026.zip'])
    expect((await readFile(join(folder, earlier))).equals(FIRST)).toBe(true)
    expect((await readFile(join(folder, '2026.zip'))).equals(SECOND)).toBe(true)
    expect((await stat(join(folder, '2026.zip'))).mode & 0o777).toBe(0o600)
    await writeFile(join(folder, '2026.zip.partial'), '')
    expect(await keptArchives(file)).toEqual([earlier, '2026.zip'])
  })
})

describe('the results of a frozen year', () => {
  const results = '{"year":"2026"}\n'
  const read = (row: Record<string, string>) =>
    frozenResults({ warehouse: { query: () => Promise.resolve([row]) } }, '2026')

  it('are those of the digest that two people saw, or none', async () => {
    expect(await read({ results, digest: sha256(results) })).toEqual({ year: '2026' })
    await expect(read({ results: results.replace('6', '7'), digest: sha256(results) })).rejects.toMatchObject({
      code: 'unreadable_file',
      message: expect.stringMatching(/2026 年冻结的结果被改动过/) as string,
    })
  })
})
