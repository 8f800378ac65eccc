import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { answerBy, startWebServer, type Answer } from '../support/web-server.ts'
import { testedSource } from './http-source.ts'
import { bytesOf, errorOf, limitsWith, namesOf, openNamed } from './opened.ts'

const CENSUS = encodeURIComponent('摸底花名册.csv')
const status =
  (code: number, body = ''): Answer =>
  (_request, response) => {
    response.writeHead(code).end(body)
  }

describe('a listing over HTTP', () => {
  it('is the index.json of the folder, where there is one', async () => {
    const server = await startWebServer(
      answerBy({ '/01/index.json': '["摸底花名册.csv","a.csv"]', [`/01/${CENSUS}`]: '甲,乙' }),
    )
    const { source } = testedSource(`${server.origin}/01`)
    expect(await namesOf(source)).toEqual(['a.csv', '摸底花名册.csv'])
    expect((await bytesOf(await openNamed(source, '摸底花名册.csv'))).toString()).toBe('甲,乙')
    expect(server.asked).toEqual(['GET /01/index.json', 'GET /01/index.json', `GET /01/${CENSUS}`])
  })

  it('else the page of the folder', async () => {
    const page = `<h1>Index of /01/</h1><a href="../">../</a><a href="${CENSUS}">x</a>`
    const server = await startWebServer(answerBy({ '/01/': page, [`/01/${CENSUS}`]: '甲' }))
    const { source } = testedSource(`${server.origin}/01/`)
    expect((await bytesOf(await openNamed(source, '摸底花名册.csv'))).toString()).toBe('甲')
    expect(server.asked).toEqual(['GET /01/index.json', 'GET /01/', `GET /01/${CENSUS}`])
  })

  it('also where the server answers every address with a page, or forbids what is not there', async () => {
    const page = '<h1>Index of /01/</h1><a href="a.csv">x</a>'
    for (const answer of [page, status(403), status(405)]) {
      const server = await startWebServer(answerBy({ '/01/index.json': answer, '/01/': page }))
      expect(await namesOf(testedSource(`${server.origin}/01/`).source)).toEqual(['a.csv'])
    }
  })

  it('may be an index of any name, and then nothing else is tried', async () => {
    const server = await startWebServer(
      answerBy({ '/api/files.json?town=01': '{"files":[{"name":"a.csv"}]}', '/api/a.csv': 'a' }),
    )
    const { source } = testedSource(`${server.origin}/api/files.json?town=01`)
    expect((await bytesOf(await openNamed(source, 'a.csv'))).toString()).toBe('a')
    expect(server.asked).toEqual(['GET /api/files.json?town=01', 'GET /api/a.csv'])
    const missing = testedSource(`${server.origin}/api/other.json`).source
    expect((await errorOf(missing.list())).message).toContain('/api/other.json 不存在：请检查配置里的 url（HTTP 404）')
  })

  it('may be a page of any address', async () => {
    const server = await startWebServer(
      answerBy({ '/list.php?town=01': '<title>Index of</title><a href="a.csv">a</a>' }),
    )
    expect(await namesOf(testedSource(`${server.origin}/list.php?town=01`).source)).toEqual(['a.csv'])
  })

  it('with names that lead elsewhere shows them, refuses them, and reads the rest', async () => {
    const server = await startWebServer(answerBy({ '/index.json': '["../../etc/passwd.csv","a.csv"]', '/a.csv': 'a' }))
    const { source } = testedSource(server.origin)
    expect(await namesOf(source)).toEqual(['..／..／etc／passwd.csv', 'a.csv'])
    const error = await errorOf(openNamed(source, '..／..／etc／passwd.csv'))
    expect(error.code).toBe('unreadable_file')
    expect(error.message).toBe(
      '文件名“..／..／etc／passwd.csv”不合规（带有路径或看不见的字符），不读取：请改名后重新导出',
    )
    expect(error.data).toEqual({ file: '..／..／etc／passwd.csv', entry: '../../etc/passwd.csv' })
    expect((await bytesOf(await openNamed(source, 'a.csv'))).toString()).toBe('a')
    expect(server.asked.filter((asked) => asked.includes('passwd'))).toEqual([])
  })

  it('that is refused says what to check', async () => {
    const sentences: [number, string][] = [
      [401, '拒绝访问：请检查访问令牌（token_env）（HTTP 401）'],
      [403, '拒绝访问：请检查访问令牌（token_env）和对方的权限设置（HTTP 403）'],
      [404, '不存在：请检查配置里的 url（HTTP 404）'],
      [418, '没有给出内容（HTTP 418）'],
    ]
    for (const [code, sentence] of sentences) {
      const server = await startWebServer(status(code))
      const { source, slept } = testedSource(`${server.origin}/01/`)
      const error = await errorOf(source.list())
      expect(error.code).toBe('source_failed')
      expect(error.message).toContain(`${server.origin}/01/`)
      expect(error.message).toContain(sentence)
      expect(error.data).toMatchObject({ status: code })
      expect(slept).toEqual([])
    }
  })

  it('that cannot be read says why', async () => {
    const server = await startWebServer(answerBy({ '/index.json': '{"files":3}', '/news/': '<h1>新闻</h1>' }))
    expect((await errorOf(testedSource(server.origin).source.list())).message).toBe(
      `${server.origin}/index.json 格式不对：files 要是一个列表`,
    )
    expect((await errorOf(testedSource(`${server.origin}/news/`).source.list())).message).toBe(
      `${server.origin}/news/ 不是文件列表：请检查网址`,
    )
  })

  it('is bounded in its size and in its files', async () => {
    const server = await startWebServer(
      answerBy({ '/big/': 'x'.repeat(1024 * 1024 + 1), '/many/index.json': '["a","b","c"]' }),
    )
    const big = await errorOf(testedSource(`${server.origin}/big/`).source.list())
    expect(big.code).toBe('source_failed')
    expect(big.message).toContain('/big/ 不像文件列表（超过 1 MB）')
    const limits = limitsWith({ max_files: 2 })
    const many = await errorOf(testedSource(`${server.origin}/many/`, { limits }).source.list())
    expect(many.data).toEqual({ place: `${server.origin}/many/`, count: 3, limit: 2 })
  })
})

