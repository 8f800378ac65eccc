import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { BODY_SIZE_LIMIT, PROTOCOL_HEADER } from '../../pipeline/server/pages.ts'
import type { Services } from '../../web/server/services.ts'
import { COUNTY_VIEWER } from './viewers.ts'

/** What a test serves; whoever it does not name is somebody of the county. */
export type ServedPages = Omit<Services, 'viewer'> & Partial<Pick<Services, 'viewer'>>

type Handler = (request: IncomingMessage & { services?: Services }, response: ServerResponse) => void

/** A running server of the built pages; `close` ends it and every connection it has. */
export interface PageServer {
  url: string
  close(): Promise<void>
}

/**
 * Serves the built pages (`npm run build`) on a free port of loopback, as the real process does: the API before the
 * pages, the services on the request.
 */
export async function startPages(served: ServedPages | null, { port = 0 } = {}): Promise<PageServer> {
  const handler = await loadHandler()
  const services = served && { viewer: () => COUNTY_VIEWER, ...served }
  const server = createServer((request: IncomingMessage & { services?: Services }, response) => {
    // As the real server says it: SvelteKit refuses a form whose origin is another.
    request.headers[PROTOCOL_HEADER] = 'http'
    if (services === null) return handler(request, response)
    if (request.url?.startsWith('/api/')) return void answer(services, request.url, response)
    request.services = services
    handler(request, response)
  })
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((resolve, reject) => {
        server.close((error) => (error ? reject(error) : resolve()))
        server.closeAllConnections()
      }),
  }
}

async function loadHandler(): Promise<Handler> {
  const path = new URL('../../build/handler.js', import.meta.url).href
  process.env.PROTOCOL_HEADER ??= PROTOCOL_HEADER
  process.env.BODY_SIZE_LIMIT ??= BODY_SIZE_LIMIT
  try {
    return ((await import(/* @vite-ignore */ path)) as { handler: Handler }).handler
  } catch (cause) {
    throw new Error('The pages are not built: run `npm run build` first.', { cause })
  }
}

async function answer(services: Services, path: string, response: ServerResponse): Promise<void> {
  const found = await services.api.request(path)
  response.writeHead(found.status, Object.fromEntries(found.headers))
  if (found.body === null) return void response.end()
  const reader = found.body.getReader()
  response.on('close', () => void reader.cancel())
  for (let part = await reader.read(); !part.done; part = await reader.read()) response.write(part.value)
  response.end()
}
