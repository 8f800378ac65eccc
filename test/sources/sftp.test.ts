import { appendFileSync } from 'node:fs'
import { appendFile, chmod, mkdir, rm, symlink, truncate, utimes, writeFile } from 'node:fs/promises'
import { createServer, type AddressInfo } from 'node:net'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { sftpSource, type SftpOptions } from '../../pipeline/sources/sftp.ts'
import { manualTimer } from '../support/manual-timer.ts'
import { startPasswordServer } from '../support/password-sftp-server.ts'
import { startSshd, type Sshd } from '../support/sshd.ts'
import { startTcpProxy } from '../support/tcp-proxy.ts'
import { bytesOf, errorOf, limitsWith, namesOf, openNamed } from './opened.ts'

let sshd: Sshd
let count = 0

beforeAll(async () => {
  sshd = await startSshd()
})
afterAll(() => sshd.stop())

/** A folder of its own on the server, and a source that waits for nothing. */
async function tested(options: Partial<SftpOptions> = {}) {
  count += 1
  const path = join(sshd.folder, `乡镇 ${count}`)
  await mkdir(path)
  const slept: number[] = []
  const source = sftpSource({
    host: '127.0.0.1',
    port: sshd.port,
    user: sshd.user,
    path,
    key_file: sshd.key_file,
    host_fingerprint: sshd.fingerprint,
    limits: limitsWith(),
    sleep: (ms) => {
      slept.push(ms)
      return Promise.resolve()
    },
    random: () => 0.5,
    timer: manualTimer().timer,
    ...options,
  })
  onTestFinished(() => source.close())
  return { source, slept, path, at: (name: string) => join(path, name) }
}

describe('a folder over SFTP is listed', () => {
  it('with its plain files, sorted, and without folders, hidden files and lock files', async () => {
    const { source, at } = await tested()
    for (const name of ['结对帮扶.csv', '摸底 花名册(终稿).xlsx', 'a.csv', '.隐藏.csv', '~$a.csv']) {
      await writeFile(at(name), name)
    }
    await mkdir(at('旧资料.csv'))
    expect(await namesOf(source)).toEqual(['a.csv', '摸底 花名册(终稿).xlsx', '结对帮扶.csv'])
    expect((await bytesOf(await openNamed(source, '摸底 花名册(终稿).xlsx'))).toString()).toBe('摸底 花名册(终稿).xlsx')
  })

  it('or named when it is missing, no folder, or holds too much', async () => {
    const { at } = await tested()
    await writeFile(at('a.csv'), '')
    for (const name of ['没有', 'a.csv']) {
      const { source, slept } = await tested({ path: at(name) })
      const error = await errorOf(source.list())
      expect(error.code).toBe('source_failed')
      expect(error.message).toBe(
        `找不到 SFTP 服务器 127.0.0.1:${sshd.port} 上的文件夹 ${at(name)}，或者它不是文件夹：请检查配置里的 path`,
      )
      expect(slept).toEqual([])
    }
    const { source, at: inSecond } = await tested({ limits: limitsWith({ max_files: 1 }) })
    for (const name of ['a', 'b']) await writeFile(inSecond(name), '')
    expect((await errorOf(source.list())).data).toMatchObject({ count: 2, limit: 1 })
  })

  it('with links that stay in it; those that leave it are refused', async () => {
    const { source, at } = await tested()
    const other = await tested()
    await writeFile(other.at('别乡.csv'), '别乡')
    await mkdir(at('2026'))
    await writeFile(at('2026/本季.csv'), '本季')
    await symlink('2026/本季.csv', at('花名册.csv'))
    await symlink('2026', at('资料'))
    await symlink(other.at('别乡.csv'), at('外.csv'))
    await symlink('没有.csv', at('空.csv'))
    expect(await namesOf(source)).toEqual(['外.csv', '空.csv', '花名册.csv'])
    expect((await bytesOf(await openNamed(source, '花名册.csv'))).toString()).toBe('本季')
    for (const name of ['外.csv', '空.csv']) {
      const error = await errorOf(openNamed(source, name))
      expect(error.code).toBe('unreadable_file')
      expect(error.message).toContain(`“${name}”是指向导出文件夹之外的链接`)
    }
  })

  it('with a name that no file should have: it is refused', async () => {
    const { source, at } = await tested()
    await writeFile(at('..\\x.csv'), '')
    expect((await errorOf(openNamed(source, '..＼x.csv'))).code).toBe('unreadable_file')
  })
})

