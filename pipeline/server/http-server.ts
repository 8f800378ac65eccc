import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { getRequestListener } from '@hono/node-server'
import { ShouwangError } from '../../errors.ts'
import type { Services } from '../../web/server/services.ts'
import type { Log } from './log.ts'
import { addressOf, isOurName } from './loopback.ts'
import { PROTOCOL_HEADER, type PageHandler, type PageRequest } from './pages.ts'

export interface HttpOptions {
  host: string
  /** 0 takes a free one. */
  port: number
  api: { fetch(request: Request): Response | Promise<Response> }
  pages: PageHandler
  /** What the pages get with each request. */
  services: Services
  /** The https address under which a reverse proxy offers all this; null: none. */
  public_url: string | null
  log: Log
  patiences?: Patiences
}

/** How long a client may take to ask: one that never ends its question holds a connection and nothing more. */
export interface Patiences {
  /** For the head of a request. */
  headers_ms: number
  /** For all of it. */
  request_ms: number
}

export interface HttpServer {
  /** As a browser takes it, with the port that was bound. */
  address: string
  /** Takes no request any more, ends the event streams, and lets open requests finish. */
  close(): Promise<void>
}

/** A request that is still open so long after the end was asked for is cut. */
const CLOSE_MS = 5_000
const PATIENCES: Patiences = { headers_ms: 15_000, request_ms: 30_000 }
const MOST_HEADER_BYTES = 16 * 1024
const EVENTS = '/api/events'
/** Two years, as browsers' lists of such sites ask for. */
const HSTS = 'max-age=63072000; includeSubDomains'

/** Serves API and pages on one port. Throws `conflict` when the port is taken. */
export async function startHttp(options: HttpOptions): Promise<HttpServer> {
  const { host, port, services, pages, public_url, log } = options
  const answerApi = getRequestListener((request) => options.api.fetch(request), { overrideGlobalObjects: false })
  const streams = new Set<ServerResponse>()
  const { headers_ms, request_ms } = options.patiences ?? PATIENCES
  const limits = {
    headersTimeout: headers_ms,
    requestTimeout: request_ms,
    connectionsCheckingInterval: Math.min(headers_ms, request_ms) / 2,
    maxHeaderSize: MOST_HEADER_BYTES,
  }
  const server = createServer(limits, (request: PageRequest, response) => {
    const [path = '/'] = (request.url ?? '/').split('?')
    logWhenDone(log, request, response, path)
    if (!isOurName(request.headers.host, public_url)) return refuseHost(response)
    if (public_url !== null) response.setHeader('strict-transport-security', HSTS)
    if (path === EVENTS) keepWhileOpen(streams, response)
    if (path === '/api' || path.startsWith('/api/')) return void answerApi(request, response)
    request.services = services
    request.headers[PROTOCOL_HEADER] = public_url === null ? 'http' : 'https'
    // A form's sender that takes anything is answered as a browser is, and not with SvelteKit's JSON of its own.
    if (request.headers.accept === '*/*') request.headers.accept = 'text/html'
    request.clientAddress = clientOf(request, public_url !== null)
    void answerPage(pages, request, response, log)
  })
  await listen(server, host, port)
  return {
    address: addressOf(host, (server.address() as AddressInfo).port),
    close: () => closeHttp(server, streams),
  }
}

async function answerPage(pages: PageHandler, request: PageRequest, response: ServerResponse, log: Log): Promise<void> {
  try {
    await pages(request, response, () => response.writeHead(404).end())
  } catch (error) {
    log.error({ err: error }, 'page failed')
    response.destroy()
  }
}

function listen(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      reject(
        error.code === undefined
          ? error
          : new ShouwangError('conflict', whyNot(error.code, host, port), { host, port }, { cause: error }),
      )
    })
    server.listen({ host, port }, resolve)
  })
}

function whyNot(code: string, host: string, port: number): string {
  if (code === 'EADDRINUSE') return `端口 ${port} 已被占用，请停止占用它的程序，或用 --port 换一个端口。`
  if (code === 'EACCES') return `没有权限使用端口 ${port}，请用 --port 换一个 1024 以上的端口。`
  return `不能在 ${host} 的端口 ${port} 上提供服务（${code}），请核对 --host 和 --port。`
}

/** Who asks: behind a proxy what it appended last, for anything before may be invented. */
function clientOf(request: IncomingMessage, is_behind_proxy: boolean): string {
  const said = request.headers['x-forwarded-for']
  const last = is_behind_proxy && typeof said === 'string' ? said.split(',').at(-1)?.trim() : undefined
  return last ?? request.socket.remoteAddress ?? ''
}

function keepWhileOpen(streams: Set<ServerResponse>, response: ServerResponse): void {
  streams.add(response)
  response.on('close', () => streams.delete(response))
}

async function closeHttp(server: Server, streams: ReadonlySet<ServerResponse>): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()))
  // An event stream would never end by itself; whoever follows comes back by itself.
  for (const stream of streams) stream.end()
  const sweep = setInterval(() => server.closeIdleConnections(), 50)
  const cut = setTimeout(() => server.closeAllConnections(), CLOSE_MS)
  await closed
  clearInterval(sweep)
  clearTimeout(cut)
}

function refuseHost(response: ServerResponse): void {
  const detail = '只能用本机的地址访问，如 http://127.0.0.1/ 或 http://localhost/。'
  const body = { type: 'urn:shouwang:problem:forbidden', title: '没有权限', status: 403, detail, code: 'forbidden' }
  response.writeHead(403, { 'content-type': 'application/problem+json', 'cache-control': 'no-store' })
  response.end(JSON.stringify(body))
}

function logWhenDone(log: Log, request: IncomingMessage, response: ServerResponse, path: string): void {
  const from = performance.now()
  response.on('close', () => {
    const { method } = request
    const facts = {
      method,
      route: routeOf(path),
      status: response.statusCode,
      ms: Math.round(performance.now() - from),
    }
    log.debug(facts, 'request')
  })
}

/** Which route a path belongs to, without what may name a place or a person. */
export function routeOf(path: string): string {
  const route = /^\/(api\/)?[a-z_.]{0,30}(?=\/|$)/.exec(path)?.[0]
  return route ?? '/…'
}
