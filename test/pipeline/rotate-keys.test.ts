import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import { openApplication, type Application } from '../../pipeline/application.ts'
import { readConfig } from '../../pipeline/config.ts'
import { rotateKeys } from '../../pipeline/keeping/rotate-keys.ts'
import { pull } from '../../pipeline/pull.ts'
import { createMasterKey } from '../../vault/master-key.ts'
import { run } from '../cli/fake-io.ts'
import { copyPulledSample, FIRST_PULL, placeSample, SECOND_PULL } from '../cli/sample-county.ts'
import { removeFolder } from '../support/temp-folder.ts'

let folder: string
let application: Application
let now: Date

const file = (name: string): string => join(folder, name)

async function open(env: Record<string, string> = {}): Promise<Application> {
  const config = readConfig(file('county.yaml'))
  return openApplication({ config, data: file('warehouse'), now: () => now, env })
}

async function reopen(env: Record<string, string> = {}): Promise<void> {
  await application.close()
  application = await open(env)
}

const identities = () => application.warehouse.queryText('select identity, sealed from identities order by identity')

async function texts(): Promise<string[]> {
  const rows = await identities()
  return rows.map((row) => application.vault.unseal(row.sealed as Uint8Array, row.identity as bigint))
}

async function keysInUse(): Promise<number[]> {
  const rows = await identities()
  return [...new Set(rows.map((row) => Buffer.from(row.sealed as Uint8Array).readUInt32BE(0)))].sort()
}

const wrappedKeys = async (): Promise<unknown[]> =>
  (await application.warehouse.query('loading/vault_keys')).map((row) => row.key_id)

const pullAll = () => pull(application, { townships: application.config.townships, reason: 'test' })

const others = { resealOthers: () => Promise.resolve(0), progress: () => undefined }

beforeEach(async () => {
  const copy = await copyPulledSample()
  folder = copy.cwd
  onTestFinished(() => removeFolder(copy.cwd))
  now = new Date(FIRST_PULL)
  application = await open()
  onTestFinished(() => application.close())
})

describe('rotating the data key', () => {
  it('seals everything anew, keeps the keys of the rows, and drops the earlier data key', async () => {
    const before = await texts()
    const empty = application.vault.keyOf('child', '')
    const rotation = await rotateKeys(application, { ...others, batch: 50 })
    expect(rotation).toEqual({ key_id: 2, is_resumed: false, resealed: before.length, broken: 0, dropped: [1] })
    expect({ keys: await wrappedKeys(), used: await keysInUse() }).toEqual({ keys: [0, 2], used: [2] })
    expect(await texts()).toEqual(before)
    await reopen()
    expect(await texts()).toEqual(before)
    expect(application.vault.keyOf('child', '')).toBe(empty)
  })

  it('cut in the middle leaves everything open, and the next call goes on with the same key', async () => {
    const before = await texts()
    const cut = rotateKeys(application, {
      ...others,
      batch: 50,
      progress: (done) => {
        if (done >= 100) throw new Error('cut')
      },
    })
    await expect(cut).rejects.toThrow('cut')
    await reopen()
    expect({ keys: await wrappedKeys(), used: await keysInUse() }).toEqual({ keys: [0, 1, 2], used: [1, 2] })
    expect(await texts()).toEqual(before)
    const rotation = await rotateKeys(application, others)
    expect(rotation).toMatchObject({ key_id: 2, is_resumed: true, resealed: before.length - 100, dropped: [1] })
    expect(await texts()).toEqual(before)
  })

  it('goes on beside a pull', async () => {
    await placeSample(folder, 'pull-2')
    now = new Date(SECOND_PULL)
    let pulling: Promise<unknown> | undefined
    const rotation = await rotateKeys(application, {
      ...others,
      batch: 50,
      progress: () => void (pulling ??= pullAll()),
    })
    await pulling
    expect(rotation).toMatchObject({ broken: 0, dropped: [1] })
    expect(await keysInUse()).toEqual([2])
    expect(await texts()).not.toContain('')
  })

  it('keeps the data key of a value that does not open, and says so', async () => {
    await application.warehouse.transaction(async (transaction) => {
      const [row] = await identities()
      await transaction.run('keys/stage_sealed')
      const staged = await transaction.appender('staged_sealed', true)
      const sealed = Buffer.from(row?.sealed as Uint8Array)
      sealed.writeUInt8(sealed.readUInt8(20) ^ 1, 20)
      staged.append([row?.identity as bigint, sealed])
      staged.close()
      await transaction.run('keys/set_sealed')
    })
    expect(await rotateKeys(application, others)).toMatchObject({ key_id: 2, broken: 1, dropped: [] })
    expect(await wrappedKeys()).toEqual([0, 1, 2])
  })
})

describe('exchanging the master key', () => {
  it('wraps every key under the new one; the old one no longer opens', async () => {
    const before = await texts()
    await rotateKeys(application, { ...others, new_master: createMasterKey(file('new.key')) })
    await expect(reopen()).rejects.toMatchObject({ code: 'key_wrong' })
    application = await open({ SHOUWANG_KEY_FILE: file('new.key') })
    expect(await texts()).toEqual(before)
  })

  it('that was cut before anything was sealed anew goes on with the new one', async () => {
    const before = await texts()
    const new_master = createMasterKey(file('new.key'))
    const stop = (): never => {
      throw new Error('cut')
    }
    await expect(rotateKeys(application, { ...others, new_master, progress: stop })).rejects.toThrow('cut')
    await reopen({ SHOUWANG_KEY_FILE: file('new.key') })
    expect(await texts()).toEqual(before)
    expect(await rotateKeys(application, { ...others, new_master })).toMatchObject({ is_resumed: true, dropped: [1] })
    expect(await texts()).toEqual(before)
  })
})

describe('shouwang key rotate', () => {
  it('makes the new master key, and keeps an entry in the audit trail', async () => {
    await application.close()
    const county = ['--config', file('county.yaml'), '--data', file('warehouse'), '--json']
    const { exit, json } = await run(['key', 'rotate', ...county, '--new-master', 'made.key'], { cwd: folder })
    expect({ exit, json }).toEqual({ exit: 0, json: expect.objectContaining({ key_id: 2, broken: 0, dropped: [1] }) })
    expect(await readFile(file('made.key'), 'utf8')).toHaveLength(45)
    application = await open({ SHOUWANG_KEY_FILE: file('made.key') })
    const [entry] = await application.warehouse.queryText('select action, role, detail from audit_entries')
    expect(entry).toMatchObject({
      action: 'key_rotated',
      role: 'operator',
      detail: expect.stringContaining('"key_id":2'),
    })
  })

  it('knows no other action', async () => {
    expect(await run(['key', 'throw-away'], { cwd: folder })).toMatchObject({ exit: 1 })
  })
})
