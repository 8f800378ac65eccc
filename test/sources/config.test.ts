import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { openSource, sourceConfigSchema } from '../../pipeline/sources/index.ts'
import { answerBy, startWebServer } from '../support/web-server.ts'
import { tempFolder } from '../support/temp-folder.ts'
import { bytesOf, errorOf, limitsWith, namesOf, openNamed } from './opened.ts'

const issuesOf = (value: unknown): string[] =>
  sourceConfigSchema.safeParse(value).error?.issues.map(({ path, message }) => `${path.join('.')} ${message}`) ?? []

const sftp = {
  kind: 'sftp',
  host: 'town.example',
  path: '/exports',
  user: 'county',
  key_file: 'keys/01',
  host_fingerprint: `SHA256:${'A'.repeat(43)}`,
} as const

describe('a source in the config', () => {
  it.each([
    { kind: 'folder', path: 'exports/01' },
    { kind: 'http', url: 'http://10.1.2.3:8080/01/' },
    { kind: 'http', url: 'https://town.example/index.json', token_env: 'TOWNSHIP_01_TOKEN' },
    { kind: 'http', url: 'https://county:secret@town.example/01/' },
    sftp,
    { ...sftp, key_file: undefined, password_env: 'TOWNSHIP_01_PASSWORD', port: 2222 },
    { ...sftp, host_fingerprint: `SHA256:${'A'.repeat(43)}=` },
  ])('is right: $kind', (config) => {
    expect(issuesOf(config)).toEqual([])
  })

  it.each([
    ['exports/01', [' 来源要写成 { kind: …, … }']],
    [{ path: 'exports' }, ['kind kind 要是 folder、http 或 sftp 之一']],
    [{ kind: 'ftp' }, ['kind kind 要是 folder、http 或 sftp 之一']],
    [{ kind: 'folder' }, ['path 存放台账的文件夹（文字）']],
    [{ kind: 'folder', path: ' ' }, ['path 存放台账的文件夹，不能为空']],
    [{ kind: 'http', url: 'ftp://town.example' }, ['url 以 http:// 或 https:// 开头的完整网址']],
    [{ kind: 'http', url: '/01' }, ['url 以 http:// 或 https:// 开头的完整网址']],
    [
      { kind: 'http', url: 'http://a:b@c/', token_env: 'T' },
      ['url 网址里已有用户名和密码，不能再写 token_env：两者留一个'],
    ],
    [{ ...sftp, key_file: undefined }, ['key_file key_file（私钥文件）和 password_env（存密码的环境变量）至少写一个']],
    [{ ...sftp, port: 70000 }, ['port 1 到 65535 的端口']],
    [{ ...sftp, port: '22' }, ['port 端口（整数）']],
    [{ ...sftp, host: 'sftp://town.example/x' }, ['host 服务器的名字或地址，不带 sftp:// 和路径']],
    [
      { ...sftp, host_fingerprint: 'aa:bb' },
      ['host_fingerprint 主机指纹，写法同 ssh-keygen -lf：SHA256: 后接 43 个字符'],
    ],
    [
      { ...sftp, host_fingerprint: undefined },
      [
        'host_fingerprint 主机指纹，写法同 ssh-keygen -lf：SHA256: 后接 43 个字符。在那台服务器上运行 ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub，取第二段；或由对方告知后核对',
      ],
    ],
  ])('is wrong: %j', (config, issues) => {
    expect(issuesOf(config)).toEqual(issues)
  })

  it('refuses keys that nobody knows', () => {
    expect(sourceConfigSchema.safeParse({ kind: 'folder', path: 'x', url: 'y' }).error?.issues[0]).toMatchObject({
      code: 'unrecognized_keys',
      keys: ['url'],
    })
  })

  it('wants the name of a variable and not the secret itself', () => {
    const issues = issuesOf({ kind: 'http', url: 'http://town.example/', token_env: 'th3-t0ken' })
    expect(issues).toEqual(['token_env 环境变量的名字，只含字母、数字和下划线；密码和令牌本身不要写进配置'])
  })
})

describe('a source is opened', () => {
  const limits = limitsWith()

  it('from a folder relative to the config', async () => {
    const base_folder = await tempFolder()
    await mkdir(join(base_folder, 'exports', '01'), { recursive: true })
    await writeFile(join(base_folder, 'exports', '01', 'a.csv'), 'a')
    const source = openSource({ kind: 'folder', path: 'exports/01' }, { base_folder, env: {}, limits })
    expect((await bytesOf(await openNamed(source, 'a.csv'))).toString()).toBe('a')
  })

  it('with the token of the environment, without the line break at its end', async () => {
    const server = await startWebServer(answerBy({ '/index.json': '["a.csv"]' }))
    const config = { kind: 'http', url: server.origin, token_env: 'TOKEN' } as const
    const source = openSource(config, { base_folder: '/', env: { TOKEN: 't0ken\n' }, limits })
    expect(await namesOf(source)).toEqual(['a.csv'])
    expect(server.requests[0]!.headers.authorization).toBe('Bearer t0ken')
    await source.close()
  })

  it.each([
    [{ kind: 'http', url: 'http://town.example/', token_env: 'TOKEN' } as const, 'token_env'],
    [{ ...sftp, kind: 'sftp', password_env: 'TOKEN' } as const, 'password_env'],
  ])('only when its variable is set: %j', async (config, key) => {
    for (const env of [{}, { TOKEN: '' }, { TOKEN: '\n' }]) {
      const error = await errorOf((async () => openSource(config, { base_folder: '/', env, limits }))())
      expect(error.code).toBe('source_failed')
      expect(error.message).toBe(`缺少环境变量 TOKEN（配置里的 ${key}）：请在运行本程序的环境里设置它`)
      expect(error.data).toEqual({ variable: 'TOKEN', key })
    }
  })

  it('from a key file relative to the config, which is missing', async () => {
    const base_folder = await tempFolder()
    const source = openSource({ ...sftp, kind: 'sftp' }, { base_folder, env: {}, limits })
    const error = await errorOf(source.list())
    expect(error.message).toBe(`读不到私钥文件 ${join(base_folder, 'keys/01')}：请检查配置里的 key_file 和文件的权限`)
    await source.close()
  })
})
