import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { REGISTERS } from '../../pipeline/registers/index.ts'
import { makeTempFolder, removeFolder, tempFolder } from '../support/temp-folder.ts'
import { run } from './fake-io.ts'
import { FIRST_PULL, placeSample, SECOND_PULL } from './sample-county.ts'

describe('the commands on the sample county', () => {
  let cwd: string
  let county: string[]
  beforeAll(async () => {
    cwd = await makeTempFolder()
    county = await placeSample(cwd, 'pull-1')
  })
  afterAll(() => removeFolder(cwd))

  it('pull: 0 when all was loaded or unchanged, one object a township and register', async () => {
    const first = await run(['pull', ...county, '--now', FIRST_PULL, '--township', '01', '02', '--json'], { cwd })
    expect(first.exit).toBe(0)
    expect(first.json.townships.map(({ id, state }: Record<string, unknown>) => ({ id, state }))).toEqual([
      { id: '01', state: 'loaded' },
      { id: '02', state: 'loaded' },
    ])
    const [{ registers }] = first.json.townships
    expect(registers.map(({ register }: { register: string }) => register)).toEqual([
      'census',
      'files',
      'pairings',
      'contacts',
      'incidents',
    ])
    for (const register of registers) {
      const { read, accepted, skipped, rejected } = register
      expect(read).toBe(accepted + skipped + rejected)
      expect(register).toMatchObject({ state: expect.any(String), warnings: expect.any(Number) })
    }
    const again = await run(['pull', ...county, '--now', FIRST_PULL, '--json'], { cwd })
    expect(again.exit).toBe(0)
    expect(again.json.townships.map(({ state }: { state: string }) => state)).toEqual([
      'unchanged',
      'unchanged',
      'absent',
    ])
  })

  it('pull: 2 when a source failed, with the others loaded', async () => {
    await placeSample(cwd, 'pull-2')
    const config = await readFile(join(cwd, 'county.yaml'), 'utf8')
    await writeFile(join(cwd, 'county.yaml'), config.replace('exports/02', 'exports/nowhere'))
    const { exit, text } = await run(['pull', ...county, '--now', SECOND_PULL], { cwd })
    expect(exit).toBe(2)
    expect(text).toMatch(/01 .*已载入/)
    expect(text).toMatch(/02 .*nowhere/)
    await writeFile(join(cwd, 'county.yaml'), config)
    expect((await run(['pull', ...county, '--now', SECOND_PULL, '--json'], { cwd })).exit).toBe(0)
  })

  it('pull: 1 for a township that the config does not know, naming those that it knows', async () => {
    const { exit, said } = await run(['pull', ...county, '--township', '09'], { cwd })
    expect(exit).toBe(1)
    expect(said).toMatch(/“09”.*01 .*02 .*03 /)
  })

  it('pull: shows where it stands, and writes nothing of it to standard output', async () => {
    const { steps, json } = await run(['pull', ...county, '--now', SECOND_PULL, '--json'], { cwd })
    expect(steps[0]).toEqual([0, 3, ''])
    expect(steps.at(-1)).toEqual([3, 3, ''])
    expect(json.townships).toHaveLength(3)
  })

  it('summary: the rows of interfaces.md as JSON and CSV', async () => {
    const asOf = ['--as-of', '2026-10-31T12:00:00+08:00', '--level', 'county', '--period', '2026']
    const { exit, json } = await run(['summary', ...county, ...asOf, '--json'], { cwd })
    expect(exit).toBe(0)
    expect(json).toMatchObject({ as_of: '2026-10-31T12:00:00+08:00', period: '2026' })
    const columns = [
      'level',
      'unit_id',
      'unit_name',
      'duty',
      'period',
      'met',
      'late',
      'missed',
      'ahead',
      'pending',
      'rate',
      'low',
      'high',
      'target',
    ]
    expect(Object.keys(json.rows[0])).toEqual(columns)
    expect(json.rows[0]).toMatchObject({ level: 'county', unit_id: '990100', duty: 'file', period: 'state' })
    const csv = await run(['summary', ...county, ...asOf, '--format', 'csv'], { cwd })
    expect(csv.text.replace('\uFEFF', '').split(/\r?\n/)[0]).toBe(columns.join(','))
    expect(csv.text.trim().split(/\r?\n/)).toHaveLength(json.rows.length + 1)
  })

  it('subjects, rejects, duties: lists for machines', async () => {
    const subjects = await run(
      ['subjects', ...county, '--duty', 'file', '--status', 'missed', '--now', SECOND_PULL, '--json'],
      { cwd },
    )
    expect(subjects.json.rows.length).toBeGreaterThan(0)
    for (const row of subjects.json.rows)
      expect(row).toMatchObject({ duty: 'file', status: 'missed', subject_id: expect.stringMatching(/^99/) })
    const rejects = await run(['rejects', ...county, '--township', '01', '--format', 'csv'], { cwd })
    expect(rejects.text.replace('\uFEFF', '')).toMatch(
      /^township,register,file,sheet,row,column,value,code,advice\r?\n01,/,
    )
    const duties = await run(['duties', '--json'], { cwd })
    expect(Object.keys(duties.json[0]).slice(0, 10)).toEqual([
      'code',
      'zh',
      'en',
      'family',
      'subject',
      'period',
      'target',
      'source',
      'sentence',
      'sentence_en',
    ])
  })

  it('summary: of a semester', async () => {
    const asked = [
      '--now',
      SECOND_PULL,
      '--level',
      'county',
      '--duty',
      'three_ones',
      '--period',
      '2026-autumn',
      '--json',
    ]
    const { exit, json } = await run(['summary', ...county, ...asked], { cwd })
    expect(exit).toBe(0)
    expect(json).toMatchObject({ period: '2026-autumn', rows: [{ duty: 'three_ones', period: '2026-autumn' }] })
  })

  it('check: 2 with rejects, and loads nothing', async () => {
    const before = await run(['summary', ...county, '--now', SECOND_PULL, '--json'], { cwd })
    const { exit, json } = await run(
      ['check', 'exports/01', ...county, '--township', '01', '--now', SECOND_PULL, '--json'],
      { cwd },
    )
    expect(exit).toBe(2)
    expect(json.rejects.length).toBeGreaterThan(0)
    const after = await run(['summary', ...county, '--now', SECOND_PULL, '--json'], { cwd })
    expect(after.json).toEqual(before.json)
  })

  it('refuses a question that has no answer in one sentence', async () => {
    for (const argv of [
      ['summary', '--period', '2026-13'],
      ['subjects', '--duty', 'swimming'],
      ['summary', '--as-of', 'soon'],
    ]) {
      const { exit, text, said } = await run([...argv, ...county], { cwd })
      expect({ exit, text }).toEqual({ exit: 1, text: '' })
      expect(said.trim().split('\n')).toHaveLength(1)
      expect(said).toContain(argv.at(-1))
    }
  })
})

