import { describe, expect, it } from 'vitest'
import type { ShouwangError } from '../../errors.ts'
import { answerBy, startWebServer, type Answer } from '../support/web-server.ts'
import { testedSource } from './http-source.ts'
import { bytesOf, errorOf, limitsWith, namesOf, openNamed } from './opened.ts'

const TOKEN = 'th3-t0ken'

const redirect =
  (location: string | null, status = 302): Answer =>
  (_request, response) => {
    response.writeHead(status, location === null ? {} : { location }).end()
  }

/** Everything that an error could show, down to its last cause. */
const shownBy = (error: ShouwangError): string => {
  const parts: string[] = []
  for (let at: unknown = error; at instanceof Error; at = at.cause) {
    parts.push(at.message, at.stack ?? '', JSON.stringify(at))
  }
  return parts.join('\n')
}

describe('a redirect', () => {
  it.each([301, 302, 303, 307, 308])(
    '%d within the server is followed, for the listing and for files',
    async (status) => {
      const server = await startWebServer(
        answerBy({
          '/01/index.json': redirect('/real/01/index.json', status),
          '/real/01/index.json': '["a.csv"]',
          '/real/01/a.csv': redirect('../blob?id=7', status),
          '/real/blob?id=7': 'a',
        }),
      )
      const { source } = testedSource(`${server.origin}/01/`, { token: TOKEN })
      expect((await bytesOf(await openNamed(source, 'a.csv'))).toString()).toBe('a')
      expect(new Set(server.requests.map(({ headers }) => headers.authorization))).toEqual(new Set([`Bearer ${TOKEN}`]))
    },
  )

  it('to another server is not followed, and the token stays at home', async () => {
    const other = await startWebServer(answerBy({ '/a.json': '["a.csv"]', '/a.csv': 'a' }))
    const server = await startWebServer(
      answerBy({
        '/x.json': redirect(`${other.origin}/a.json?key=1`),
        '/01/index.json': '["a.csv"]',
        '/01/a.csv': redirect(`${other.origin}/a.csv`),
      }),
    )
    const listed = await errorOf(testedSource(`${server.origin}/x.json`, { token: TOKEN }).source.list())
    expect(listed.code).toBe('source_failed')
    expect(listed.message).toBe(
      `${server.origin}/x.json 转到了另一个网站 ${other.origin}，不跟过去：如果那里才是对的，请把配置里的 url 改过来`,
    )
    const opened = await errorOf(openNamed(testedSource(`${server.origin}/01/`, { token: TOKEN }).source, 'a.csv'))
    expect(opened.data).toMatchObject({ reason: 'redirect', target: other.origin })
    expect(other.asked).toEqual([])
  })

  it('to nowhere, or in a circle, is told and not tried again', async () => {
    const server = await startWebServer(
      answerBy({
        '/a.json': redirect('/b.json'),
        '/b.json': redirect('/a.json'),
        '/c.json': redirect(null),
        '/d.json': redirect('http://['),
      }),
    )
    const { source, slept } = testedSource(`${server.origin}/a.json`)
    expect((await errorOf(source.list())).message).toContain('/a.json 转来转去没有尽头')
    expect(server.asked).toHaveLength(6)
    expect(slept).toEqual([])
    for (const path of ['/c.json', '/d.json']) {
      const error = await errorOf(testedSource(server.origin + path).source.list())
      expect(error.message).toContain(`${path} 转到了一个不完整的网址`)
    }
  })
})

describe('who asks', () => {
  it('is shown by a bearer token', async () => {
    const server = await startWebServer(answerBy({ '/index.json': '[]' }))
    await testedSource(server.origin, { token: TOKEN }).source.list()
    expect(server.requests[0]!.headers.authorization).toBe(`Bearer ${TOKEN}`)
  })

  it('or by the name and password of the address, which are sent as Basic and never shown', async () => {
    const server = await startWebServer(answerBy({ '/index.json': '["a.csv"]', '/a.csv': 'a' }))
    const url = server.origin.replace('//', `//${encodeURIComponent('张三')}:p%40ss@`)
    expect((await bytesOf(await openNamed(testedSource(`${url}/`).source, 'a.csv'))).toString()).toBe('a')
    const expected = `Basic ${Buffer.from('张三:p@ss').toString('base64')}`
    expect(server.requests.map(({ headers }) => headers.authorization)).toEqual([expected, expected])
    const error = await errorOf(testedSource(`${url}/no/?key=s3cret`).source.list())
    expect(error.message).toContain(`${server.origin}/no/ `)
    expect(shownBy(error)).not.toMatch(/p@ss|p%40ss|张三|s3cret/)
  })

  it('is not shown where nothing is configured', async () => {
    const server = await startWebServer(answerBy({ '/index.json': '[]' }))
    expect(await namesOf(testedSource(server.origin).source)).toEqual([])
    expect(server.requests[0]!.headers).not.toHaveProperty('authorization')
  })

  it.each(['口令', 'two words', 'line\nbreak', '', ' padded '])(
    'a token that no header can hold is refused unseen',
    (token) => {
      let message = ''
      try {
        testedSource('http://town.example/', { token })
      } catch (error) {
        message = String(error)
      }
      expect(message).toContain('访问令牌')
      if (token !== '') expect(message).not.toContain(token)
    },
  )

  it('is in no error, whatever fails', async () => {
    const server = await startWebServer((request, response) => {
      if (request.url === '/401/index.json') response.writeHead(401).end()
      else if (request.url === '/503/index.json') response.writeHead(503).end()
      else if (request.url === '/json/index.json') response.end('{"files":1}')
      else if (request.url === '/away/index.json') response.writeHead(302, { location: 'http://127.0.0.1:1/' }).end()
      else request.socket.destroy()
    })
    for (const path of ['401', '503', 'json', 'away', 'cut']) {
      const { source } = testedSource(`${server.origin}/${path}/`, { token: TOKEN, limits: limitsWith({ retries: 1 }) })
      const error = await errorOf(source.list())
      expect(error.code).toBe('source_failed')
      expect(shownBy(error)).not.toContain(TOKEN)
    }
  })
})