describe('a file over HTTP', () => {
  const indexed = (index: unknown, answer: Answer | string) =>
    answerBy({ '/index.json': JSON.stringify(index), '/a.csv': answer })

  it('carries its size, its time and its tag', async () => {
    const server = await startWebServer(
      indexed(['a.csv'], (_request, response) => {
        response.setHeader('last-modified', 'Wed, 09 Sep 2026 18:00:00 GMT').setHeader('etag', '"v1"').end('甲')
      }),
    )
    const file = await openNamed(testedSource(server.origin).source, 'a.csv')
    expect(file).toMatchObject({ name: 'a.csv', size: 3 })
    expect(file!.version).toEqual({ modified_at: '2026-09-09T18:00:00.000Z', etag: '"v1"' })
    expect((await bytesOf(file)).toString()).toBe('甲')
    expect((await bytesOf(file)).toString()).toBe('甲')
  })

  it('has the time and the tag of the index where the server tells none, else none', async () => {
    const entry = { name: 'a.csv', modified_at: '2026-09-10T02:00:00+08:00', etag: 'v7' }
    const server = await startWebServer(indexed([entry], 'a'))
    const file = await openNamed(testedSource(server.origin).source, 'a.csv')
    expect(file!.version).toEqual({ modified_at: '2026-09-09T18:00:00.000Z', etag: 'v7' })
    const bare = await startWebServer(indexed(['a.csv'], 'a'))
    const other = await openNamed(testedSource(bare.origin).source, 'a.csv')
    expect(other!.version).toEqual({ modified_at: null, etag: null })
  })

  it('is asked for on condition where its version is known, and 304 is null', async () => {
    const server = await startWebServer(indexed(['a.csv'], status(304)))
    const [file] = await testedSource(server.origin).source.list()
    expect(await file!.open({ modified_at: '2026-09-09T18:00:00.000Z', etag: 'W/"v1"' })).toBeNull()
    expect(server.requests[1]!.headers).toMatchObject({
      'if-none-match': 'W/"v1"',
      'if-modified-since': 'Wed, 09 Sep 2026 18:00:00 GMT',
    })
    expect(await file!.open({ modified_at: '2026-09-09T18:00:00.000Z', etag: null })).toBeNull()
    expect(server.requests[2]!.headers).not.toHaveProperty('if-none-match')
    expect(await file!.open({ modified_at: null, etag: '"v1"' })).toBeNull()
    expect(server.requests[3]!.headers).not.toHaveProperty('if-modified-since')
    // Nothing is known, or nothing that can be asked: 304 is no answer then.
    for (const known of [undefined, null, { modified_at: null, etag: null }, { modified_at: null, etag: 'v7' }]) {
      expect((await errorOf(file!.open(known))).message).toContain('没有给出内容（HTTP 304）')
    }
  })

  it('whose tag in the index is the known one is not asked for', async () => {
    const server = await startWebServer(indexed([{ name: 'a.csv', etag: 'v7' }], 'a'))
    const [file] = await testedSource(server.origin).source.list()
    expect(await file!.open({ modified_at: null, etag: 'v7' })).toBeNull()
    expect(server.asked).toEqual(['GET /index.json'])
    expect(await file!.open({ modified_at: null, etag: 'v6' })).not.toBeNull()
  })

  it('that is not as long as the index says is being written', async () => {
    const server = await startWebServer(indexed([{ name: 'a.csv', size: 4 }], 'abc'))
    const error = await errorOf(openNamed(testedSource(server.origin).source, 'a.csv'))
    expect(error.code).toBe('source_failed')
    expect(error.message).toBe('文件“a.csv”正在写入，请稍后再试')
  })

  it('that is gone since the listing says so', async () => {
    const server = await startWebServer(indexed(['a.csv'], status(404)))
    const error = await errorOf(openNamed(testedSource(server.origin).source, 'a.csv'))
    expect(error.code).toBe('source_failed')
    expect(error.message).toContain('“a.csv”刚才还在，现在没有了')
  })

  it('that is forbidden says so, and the others are read', async () => {
    const server = await startWebServer(
      answerBy({ '/index.json': '["a.csv","b.csv"]', '/a.csv': status(403), '/b.csv': 'b' }),
    )
    const { source } = testedSource(server.origin)
    expect((await errorOf(openNamed(source, 'a.csv'))).message).toContain('/a.csv 拒绝访问')
    expect((await bytesOf(await openNamed(source, 'b.csv'))).toString()).toBe('b')
  })
})

