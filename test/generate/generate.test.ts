import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { generate } from '../../pipeline/generate/generate.ts'
import { REGISTERS } from '../../pipeline/registers/index.ts'
import { tempFolder } from '../support/temp-folder.ts'

const OPTIONS = { townships: 3, children: 150, year: 2026, seed: 2, mess: 0.3 }

describe('generate', () => {
  it('writes a config that fits its exports', async () => {
    const out = join(await tempFolder(), 'county')
    const done: number[] = []
    const generated = await generate({ ...OPTIONS, out, onTownship: (count) => done.push(count) })
    const config = parse(await readFile(generated.configPath, 'utf8'))
    expect(config.county).toEqual({ code: '990100', name: '守望示范县', timezone: 'Asia/Shanghai' })
    expect(config.townships.map((township: { id: unknown }) => township.id)).toEqual(['01', '02', '03'])
    expect(Object.keys(config)).toEqual(['county', 'townships'])
    for (const [place, township] of config.townships.entries()) {
      expect(township.source).toEqual({ kind: 'folder', path: `exports/${township.id}` })
      expect(township.schedule).toBe('0 */2 * * *')
      expect(township.villages).toEqual(generated.county.townships[place]?.villages)
      expect((await readdir(join(out, township.source.path))).length).toBeGreaterThan(0)
    }
    expect(generated.rows.census).toBeGreaterThan(140)
    expect(generated.rows.contacts).toBeGreaterThan(1000)
    expect(done).toEqual([1, 2, 3])
  })

  it('adds a policy where one is given', async () => {
    const out = await tempFolder()
    const { configPath } = await generate({ ...OPTIONS, out, policy: { security: { second_factor: 'optional' } } })
    expect(parse(await readFile(configPath, 'utf8')).policy).toEqual({ security: { second_factor: 'optional' } })
  })

  it('may be repeated into its own folder, in another style', async () => {
    const out = await tempFolder()
    await generate({ ...OPTIONS, out })
    await generate({ ...OPTIONS, out, mess: 0 })
    expect((await readdir(join(out, 'exports', '03'))).sort()).toEqual(REGISTERS.map(({ zh }) => `${zh}.csv`).sort())
  })

  it('touches nothing where somebody’s own config stands', async () => {
    const out = await tempFolder()
    await writeFile(join(out, 'county.yaml'), 'county: { code: "990001" }\n')
    await mkdir(join(out, 'exports', '01'), { recursive: true })
    await writeFile(join(out, 'exports', '01', '摸底花名册.csv'), 'real')
    await expect(generate({ ...OPTIONS, out })).rejects.toMatchObject({
      code: 'conflict',
      message: expect.stringContaining('--out'),
    })
    expect(await readFile(join(out, 'exports', '01', '摸底花名册.csv'), 'utf8')).toBe('real')
    expect(await readFile(join(out, 'county.yaml'), 'utf8')).toBe('county: { code: "990001" }\n')
  })
})
