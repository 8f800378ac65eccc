import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import { describe, expect, it, onTestFinished } from 'vitest'
import { encryptFile } from '../../queries/encrypt-file.ts'
import { fileState, literal, moduleCipher, type Cipher } from '../../queries/encryption.ts'
import { Warehouse } from '../../queries/warehouse.ts'
import { tempFolder } from '../support/temp-folder.ts'
import { WEAKLY_ENCRYPTED } from '../support/weak-cipher.ts'

const KEY = Buffer.alloc(32, 1)
const OTHER = Buffer.alloc(32, 2)
const cipher = WEAKLY_ENCRYPTED.cipher as Cipher

describe('a text in SQL', () => {
  it.each(['plain', "it's", "''", "a' as x; attach 'b", '"', '\\', '石桥'])('%s is the text again', async (text) => {
    const instance = await DuckDBInstance.create(':memory:')
    onTestFinished(() => instance.closeSync())
    const result = await (await instance.connect()).runAndReadAll(`select ${literal(text)} as text`)
    expect(result.getRows()).toEqual([[text]])
  })

  it('has no zero byte', () => {
    expect(() => literal('a\0b')).toThrow('zero byte')
  })
})

describe('an encrypted warehouse', () => {
  it('stands in a folder with quotes in its name, and another key of several opens it', async () => {
    const file = join(await tempFolder(), `it's "ours"`, 'a.duckdb')
    await (await Warehouse.open(file, { cipher, keys: [KEY] })).close()
    expect(fileState(file)).toBe('encrypted')
    await (await Warehouse.open(file, { cipher, keys: [OTHER, KEY] })).close()
  })

  it('does not open with another key, and no message holds one', async () => {
    const file = join(await tempFolder(), 'a.duckdb')
    await (await Warehouse.open(file, { cipher, keys: [KEY] })).close()
    const error: unknown = await Warehouse.open(file, { cipher, keys: [OTHER] }).catch((thrown: unknown) => thrown)
    expect(error).toMatchObject({ code: 'key_wrong', message: expect.stringContaining(file) })
    expect(`${String(error)}${String((error as Error).cause)}`).not.toContain(OTHER.toString('base64'))
    await expect(Warehouse.open(file, { cipher, keys: [] })).rejects.toMatchObject({ code: 'key_wrong' })
  })

  it('does not open without a cipher', async () => {
    const file = join(await tempFolder(), 'a.duckdb')
    await (await Warehouse.open(file, { cipher, keys: [KEY] })).close()
    await expect(Warehouse.open(file)).rejects.toMatchObject({
      code: 'warehouse_encrypted',
      message: expect.stringContaining('SHOUWANG_DUCKDB_MODULE'),
    })
  })

  it('is not made by a cipher that does not write', async () => {
    const folder = await tempFolder()
    const idle: Cipher = () => Promise.resolve()
    const opening = Warehouse.open(join(folder, 'a.duckdb'), { cipher: idle, keys: [KEY] })
    await expect(opening).rejects.toMatchObject({ code: 'module_unusable' })
    expect(await readdir(folder)).toEqual([])
  })

  it('reaches no other file, also when its settings are asked to change', async () => {
    const folder = await tempFolder()
    await writeFile(join(folder, 'other.csv'), 'a\n1\n')
    const warehouse = await Warehouse.open(join(folder, 'a.duckdb'), { cipher, keys: [KEY] })
    onTestFinished(() => warehouse.close())
    await expect(warehouse.queryText(`from read_csv(${literal(join(folder, 'other.csv'))})`)).rejects.toThrow(
      /disabled/,
    )
    await expect(warehouse.queryText('set enable_external_access = true')).rejects.toThrow()
    await expect(warehouse.queryText('set force_mbedtls_unsafe = false')).rejects.toThrow(/locked/)
  })
})

describe('the module', () => {
  it.each([
    ['that is not there', undefined],
    ['that is none', 'no module'],
  ])('%s is refused, with the version and platform that are wanted', async (_, content) => {
    const folder = await tempFolder()
    const module = join(folder, "it's.duckdb_extension")
    if (content !== undefined) await writeFile(module, content)
    await mkdir(join(folder, 'warehouse'))
    const opening = Warehouse.open(join(folder, 'warehouse/a.duckdb'), { cipher: moduleCipher(module), keys: [KEY] })
    await expect(opening).rejects.toMatchObject({
      code: 'module_unusable',
      data: { file: module, version: expect.stringMatching(/^v\d+\.\d+\.\d+$/), platform: expect.any(String) },
    })
    expect(await readdir(join(folder, 'warehouse'))).toEqual([])
  })
})

describe('encrypting a file in clear', () => {
  it('leaves it as it was where the copy cannot be made', async () => {
    const folder = await tempFolder()
    const file = join(folder, 'a.duckdb')
    await (await Warehouse.open(file)).close()
    const before = await readFile(file)
    const encrypting = encryptFile(file, { cipher: moduleCipher(join(folder, 'none')), key: KEY })
    await expect(encrypting).rejects.toMatchObject({ code: 'module_unusable' })
    expect(await readdir(folder)).toEqual(['a.duckdb'])
    expect((await readFile(file)).equals(before)).toBe(true)
  })

  it('is refused while its log is not in it', async () => {
    const folder = await tempFolder()
    const file = join(folder, 'a.duckdb')
    await (await Warehouse.open(file)).close()
    await writeFile(`${file}.wal`, '')
    await expect(encryptFile(file, { cipher, key: KEY })).rejects.toMatchObject({ code: 'warehouse_locked' })
    expect(fileState(file)).toBe('plain')
  })
})