describe('a file over SFTP', () => {
  it('comes whole, as often as asked, with its size and its time', async () => {
    const { source, at } = await tested()
    const bytes = Buffer.alloc(1_500_000, '守望')
    await writeFile(at('a.csv'), bytes)
    await utimes(at('a.csv'), 1_788_976_800, 1_788_976_800)
    const file = await openNamed(source, 'a.csv')
    expect(file).toMatchObject({ name: 'a.csv', size: bytes.length })
    expect(file!.version).toEqual({ modified_at: '2026-09-09T18:00:00.000Z', etag: null })
    expect((await bytesOf(file)).equals(bytes)).toBe(true)
    expect((await bytesOf(file)).equals(bytes)).toBe(true)
  })

  it('may be empty', async () => {
    const { source, at } = await tested()
    await writeFile(at('a.csv'), '')
    expect((await openNamed(source, 'a.csv'))!.size).toBe(0)
  })

  it('may be opened while others are', async () => {
    const { source, at } = await tested()
    const names = ['a.csv', 'b.csv', 'c.csv']
    for (const name of names) await writeFile(at(name), name.repeat(50_000))
    const files = await Promise.all((await source.list()).map((file) => file.open()))
    const texts = await Promise.all(files.map(async (file) => (await bytesOf(file)).toString()))
    expect(texts).toEqual(names.map((name) => name.repeat(50_000)))
  })

  it('over the limit is refused with both sizes, and the others are read', async () => {
    const { source, slept, at } = await tested({ limits: limitsWith({ max_file_bytes: 1000 }) })
    await writeFile(at('a.csv'), '')
    await truncate(at('a.csv'), 1001)
    await writeFile(at('b.csv'), 'b')
    const error = await errorOf(openNamed(source, 'a.csv'))
    expect(error.code).toBe('unreadable_file')
    expect(error.data).toEqual({ file: 'a.csv', size: 1001, limit: 1000 })
    expect((await bytesOf(await openNamed(source, 'b.csv'))).toString()).toBe('b')
    expect(slept).toEqual([])
  })

  it('that is gone since the listing says so', async () => {
    const { source, at } = await tested()
    await writeFile(at('a.csv'), 'a')
    const [file] = await source.list()
    await rm(at('a.csv'))
    expect((await errorOf(file!.open())).message).toContain('“a.csv”刚才还在，现在没有了')
  })

  // The administrator may read everything.
  it.skipIf(process.getuid?.() === 0)('that may not be read says so', async () => {
    const { source, at } = await tested()
    await writeFile(at('a.csv'), 'a')
    await chmod(at('a.csv'), 0)
    expect((await errorOf(openNamed(source, 'a.csv'))).message).toContain('没有权限读取文件“a.csv”')
  })

  it.each([
    ['grows', (at: string) => appendFileSync(at, 'x'.repeat(100_000))],
    ['grows by a byte', (at: string) => appendFileSync(at, 'x')],
  ])('that %s while it comes fails and is not read in half', async (_what, change) => {
    let at = ''
    const proxy = await startTcpProxy(sshd.port, (_connection, bytes) => {
      if (bytes < 300_000 || at === '') return
      change(at)
      at = ''
    })
    const { source, at: inFolder } = await tested({ port: proxy.port })
    await writeFile(inFolder('a.csv'), Buffer.alloc(2_000_000, 'x'))
    const [file] = await source.list()
    at = inFolder('a.csv')
    const error = await errorOf(file!.open())
    expect(error.code).toBe('source_failed')
    expect(error.message).toBe('文件“a.csv”正在写入，请稍后再试')
    // The connection is as good as before.
    expect((await file!.open())!.size).toBeGreaterThan(2_000_000)
  })
})