describe('a file over the limit', () => {
  const limits = limitsWith({ max_file_bytes: 1000 })
  const refusal = async (index: unknown, answer: Answer) => {
    const server = await startWebServer(answerBy({ '/index.json': JSON.stringify(index), '/a.csv': answer }))
    const { source, slept } = testedSource(server.origin, { limits })
    const error = await errorOf(openNamed(source, 'a.csv'))
    expect(error.code).toBe('unreadable_file')
    expect(slept).toEqual([])
    return { error, asked: server.asked }
  }

  it('is not asked for when the index says so', async () => {
    const { error, asked } = await refusal([{ name: 'a.csv', size: 1001 }], status(200, 'a'))
    expect(error.message).toBe('文件“a.csv”有 1001 字节，超过上限 1000 字节：请检查是否放错了文件，或清理后重新导出')
    expect(asked).toEqual(['GET /index.json'])
  })

  it('is not read when the server says so', async () => {
    const { error } = await refusal(['a.csv'], (_request, response) => {
      // The body never comes: the size alone decides.
      response.writeHead(200, { 'content-length': '1001' }).flushHeaders()
    })
    expect(error.data).toEqual({ file: 'a.csv', size: 1001, limit: 1000 })
  })

  it('is cut off when nobody said so', async () => {
    const { error } = await refusal(['a.csv'], (_request, response) => {
      // Without an end: the source must not wait for it.
      response.write('x'.repeat(600))
      response.write('x'.repeat(600))
    })
    expect(error.message).toBe('文件“a.csv”超过上限 1000 字节：请检查是否放错了文件，或清理后重新导出')
  })

  it('is cut off when it only unpacks to be one', async () => {
    const { error } = await refusal(['a.csv'], (request, response) => {
      expect(request.headers['accept-encoding']).toBe('identity')
      response.setHeader('content-encoding', 'gzip').end(gzipSync(Buffer.alloc(10_000_000)))
    })
    expect(error.data).toEqual({ file: 'a.csv', size: null, limit: 1000 })
  })

  it('is taken when it is as long as the limit', async () => {
    const server = await startWebServer(answerBy({ '/index.json': '["a.csv"]', '/a.csv': 'x'.repeat(1000) }))
    expect((await openNamed(testedSource(server.origin, { limits }).source, 'a.csv'))!.size).toBe(1000)
  })
})
