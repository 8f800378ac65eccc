import { appendFile, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import { backUp } from '../../pipeline/keeping/backup.ts'
import { restore } from '../../pipeline/keeping/restore.ts'
import { rotateFileKey } from '../../pipeline/keeping/rotate-file-key.ts'
import { rotateKeys } from '../../pipeline/keeping/rotate-keys.ts'
import { fileState } from '../../queries/encryption.ts'
import { openWrappedKeys, readWrappedKeys, writeWrappedKeys } from '../../vault/file-keys.ts'
import { createMasterKey, readMasterKey } from '../../vault/master-key.ts'
import { run } from '../cli/fake-io.ts'
import { validId } from '../support/ids.ts'
import { SmallCounty } from '../support/small-county.ts'
import { tempFolder } from '../support/temp-folder.ts'
import { WEAKLY_ENCRYPTED } from '../support/weak-cipher.ts'

const T1 = '2026-09-10T02:00:00+08:00'
const T2 = '2026-09-11T02:00:00+08:00'
const HEADERS = '身份证号,姓名,村,学校,留守类型,关爱等级,留守开始日期'
const row = (index: number, level = '一般'): string =>
  `${validId('990001', '20160901', index)},王小${index},石桥村,中心小学,父母双方外出,${level},2024-03-01`

let county: SmallCounty
let file: string

const place = (name: string): string => join(county.folder, name)
const master = (name = 'county.key'): Buffer => readMasterKey(place(name))
const census = async (): Promise<unknown[]> =>
  county.application.warehouse.queryText('select * from census_rows order by row_number, from_at')
const rotate = (new_master: Buffer) =>
  rotateKeys(county.application, { new_master, resealOthers: () => Promise.resolve(0), progress: () => undefined })

/** Which of the texts that everybody may know of a county stand in the bytes of the warehouse's folder. */
async function foundInBytes(): Promise<string[]> {
  const texts = ['石桥村', '中心小学', '示范县', 'census_rows', 'schema_version', '父母双方外出']
  const found = new Set<string>()
  for (const name of await readdir(place('warehouse'))) {
    const bytes = await readFile(join(place('warehouse'), name))
    for (const text of texts) if (bytes.includes(text)) found.add(text)
  }
  return [...found].sort()
}

async function pullTwice(): Promise<void> {
  county.write('01', '摸底花名册.csv', [HEADERS, ...[1, 2, 3].map((index) => row(index))])
  await county.pullRegister(T1, 'census')
  county.write('01', '摸底花名册.csv', [HEADERS, row(1, '重点'), row(2), row(4)], new Date(T2))
  await county.pullRegister(T2, 'census')
}

async function open(engine?: typeof WEAKLY_ENCRYPTED): Promise<void> {
  county = await SmallCounty.open({ folder: await tempFolder(), engine })
  file = place('warehouse/shouwang.duckdb')
  onTestFinished(() => county.application.close())
  await pullTwice()
}

describe('a county in an encrypted warehouse', () => {
  beforeEach(() => open(WEAKLY_ENCRYPTED))

  it('holds what was pulled when it is opened again, and shows nothing in its bytes or its log', async () => {
    expect((await stat(`${file}.wal`)).size).toBeGreaterThan(0)
    expect(await foundInBytes()).toEqual([])
    const before = await census()
    expect(before.length).toBeGreaterThan(3)
    await county.application.warehouse.checkpoint()
    expect(await foundInBytes()).toEqual([])
    await county.reopen()
    expect(await census()).toEqual(before)
    expect(fileState(file)).toBe('encrypted')
    for (const name of [file, `${file}.wrapped-key`]) expect((await stat(name)).mode & 0o777).toBe(0o600)
    const [key] = openWrappedKeys(readWrappedKeys(file), master())
    expect(await readFile(`${file}.wrapped-key`, 'utf8')).not.toContain(key?.toString('base64'))
  })

  it('comes back from a backup, also over one with another key', async () => {
    const before = await census()
    await backUp(county.application, place('a.backup'))
    await county.application.close()
    const options = { file: place('a.backup'), config: place('county.yaml'), master: master() }
    await rm(place('warehouse'), { recursive: true })
    const fresh = await SmallCounty.open({ folder: county.folder, engine: WEAKLY_ENCRYPTED })
    await fresh.application.close()
    const engine = WEAKLY_ENCRYPTED
    await restore({ ...options, data: place('warehouse'), may_replace: true, engine })
    expect((await readdir(place('warehouse'))).sort()).toEqual(['shouwang.duckdb', 'shouwang.duckdb.wrapped-key'])
    expect(readWrappedKeys(file)).toHaveLength(1)
    await county.reopen()
    expect(await census()).toEqual(before)
  })

  it('is not restored where nothing can write it, and nothing is changed', async () => {
    await backUp(county.application, place('a.backup'))
    const options = { file: place('a.backup'), config: place('county.yaml'), master: master() }
    await expect(restore({ ...options, data: place('other'), may_replace: false })).rejects.toMatchObject({
      code: 'warehouse_encrypted',
    })
    expect(await readdir(place('other'))).toEqual([])
  })

  it('opens under the new master key alone after the exchange', async () => {
    const before = await census()
    const old = master()
    await rotate(createMasterKey(place('new.key')))
    await expect(county.reopen()).rejects.toMatchObject({ code: 'key_wrong' })
    expect(openWrappedKeys(readWrappedKeys(file), old)).toEqual([])
    county.env = { SHOUWANG_KEY_FILE: place('new.key') }
    await county.reopen()
    expect(await census()).toEqual(before)
  })

  it('opens under both where the exchange was cut between the file and what is in it', async () => {
    const lines = readWrappedKeys(file)
    const new_master = createMasterKey(place('new.key'))
    county.application.warehouse.transaction = () => Promise.reject(new Error('cut'))
    await expect(rotate(new_master)).rejects.toThrow('cut')
    expect(openWrappedKeys(readWrappedKeys(file), new_master)).toEqual(openWrappedKeys(lines, master()))
    await county.reopen()
    await rotate(new_master)
    expect(readWrappedKeys(file)).toHaveLength(1)
  })

  it('opens under the new key of the file alone after that was exchanged, and holds the same', async () => {
    const before = await census()
    const lines = readWrappedKeys(file)
    await backUp(county.application, place('a.backup'))
    await county.application.close()
    const bytes = await readFile(file)
    await rotateFileKey(file, { engine: WEAKLY_ENCRYPTED, master: master() })
    const exchanged = readWrappedKeys(file)
    expect(exchanged).toHaveLength(1)
    expect((await stat(file)).mode & 0o777).toBe(0o600)
    expect((await readdir(place('warehouse'))).sort()).toEqual(['shouwang.duckdb', 'shouwang.duckdb.wrapped-key'])
    // What was copied away before is opened by neither the new key nor, with the new file, the old one.
    const changed = await readFile(file)
    await writeFile(file, bytes)
    await expect(county.reopen()).rejects.toMatchObject({ code: 'key_wrong' })
    await writeFile(file, changed)
    writeWrappedKeys(file, lines)
    await expect(county.reopen()).rejects.toMatchObject({ code: 'key_wrong' })
    writeWrappedKeys(file, exchanged)
    await county.reopen()
    expect(await census()).toEqual(before)
    expect(await foundInBytes()).toEqual([])
    await county.application.close()
    const options = { file: place('a.backup'), config: place('county.yaml'), master: master() }
    await restore({ ...options, data: place('warehouse'), may_replace: true, engine: WEAKLY_ENCRYPTED })
    await county.reopen()
    expect(await census()).toEqual(before)
  })

  it('opens where the exchange of the file’s key was cut before the copy or after it', async () => {
    const before = await census()
    const lines = readWrappedKeys(file)
    await county.application.close()
    const options = { engine: WEAKLY_ENCRYPTED, master: master() }
    // cut before: the new key is there, the file is the old one
    let openings = 0
    const cut = { cipher: () => Promise.reject(new Error('cut')) }
    const engine = {
      cipher: (...of: Parameters<NonNullable<typeof WEAKLY_ENCRYPTED.cipher>>) =>
        openings++ === 0 ? WEAKLY_ENCRYPTED.cipher!(...of) : cut.cipher(),
    }
    await expect(rotateFileKey(file, { ...options, engine })).rejects.toThrow('cut')
    expect(readWrappedKeys(file)).toEqual([expect.any(String), ...lines])
    await county.reopen()
    expect(await census()).toEqual(before)
    await county.application.close()
    await rotateFileKey(file, options)
    // cut after: the old line is still there
    writeWrappedKeys(file, [...lines, ...readWrappedKeys(file)])
    await county.reopen()
    expect(await census()).toEqual(before)
    await county.application.close()
    await rotateFileKey(file, options)
    expect(readWrappedKeys(file)).toHaveLength(1)
    await county.reopen()
    expect(await census()).toEqual(before)
  })

  it('keeps its key under another master key, and while somebody has it open', async () => {
    const lines = readWrappedKeys(file)
    await county.application.close()
    const engine = WEAKLY_ENCRYPTED
    const other = createMasterKey(place('other.key'))
    await expect(rotateFileKey(file, { engine, master: other })).rejects.toMatchObject({ code: 'key_wrong' })
    await expect(rotateFileKey(file, { engine: {}, master: master() })).rejects.toMatchObject({ code: 'not_found' })
    expect(readWrappedKeys(file)).toEqual(lines)
    await county.reopen()
  })

  it('says what is wrong where its key is gone or damaged, and opens when it is back', async () => {
    const lines = readWrappedKeys(file)
    await rm(`${file}.wrapped-key`)
    await expect(county.reopen()).rejects.toMatchObject({ code: 'key_wrong' })
    await appendFile(`${file}.wrapped-key`, 'damaged\n')
    await expect(county.reopen()).rejects.toMatchObject({ code: 'key_wrong' })
    writeWrappedKeys(file, lines)
    await county.reopen()
  })

  it('is refused on the command line without the module, and with one that is not there', async () => {
    await county.application.close()
    const argv = ['summary', '--config', place('county.yaml'), '--data', place('warehouse')]
    const cwd = county.folder
    expect(await run(argv, { cwd })).toMatchObject({ exit: 1, said: expect.stringContaining('SHOUWANG_DUCKDB_MODULE') })
    const env = { SHOUWANG_DUCKDB_MODULE: 'none.duckdb_extension' }
    expect(await run(argv, { cwd, env })).toMatchObject({ exit: 1, said: expect.stringContaining(place('none')) })
    await county.reopen()
  })
})

describe('a county in clear that is given the module', () => {
  beforeEach(() => open())

  it('is encrypted when it is opened, and nothing is lost', async () => {
    expect(await foundInBytes()).not.toEqual([])
    const before = await census()
    county.engine = WEAKLY_ENCRYPTED
    await county.reopen()
    expect(fileState(file)).toBe('encrypted')
    expect(await foundInBytes()).toEqual([])
    expect(await census()).toEqual(before)
    expect((await readdir(place('warehouse'))).filter((name) => /encrypting/.test(name))).toEqual([])
    county.write('01', '摸底花名册.csv', [HEADERS, row(5)], new Date('2026-09-12T02:00:00+08:00'))
    const [report] = await county.pull('2026-09-12T02:00:00+08:00', { township: '01', accept_shrink: true })
    expect(report?.registers.find(({ register }) => register === 'census')).toMatchObject({
      state: 'loaded',
      accepted: 1,
    })
  })

  it('has no key of the file to exchange, and says so', async () => {
    await county.application.close()
    const argv = ['key', 'rotate', '--file', '--config', place('county.yaml'), '--data', place('warehouse')]
    const cwd = county.folder
    expect(await run(argv, { cwd })).toMatchObject({ exit: 1, said: expect.stringContaining('没有加密保存') })
    const both = [...argv, '--new-master', 'new.key']
    expect(await run(both, { cwd })).toMatchObject({ exit: 1, said: expect.stringContaining('请分两次') })
    expect((await readdir(county.folder)).includes('new.key')).toBe(false)
    await county.reopen()
  })

  it('stays in clear where the master key is another one', async () => {
    createMasterKey(place('other.key'))
    county.env = { SHOUWANG_KEY_FILE: place('other.key') }
    county.engine = WEAKLY_ENCRYPTED
    await expect(county.reopen()).rejects.toMatchObject({ code: 'key_wrong' })
    expect({ state: fileState(file), keys: readWrappedKeys(file) }).toEqual({ state: 'plain', keys: [] })
    county.env = {}
    await county.reopen()
  })

  it('has its backups restored encrypted', async () => {
    const before = await census()
    await backUp(county.application, place('a.backup'))
    await county.application.close()
    county.engine = WEAKLY_ENCRYPTED
    const options = { file: place('a.backup'), config: place('county.yaml'), master: master() }
    await restore({ ...options, data: place('warehouse'), may_replace: true, engine: county.engine })
    expect(fileState(file)).toBe('encrypted')
    await county.reopen()
    expect(await census()).toEqual(before)
  })
})
