import { request, type IncomingHttpHeaders } from 'node:http'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { routeOf, startHttp, type HttpServer } from '../../pipeline/server/http-server.ts'
import { createLog } from '../../pipeline/server/log.ts'
import type { PageHandler } from '../../pipeline/server/pages.ts'
import type { Services } from '../../web/server/services.ts'

const services: Services = {
  api: { request: () => new Response() },
  county: { code: '990001', name: '示范县', timezone: 'Asia/Shanghai' },
  viewer: () => null,
}
const lines: string[] = []
const log = createLog({ write: (text) => void lines.push(text), is_terminal: false, clock: () => new Date(0) })

/** Answers with what the pages were given. */
const pages: PageHandler = (req, response, next) => {
  if (req.url === '/nowhere') return next()
  if (req.url === '/broken') return Promise.reject(new Error('broken page'))
  response.end(JSON.stringify({ county: req.services?.county.name, protocol: req.headers['x-forwarded-proto'] }))
}

/** Streams that never end by themselves. */
const cancelled: string[] = []
const api = {
  fetch: (asked: Request): Response => {
    const { pathname } = new URL(asked.url)
    if (pathname !== '/api/events') return Response.json({ path: pathname, method: asked.method })
    const body = new ReadableStream({
      start: (controller) => controller.enqueue(new TextEncoder().encode('retry: 3000\n\n')),
      cancel: () => void cancelled.push(pathname),
    })
    return new Response(body, { headers: { 'content-type': 'text/event-stream' } })
  },
}

let server: HttpServer
beforeEach(async () => {
  lines.length = 0
  server = await startHttp({ host: '127.0.0.1', port: 0, api, pages, services, public_url: null, log })
})
afterEach(() => server.close())

interface Answer {
  status: number
  headers: IncomingHttpHeaders
  body: string
}

function ask(path: string, headers: Record<string, string> = {}): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const asking = request(new URL(path, server.address), { headers, agent: false }, (response) => {
      let body = ''
      response.setEncoding('utf8')
      response.on('data', (part: string) => (body += part))
      response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body }))
    })
    asking.on('error', reject)
    asking.end()
  })
}

describe('one port for API and pages', () => {
  it('gives the API what is under /api, and the pages the rest with their services', async () => {
    expect(JSON.parse((await ask('/api/summary?level=county')).body)).toEqual({ path: '/api/summary', method: 'GET' })
    expect(JSON.parse((await ask('/api')).body)).toEqual({ path: '/api', method: 'GET' })
    expect(JSON.parse((await ask('/apiary')).body)).toEqual({ county: '示范县', protocol: 'http' })
  })

  it('tells the pages how the request came, whatever the request says', async () => {
    expect(JSON.parse((await ask('/', { 'x-forwarded-proto': 'https' })).body).protocol).toBe('http')
  })

  it('answers 404 where the pages have nothing, and survives a page that fails', async () => {
    expect((await ask('/nowhere')).status).toBe(404)
    await expect(ask('/broken')).rejects.toThrow()
    expect((await ask('/')).status).toBe(200)
    expect(lines.join('')).toContain('broken page')
  })

  it.each(['evil.example', 'evil.example:8080', '127.0.0.1.evil.example', 'shouwang.localhost.example'])(
    'refuses a request to the name %s, which a page elsewhere has pointed here',
    async (host) => {
      for (const path of ['/api/summary', '/', '/api/events']) {
        const { status, headers, body } = await ask(path, { host })
        expect(status).toBe(403)
        expect(headers['content-type']).toBe('application/problem+json')
        expect(JSON.parse(body)).toMatchObject({
          status: 403,
          code: 'forbidden',
          detail: expect.stringContaining('127.0.0.1'),
        })
      }
    },
  )

  it('answers to localhost', async () => {
    expect((await ask('/', { host: 'localhost:9000' })).status).toBe(200)
  })

  it('says what to do when the port is taken', async () => {
    const port = Number(new URL(server.address).port)
    const second = startHttp({ host: '127.0.0.1', port, api, pages, services, public_url: null, log })
    await expect(second).rejects.toMatchObject({
      code: 'conflict',
      message: expect.stringMatching(new RegExp(`${port} 已被占用.*--port`)),
    })
  })

  it('ends event streams and idle connections when it closes', async () => {
    const asking = request(new URL('/api/events', server.address))
    const ended = new Promise<string>((resolve, reject) => {
      asking.on('error', reject)
      asking.on('response', (response) => {
        let body = ''
        response.on('data', (part: Buffer) => {
          body += part.toString()
          void server.close()
        })
        response.on('end', () => resolve(body))
      })
    })
    asking.end()
    expect(await ended).toBe('retry: 3000\n\n')
    await server.close()
    expect(cancelled).toEqual(['/api/events'])
    await expect(ask('/')).rejects.toMatchObject({ code: 'ECONNREFUSED' })
  })
})

describe('the log of requests', () => {
  it('holds route, status and time, and nothing that names a child or a place', async () => {
    await ask('/api/subjects?unit=01&child=990100201501012345')
    await ask('/townships/青石镇')
    const facts = lines.map((line) => JSON.parse(line))
    expect(facts).toEqual([
      {
        level: 'debug',
        time: expect.any(String),
        method: 'GET',
        route: '/api/subjects',
        status: 200,
        ms: expect.any(Number),
        msg: 'request',
      },
      {
        level: 'debug',
        time: expect.any(String),
        method: 'GET',
        route: '/townships',
        status: 200,
        ms: expect.any(Number),
        msg: 'request',
      },
    ])
  })

  it.each([
    ['/', '/'],
    ['/api/summary', '/api/summary'],
    ['/api/children/990100201501012345', '/api/children'],
    ['/_app/immutable/x.js', '/_app'],
    ['/990100201501012345', '/…'],
    ['/%E6%9D%8E', '/…'],
    ['//evil', '/'],
  ])('%s is %s', (path, route) => {
    expect(routeOf(path)).toBe(route)
  })
})
