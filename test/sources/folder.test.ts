import { execFileSync } from 'node:child_process'
import { appendFile, mkdir, rm, symlink, truncate, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { folderSource } from '../../pipeline/sources/folder.ts'
import { tempFolder } from '../support/temp-folder.ts'
import { bytesOf, errorOf, limitsWith, namesOf, openNamed } from './opened.ts'

const source = (path: string, limits = limitsWith()) => folderSource({ path, limits })

describe('a folder is listed', () => {
  it('with its plain files, sorted, and without folders, hidden files and lock files', async () => {
    const path = await tempFolder()
    for (const name of ['结对帮扶.csv', '摸底花名册.xlsx', 'a.csv', '.隐藏.csv', '~$摸底花名册.xlsx']) {
      await writeFile(join(path, name), name)
    }
    await mkdir(join(path, '旧资料.csv'))
    execFileSync('mkfifo', [join(path, '管道.csv')])
    expect(await namesOf(source(path))).toEqual(['a.csv', '摸底花名册.xlsx', '结对帮扶.csv'])
  })

  it('with names that an archive of Chinese Windows left in GB18030', async () => {
    const path = await tempFolder()
    // `花名册.csv` in GB18030, which is no UTF-8.
    const name = Buffer.concat([Buffer.from(`${path}/`), Buffer.from('bba8c3fbb2e12e637376', 'hex')])
    await writeFile(name, '甲')
    expect((await bytesOf(await openNamed(source(path), '花名册.csv'))).toString()).toBe('甲')
  })

  it('empty, when it is empty', async () => {
    expect(await namesOf(source(await tempFolder()))).toEqual([])
  })

  it('or the missing folder is named', async () => {
    const path = join(await tempFolder(), '没有')
    const error = await errorOf(source(path).list())
    expect(error.code).toBe('source_failed')
    expect(error.message).toBe(`找不到文件夹 ${path}：请检查配置里的 path，或看看网盘、共享目录是否已经接上`)
    expect(error.data).toEqual({ path, reason: 'ENOENT' })
  })

  it('or what is no folder is named', async () => {
    const path = join(await tempFolder(), '花名册.csv')
    await writeFile(path, '')
    expect((await errorOf(source(path).list())).message).toBe(`${path} 不是文件夹：配置里的 path 要写存放台账的文件夹`)
  })

  it('or refused when it holds more files than an export', async () => {
    const path = await tempFolder()
    for (const name of ['a', 'b', 'c']) await writeFile(join(path, name), '')
    const error = await errorOf(source(path, limitsWith({ max_files: 2 })).list())
    expect(error.code).toBe('source_failed')
    expect(error.data).toEqual({ place: `文件夹 ${path}`, count: 3, limit: 2 })
  })
})

describe('a link', () => {
  it('within the folder counts as the file it leads to, and one to a folder does not count', async () => {
    const path = await tempFolder()
    await mkdir(join(path, '2026'))
    await writeFile(join(path, '2026', '本季.csv'), '本季')
    await symlink(join('2026', '本季.csv'), join(path, '花名册.csv'))
    await symlink('2026', join(path, '资料'))
    expect(await namesOf(source(path))).toEqual(['花名册.csv'])
    expect((await bytesOf(await openNamed(source(path), '花名册.csv'))).toString()).toBe('本季')
  })

  it('that leaves the folder, or leads nowhere or in a circle, is listed and refused, and the rest is read', async () => {
    const [path, outside] = [await tempFolder(), await tempFolder()]
    await writeFile(join(outside, '别乡.csv'), '别乡')
    await symlink(join(outside, '别乡.csv'), join(path, '外.csv'))
    await symlink('没有.csv', join(path, '空.csv'))
    await symlink('圈.csv', join(path, '圈.csv'))
    await writeFile(join(path, '好.csv'), '好')
    const files = await source(path).list()
    expect(files.map(({ name }) => name)).toEqual(['圈.csv', '外.csv', '好.csv', '空.csv'])
    for (const name of ['外.csv', '空.csv', '圈.csv']) {
      const error = await errorOf(openNamed(source(path), name))
      expect(error.code).toBe('unreadable_file')
      expect(error.message).toBe(`“${name}”是指向导出文件夹之外的链接，不读取：请把文件本身放进文件夹`)
      expect(error.data).toEqual({ file: name })
    }
    expect((await bytesOf(await openNamed(source(path), '好.csv'))).toString()).toBe('好')
  })

  it('into a folder whose name only begins alike is refused', async () => {
    const parent = await tempFolder()
    await mkdir(join(parent, '01'))
    await mkdir(join(parent, '012'))
    await writeFile(join(parent, '012', 'x.csv'), '')
    await symlink(join(parent, '012', 'x.csv'), join(parent, '01', 'x.csv'))
    expect((await errorOf(openNamed(source(join(parent, '01')), 'x.csv'))).code).toBe('unreadable_file')
  })

  it('as the configured folder itself is followed', async () => {
    const path = await tempFolder()
    await mkdir(join(path, 'real'))
    await writeFile(join(path, 'real', 'x.csv'), 'x')
    await symlink('real', join(path, 'link'))
    expect((await bytesOf(await openNamed(source(join(path, 'link')), 'x.csv'))).toString()).toBe('x')
  })

  it('that replaced a file after the listing is refused', async () => {
    const [path, outside] = [await tempFolder(), await tempFolder()]
    await writeFile(join(outside, 'x.csv'), 'x')
    await writeFile(join(path, 'x.csv'), 'x')
    const [file] = await source(path).list()
    await rm(join(path, 'x.csv'))
    await symlink(join(outside, 'x.csv'), join(path, 'x.csv'))
    expect((await errorOf(file!.open())).code).toBe('unreadable_file')
  })
})

describe('a name with what no name can hold', () => {
  it('is listed harmlessly and refused', async () => {
    const path = await tempFolder()
    await writeFile(join(path, '..\\..\\花名册.csv'), '')
    await writeFile(join(path, 'a\nb.csv'), '')
    const files = await source(path).list()
    expect(files.map(({ name }) => name)).toEqual(['..＼..＼花名册.csv', 'a\uFFFDb.csv'])
    expect((await errorOf(files[0]!.open())).code).toBe('unreadable_file')
    const error = await errorOf(files[1]!.open())
    expect(error.code).toBe('unreadable_file')
    expect(error.data).toEqual({ file: 'a\uFFFDb.csv', entry: 'a\nb.csv' })
  })
})

describe('a file', () => {
  it('is read in blocks, as often as asked, with its size and its full time of modification', async () => {
    const path = await tempFolder()
    const bytes = Buffer.alloc(2_500_000, '留守')
    await writeFile(join(path, 'x.csv'), bytes)
    execFileSync('touch', ['-d', '2026-09-10T02:00:00.123456789Z', join(path, 'x.csv')])
    const file = await openNamed(source(path), 'x.csv')
    expect(file).toMatchObject({ name: 'x.csv', size: 2_500_000 })
    expect(file!.version).toEqual({ modified_at: '2026-09-10T02:00:00.123456789Z', etag: null })
    expect((await bytesOf(file)).equals(bytes)).toBe(true)
    expect((await bytesOf(file)).equals(bytes)).toBe(true)
  })

  it('may be empty', async () => {
    const path = await tempFolder()
    await writeFile(join(path, 'x.csv'), '')
    const file = await openNamed(source(path), 'x.csv')
    expect(file!.size).toBe(0)
    expect((await bytesOf(file)).length).toBe(0)
  })

  it('is opened again though its time is known: a copy may keep it', async () => {
    const path = await tempFolder()
    await writeFile(join(path, 'x.csv'), 'x')
    const [file] = await source(path).list()
    const { version } = (await file!.open())!
    expect(await file!.open(version)).not.toBeNull()
  })

  it('over the limit is refused with both sizes', async () => {
    const path = await tempFolder()
    await writeFile(join(path, 'x.csv'), '')
    await truncate(join(path, 'x.csv'), 600 * 1024 * 1024)
    const error = await errorOf(openNamed(source(path), 'x.csv'))
    expect(error.code).toBe('unreadable_file')
    expect(error.message).toBe('文件“x.csv”有 600 MB，超过上限 512 MB：请检查是否放错了文件，或清理后重新导出')
    expect(error.data).toEqual({ file: 'x.csv', size: 629145600, limit: 536870912 })
  })

  it('that is gone since the listing says so', async () => {
    const path = await tempFolder()
    await writeFile(join(path, 'x.csv'), 'x')
    const [file] = await source(path).list()
    await rm(join(path, 'x.csv'))
    const error = await errorOf(file!.open())
    expect(error.code).toBe('source_failed')
    expect(error.message).toContain('“x.csv”刚才还在，现在没有了')
  })
})

describe('a file that is being written', () => {
  const whileRead = async (change: (path: string) => Promise<void>) => {
    const path = await tempFolder()
    const at = join(path, 'x.csv')
    await writeFile(at, Buffer.alloc(3_000_000, 'x'))
    const file = (await openNamed(source(path), 'x.csv'))!
    return errorOf(
      (async () => {
        let isChanged = false
        for await (const block of file.blocks()) {
          expect(block.length).toBeGreaterThan(0)
          if (!isChanged) await change(at)
          isChanged = true
        }
      })(),
    )
  }

  it.each([
    ['grows', (at: string) => appendFile(at, 'y')],
    ['shrinks', (at: string) => truncate(at, 2_000_000)],
    ['is touched', (at: string) => utimes(at, 1_800_000_000, 1_800_000_000)],
  ])('%s: it fails and is not read in half', async (_what, change) => {
    const error = await whileRead(change)
    expect(error.code).toBe('source_failed')
    expect(error.message).toBe('文件“x.csv”正在写入，请稍后再试')
  })

  it('fails also when it changed between opening and reading, or between two readings', async () => {
    const path = await tempFolder()
    await writeFile(join(path, 'x.csv'), 'x')
    const file = await openNamed(source(path), 'x.csv')
    expect((await bytesOf(file)).toString()).toBe('x')
    await appendFile(join(path, 'x.csv'), 'y')
    expect((await errorOf(bytesOf(file))).message).toBe('文件“x.csv”正在写入，请稍后再试')
  })
})

it('may be closed twice', async () => {
  const opened = source(await tempFolder())
  await opened.close()
  await opened.close()
})