describe('who answers and who asks', () => {
  it('a server with another fingerprint is told what was found, and is told nothing', async () => {
    const expected = `SHA256:${'A'.repeat(43)}`
    const { source, slept } = await tested({ host_fingerprint: expected })
    const error = await errorOf(source.list())
    expect(error.code).toBe('source_failed')
    expect(error.message).toContain(`的主机指纹不对：应为 ${expected}，对方出示 ${sshd.fingerprint}（ssh-ed25519）`)
    expect(error.data).toMatchObject({ reason: 'host_fingerprint', expected, found: sshd.fingerprint })
    expect(slept).toEqual([])
  })

  it('a fingerprint may end with the padding of its base64', async () => {
    const { source } = await tested({ host_fingerprint: `${sshd.fingerprint}=` })
    expect(await namesOf(source)).toEqual([])
  })

  it('a key that the server does not know is refused once', async () => {
    const { source, slept } = await tested({ key_file: sshd.strange_key_file })
    const error = await errorOf(source.list())
    expect(error.message).toContain(`不让用户 ${sshd.user} 登录：请检查 user 和私钥（或密码）`)
    expect(error.data).toMatchObject({ reason: 'authentication', user: sshd.user })
    expect(slept).toEqual([])
  })

  it('a password that the server does not take is refused once, and never shown', async () => {
    const { source, slept } = await tested({ key_file: null, password: 's3cret' })
    const error = await errorOf(source.list())
    expect(error.data).toMatchObject({ reason: 'authentication' })
    expect(JSON.stringify([error, error.message, String(error.cause)])).not.toContain('s3cret')
    expect(slept).toEqual([])
  })

  it.each(['password', 'keyboard-interactive'] as const)('a right password is taken by %s', async (method) => {
    const { port, fingerprint } = await startPasswordServer({ method, password: 's3cret', status: 3 })
    const options = { port, key_file: null, host_fingerprint: fingerprint }
    const { source, slept, path } = await tested({ ...options, password: 's3cret' })
    // Past the door it forbids everything.
    expect((await errorOf(source.list())).message).toBe(
      `没有权限读取 SFTP 服务器 127.0.0.1:${port} 上的文件夹 ${path}：请让对方给 user 读取权限`,
    )
    expect(slept).toEqual([])
    const { source: wrong } = await tested({ ...options, password: 'other' })
    expect((await errorOf(wrong.list())).data).toMatchObject({ reason: 'authentication' })
  })

  it('a key file that is none is named', async () => {
    const { at } = await tested()
    await writeFile(at('key'), 'no key')
    const { source, slept } = await tested({ key_file: at('key') })
    expect((await errorOf(source.list())).message).toBe(
      `私钥文件 ${at('key')} 不能用：要是不带口令的 OpenSSH 或 PEM 私钥`,
    )
    expect(slept).toEqual([])
  })
})