describe('generate', () => {
  const small = ['--townships', '2', '--children', '40', '--seed', '7']

  it('writes a county that pulls clean of surprises, and tells its counts', async () => {
    const cwd = await tempFolder()
    const { exit, json, steps } = await run(['generate', '--out', 'county', ...small, '--json'], { cwd })
    expect(exit).toBe(0)
    expect(steps.at(-1)).toEqual([2, 2, ''])
    expect(json).toMatchObject({
      config: join(cwd, 'county', 'county.yaml'),
      year: 2026,
      townships: 2,
      rows: { census: expect.any(Number) },
    })
    const pulled = await run(['pull', '--config', 'county/county.yaml', '--data', 'warehouse', '--json'], { cwd })
    const townships = pulled.json.townships as { registers: Record<'rejected' | 'accepted', number>[] }[]
    const registers = townships.flatMap((township) => township.registers)
    const sum = (name: 'rejected' | 'accepted') => registers.reduce((total, register) => total + register[name], 0)
    expect(sum('rejected')).toBe(json.rejected)
    expect(sum('accepted')).toBe(Object.values(json.rows as Record<string, number>).reduce((a, b) => a + b, 0))
  })

  it('writes the same county for the same options', async () => {
    const cwd = await tempFolder()
    for (const out of ['a', 'b'])
      expect((await run(['generate', '--out', out, '--year', '2025', ...small], { cwd })).exit).toBe(0)
    for (const id of ['01', '02']) {
      const names = await readdir(join(cwd, 'a', 'exports', id))
      expect(names.length).toBeGreaterThan(0)
      for (const name of names) {
        const [a, b] = await Promise.all(['a', 'b'].map((out) => readFile(join(cwd, out, 'exports', id, name))))
        expect(a?.equals(b ?? Buffer.of())).toBe(true)
      }
    }
  })

  it('writes nothing where something else is, and writes again over its own', async () => {
    const cwd = await tempFolder()
    await mkdir(join(cwd, 'real'))
    await writeFile(join(cwd, 'real', '摸底花名册.csv'), 'real')
    const refused = await run(['generate', '--out', 'real', ...small], { cwd })
    expect(refused.exit).toBe(1)
    expect(refused.said).toContain('摸底花名册.csv')
    expect(await readdir(join(cwd, 'real'))).toEqual(['摸底花名册.csv'])
    expect((await run(['generate', '--out', 'own', ...small], { cwd })).exit).toBe(0)
    expect((await run(['generate', '--out', 'own', ...small], { cwd })).exit).toBe(0)
    await writeFile(join(cwd, 'own', 'county.yaml'), 'county: {}\n')
    const foreign = await run(['generate', '--out', 'own', ...small], { cwd })
    expect({ exit: foreign.exit, said: foreign.said }).toEqual({ exit: 1, said: expect.stringContaining('--out') })
  })

  it('passes on what the generator says of options out of bounds', async () => {
    const cwd = await tempFolder()
    const { exit, said } = await run(['generate', '--out', 'x', '--townships', '5000'], { cwd })
    expect(exit).toBe(1)
    expect(said).toContain('--townships')
  })
})

describe('template', () => {
  it('writes a workbook a register, and never over a filled one', async () => {
    const cwd = await tempFolder()
    const { exit, json } = await run(['template', '--out', 'templates', '--json'], { cwd })
    expect(exit).toBe(0)
    const names = REGISTERS.map(({ zh }) => `${zh}.xlsx`)
    expect((await readdir(join(cwd, 'templates'))).sort()).toEqual(names.sort())
    expect(json.files).toHaveLength(13)
    await writeFile(join(cwd, 'templates', '摸底花名册.xlsx'), 'filled')
    const again = await run(['template', '--out', 'templates'], { cwd })
    expect({ exit: again.exit, said: again.said }).toEqual({
      exit: 1,
      said: expect.stringContaining('摸底花名册.xlsx'),
    })
    expect(await readFile(join(cwd, 'templates', '摸底花名册.xlsx'), 'utf8')).toBe('filled')
  })
})
