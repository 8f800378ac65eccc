import { copyFile, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import { openApplication } from '../../pipeline/application.ts'
import { openAccess } from '../../pipeline/cli/access.ts'
import { readConfig } from '../../pipeline/config.ts'
import { backUp } from '../../pipeline/keeping/backup.ts'
import { pull } from '../../pipeline/pull.ts'
import { createMasterKey } from '../../vault/master-key.ts'
import { removeFolder } from '../support/temp-folder.ts'
import { run } from './fake-io.ts'
import { copyPulledSample, placeSample, SECOND_PULL } from './sample-county.ts'

let cwd: string
let county: string[]

const path = (name: string): string => join(cwd, name)
const call = (...argv: string[]) => run([...argv, ...county], { cwd })
const summary = async (place = county): Promise<string> =>
  (await run(['summary', ...place, '--as-of', SECOND_PULL, '--json'], { cwd })).text
const modeOf = async (file: string): Promise<number> => (await stat(file)).mode & 0o777

beforeEach(async () => {
  const copy = await copyPulledSample()
  ;({ cwd, county } = copy)
  onTestFinished(() => removeFolder(copy.cwd))
})

describe('backup and restore', () => {
  it('bring back what was, into an empty place', async () => {
    const before = await summary()
    expect(await call('backup', '--out', 'a.backup')).toMatchObject({ exit: 0 })
    expect(await modeOf(path('a.backup'))).toBe(0o600)
    const config = await readFile(path('county.yaml'), 'utf8')
    await rm(path('warehouse'), { recursive: true })
    await rm(path('county.yaml'))
    const { exit, json } = await call('restore', 'a.backup', '--json')
    expect({ exit, json }).toMatchObject({ exit: 0, json: { county: '990100', config_file: path('county.yaml') } })
    expect(await readFile(path('county.yaml'), 'utf8')).toBe(config)
    expect(await modeOf(path('warehouse'))).toBe(0o700)
    expect(await modeOf(path('warehouse/shouwang.duckdb'))).toBe(0o600)
    expect(await readdir(path('warehouse'))).toEqual(['shouwang.duckdb'])
    expect(await summary()).toBe(before)
    expect(await call('audit', 'verify')).toMatchObject({ exit: 0 })
  })

  it('replace a warehouse only when told to', async () => {
    const before = await summary()
    await call('backup', '--out', 'a.backup')
    await placeSample(cwd, 'pull-2')
    await call('pull', '--now', SECOND_PULL)
    const after = await summary()
    expect(after).not.toBe(before)
    expect(await call('restore', 'a.backup')).toMatchObject({ exit: 1, said: expect.stringContaining('--replace') })
    expect(await summary()).toBe(after)
    expect(await call('restore', 'a.backup', '--replace')).toMatchObject({ exit: 0 })
    expect(await summary()).toBe(before)
  })

  it('leave a config that is there, and put the other beside it', async () => {
    await call('backup', '--out', 'a.backup')
    const changed = `${await readFile(path('county.yaml'), 'utf8')}\n# changed\n`
    await writeFile(path('county.yaml'), changed)
    const { json } = await call('restore', 'a.backup', '--replace', '--json')
    expect(json.config_file).toBe(path('county.yaml.restored'))
    expect(await readFile(path('county.yaml'), 'utf8')).toBe(changed)
  })

  it('never write over a file, and keep an entry in the audit trail', async () => {
    await call('backup', '--out', 'a.backup')
    expect(await call('backup', '--out', 'a.backup')).toMatchObject({
      exit: 1,
      said: expect.stringContaining('a.backup'),
    })
    const config = readConfig(path('county.yaml'))
    const application = await openApplication({ config, data: path('warehouse'), now: () => new Date(), env: {} })
    const entries = await application.warehouse.queryText('select action from audit_entries')
    await application.close()
    expect(entries).toEqual([{ action: 'backup' }])
  })
})

describe('a backup that does not hold', () => {
  beforeEach(async () => {
    await call('backup', '--out', 'a.backup')
  })

  const spoil: [string, (bytes: Buffer) => Buffer][] = [
    ['changed at its beginning', (bytes) => flipped(bytes, 3)],
    ['changed in its salt', (bytes) => flipped(bytes, 20)],
    ['changed in the middle', (bytes) => flipped(bytes, bytes.length >> 1)],
    ['changed at its end', (bytes) => flipped(bytes, bytes.length - 1)],
    ['cut off', (bytes) => bytes.subarray(0, bytes.length - 1)],
    ['cut off after a chunk', (bytes) => bytes.subarray(0, 16 + 1 + 32 + 4 + 1024 * 1024 + 16)],
    ['empty', () => Buffer.alloc(0)],
    ['something else', () => Buffer.from('PK\u0003\u0004 not a backup at all, but long enough to be one in its head')],
  ]

  it.each(spoil)('%s: 2, and nothing is changed', async (_, change) => {
    const before = await summary()
    await writeFile(path('b.backup'), change(await readFile(path('a.backup'))))
    const { exit, said } = await call('restore', 'b.backup', '--replace')
    expect({ exit, said }).toEqual({ exit: 2, said: expect.stringContaining('没有改动') })
    expect(await readdir(path('warehouse'))).toEqual(['shouwang.duckdb'])
    expect(await summary()).toBe(before)
  })

  it('for it was made under another key: 2', async () => {
    await rm(path('warehouse'), { recursive: true })
    await rm(path('county.key'))
    createMasterKey(path('county.key'))
    expect(await call('restore', 'a.backup')).toMatchObject({ exit: 2 })
  })

  it('for it is not there: 1', async () => {
    expect(await call('restore', 'none.backup', '--replace')).toMatchObject({ exit: 1 })
  })
})

describe('a backup of a warehouse in use', () => {
  it('is of one state, and what waits goes on after it', async () => {
    const config = readConfig(path('county.yaml'))
    const now = new Date(SECOND_PULL)
    const application = await openApplication({ config, data: path('warehouse'), now: () => now, env: {} })
    onTestFinished(() => application.close())
    const access = await openAccess(application, () => now)
    await placeSample(cwd, 'pull-2')
    const works = [
      pull(application, { townships: config.townships, reason: 'test' }),
      backUp(application, path('a.backup')),
      access.audit.record({ name: 'test', role: 'operator' }, { action: 'command' }),
      application.warehouse.query('summary/units'),
    ]
    await Promise.all(works)
    const restored = ['--config', path('county.yaml'), '--data', path('other')]
    expect(await run(['restore', 'a.backup', ...restored], { cwd })).toMatchObject({ exit: 0 })
    expect(JSON.parse(await summary(restored)).rows.length).toBeGreaterThan(0)
    expect(await run(['audit', 'verify', ...restored], { cwd })).toMatchObject({ exit: 0 })
  })

  it('is refused where the master key was exchanged and the old one is still in place', async () => {
    await call('key', 'rotate', '--new-master', 'new.key')
    await copyFile(path('county.key'), path('old.key'))
    const config = readConfig(path('county.yaml'))
    const env = { SHOUWANG_KEY_FILE: path('new.key') }
    const application = await openApplication({ config, data: path('warehouse'), now: () => new Date(), env })
    onTestFinished(() => application.close())
    const stale = { ...application, env: { SHOUWANG_KEY_FILE: path('old.key') } }
    await expect(backUp(stale, path('a.backup'))).rejects.toMatchObject({ code: 'key_wrong' })
    expect(await readdir(cwd)).not.toContain('a.backup.partial')
  })
})

function flipped(bytes: Buffer, at: number): Buffer {
  const changed = Buffer.from(bytes)
  changed.writeUInt8(changed.readUInt8(at) ^ 1, at)
  return changed
}