describe('a connection to an SFTP server', () => {
  it('that is refused is tried again and told', async () => {
    const server = createServer()
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const { port } = server.address() as AddressInfo
    await new Promise((resolve) => server.close(resolve))
    const { source, slept } = await tested({ port })
    const error = await errorOf(source.list())
    expect(error.message).toBe(
      `SFTP 服务器 127.0.0.1:${port} 拒绝连接：请检查对方服务器是否开着，地址和端口是否写对（共试了 5 次）`,
    )
    expect(error.data).toMatchObject({ reason: 'ECONNREFUSED', attempts: 5 })
    expect(slept).toEqual([250, 500, 1000, 2000])
  })

  it('that breaks while it is made is made again', async () => {
    const proxy = await startTcpProxy(sshd.port, (connection) => {
      if (connection.number <= 2) connection.drop()
    })
    const { source, slept, at } = await tested({ port: proxy.port })
    await writeFile(at('a.csv'), 'a')
    expect(await namesOf(source)).toEqual(['a.csv'])
    expect(slept).toEqual([250, 500])
  })

  it('that breaks in the middle of a file is made again, and the file comes whole', async () => {
    const proxy = await startTcpProxy(sshd.port, (connection, bytes) => {
      if (connection.number === 1 && bytes > 300_000) connection.drop()
    })
    const { source, slept, at } = await tested({ port: proxy.port })
    const bytes = Buffer.alloc(2_000_000, '守望')
    await writeFile(at('a.csv'), bytes)
    expect((await bytesOf(await openNamed(source, 'a.csv'))).equals(bytes)).toBe(true)
    expect(slept).toEqual([250])
  })

  it('that breaks each time is given up', async () => {
    const proxy = await startTcpProxy(sshd.port, (connection, bytes) => {
      if (bytes > 300_000) connection.drop()
    })
    const { source, slept, at } = await tested({ port: proxy.port })
    await writeFile(at('a.csv'), Buffer.alloc(2_000_000, 'x'))
    const error = await errorOf(openNamed(source, 'a.csv'))
    expect(error.code).toBe('source_failed')
    expect(error.message).toContain('的连接中断了：请检查网络，稍后再试（共试了 5 次）')
    expect(slept).toHaveLength(4)
  })

  it('that was broken between two files is made again', async () => {
    let breakIt = (): void => undefined
    const proxy = await startTcpProxy(sshd.port, (connection) => {
      breakIt = () => {
        connection.drop()
      }
    })
    const { source, at } = await tested({ port: proxy.port })
    await writeFile(at('a.csv'), 'a')
    const [file] = await source.list()
    breakIt()
    expect((await bytesOf(await file!.open())).toString()).toBe('a')
  })

  it('to a server that never answers is given up after the timeout', async () => {
    const { timer, expire, running } = manualTimer()
    const server = createServer(() => {
      expire(30_000)
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    onTestFinished(() => void server.close())
    const { source } = await tested({
      port: (server.address() as AddressInfo).port,
      timer,
      limits: limitsWith({ retries: 1 }),
    })
    const error = await errorOf(source.list())
    expect(error.message).toContain('在 30 秒内没有应答：请检查网络，稍后再试（共试了 2 次）')
    expect(error.data).toMatchObject({ reason: 'timeout_answer', attempts: 2 })
    expect(running()).toEqual([])
  })

  it('that falls silent in the middle of a file is given up after the timeout', async () => {
    const { timer, expire, running } = manualTimer()
    const proxy = await startTcpProxy(sshd.port, (connection, bytes) => {
      if (bytes < 300_000) return
      connection.stall()
      setImmediate(expire, 30_000)
    })
    const { source, at } = await tested({ port: proxy.port, timer, limits: limitsWith({ retries: 1 }) })
    await writeFile(at('a.csv'), Buffer.alloc(2_000_000, 'x'))
    const error = await errorOf(openNamed(source, 'a.csv'))
    expect(error.message).toContain('传到一半停了 30 秒')
    expect(error.data).toMatchObject({ reason: 'timeout_silence', attempts: 2 })
    expect(running()).toEqual([])
  })

  it('is closed in good order, twice, and not opened again', async () => {
    const { source, at } = await tested()
    await writeFile(at('a.csv'), 'a')
    const [file] = await source.list()
    await source.close()
    await source.close()
    expect((await errorOf(file!.open())).message).toBe('读取已经停止')
  })

  it('is closed while a file comes', async () => {
    let isClosing = false
    const proxy = await startTcpProxy(sshd.port, (_connection, bytes) => {
      if (bytes < 300_000 || isClosing) return
      isClosing = true
      void source.close()
    })
    const { source, slept, at } = await tested({ port: proxy.port })
    await writeFile(at('a.csv'), Buffer.alloc(5_000_000, 'x'))
    const error = await errorOf(openNamed(source, 'a.csv'))
    expect(error.code).toBe('source_failed')
    expect(error.message).toBe('读取已经停止')
    expect(slept).toEqual([])
  })

  it('is not made for a source that is only opened and closed', async () => {
    const { source } = await tested({ port: 1 })
    await source.close()
  })
})

it('a file that changes between two pulls has another time', async () => {
  const { source, at } = await tested()
  await writeFile(at('a.csv'), 'a')
  await utimes(at('a.csv'), 1_788_976_800, 1_788_976_800)
  const [file] = await source.list()
  const before = await file!.open()
  await appendFile(at('a.csv'), 'b')
  const after = await file!.open(before!.version)
  expect(after!.version.modified_at).not.toBe(before!.version.modified_at)
  expect((await bytesOf(after)).toString()).toBe('ab')
})
