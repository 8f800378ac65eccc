import type { Services } from '../../web/server/services.ts'
import { COUNTY_VIEWER } from './viewers.ts'
import { COUNTY, countyRows, DUTIES, earlierTownshipRows, NOW, townshipHealth, townshipRows } from './fake-county.ts'

/** Services that answer the pages with a made-up county, and what a test may do to them. */
export interface FakeServices extends Services {
  /** A batch comes: figures move a little, and every open event stream hears of it. */
  pushBatch(): void
  /** From now on every question but the health is refused, until told otherwise. */
  fail(isFailing: boolean): void
  /** Every path that was asked, in order. */
  readonly asked: string[]
  /** How many pages listen for events. */
  listening(): number
  /** Ends the event streams that are open. */
  hangUp(): void
}

/** The day to which the overview of now looks back for what fell. */
const MONTH_AGO = '2026-10-24'

const json = (body: unknown, status = 200) =>
  new Response(JSON.stringify(body), {
    status,
    headers: { 'content-type': status === 200 ? 'application/json' : 'application/problem+json' },
  })

/** Made-up services; `isEmpty` is a county before its first batch. */
export function createFakeServices({ isEmpty = false, isStyleguideShown = true } = {}): FakeServices {
  const listeners = new Set<ReadableStreamDefaultController<Uint8Array>>()
  const asked: string[] = []
  const encoder = new TextEncoder()
  let state = 1
  let isFailing = false

  const events = () => {
    let own: ReadableStreamDefaultController<Uint8Array>
    const body = new ReadableStream<Uint8Array>({
      start(controller) {
        own = controller
        listeners.add(controller)
        controller.enqueue(encoder.encode(': hello\n\n'))
      },
      cancel: () => void listeners.delete(own),
    })
    return new Response(body, { headers: { 'content-type': 'text/event-stream', 'cache-control': 'no-store' } })
  }

  const summary = (query: URLSearchParams) => {
    const level = query.get('level')
    const townships = query.get('as_of') === MONTH_AGO ? earlierTownshipRows() : townshipRows((state - 1) * 5)
    const rows = isEmpty ? [] : level === 'county' ? countyRows((state - 1) * 5) : townships
    return json({ as_of: query.get('as_of') ?? NOW, state, period: query.get('period') ?? '2026', rows })
  }

  return {
    county: COUNTY,
    viewer: () => COUNTY_VIEWER,
    isStyleguideShown,
    asked,
    api: {
      request(path) {
        const url = new URL(path, 'http://fake')
        asked.push(path)
        if (url.pathname === '/api/events') return events()
        if (url.pathname === '/api/health') {
          return json({ status: 'serving', since: NOW, as_of: NOW, state, townships: townshipHealth(NOW) })
        }
        if (isFailing)
          return json({ title: 'not_ready', detail: '仓库正在恢复，请稍后再试。', status: 503, code: 'not_ready' }, 503)
        if (url.pathname === '/api/summary') return summary(url.searchParams)
        if (url.pathname === '/api/incidents') {
          const open = { incidents: 0, running: 0, over: 0 }
          return json({ as_of: NOW, open, rows: [], next_cursor: null })
        }
        if (url.pathname === '/api/data') return json({ holds: [] })
        if (url.pathname === '/api/orders') return json({ counts: { overdue: 0 } })
        if (url.pathname === '/api/duties') return json({ duties: DUTIES })
        if (url.pathname === '/api/subjects') return json({ rows: [], query: Object.fromEntries(url.searchParams) })
        return json({ title: 'not_found', detail: url.pathname, status: 404 }, 404)
      },
    },
    pushBatch() {
      state += 1
      const data = JSON.stringify({ township: '01', at: NOW, state })
      for (const listener of listeners) listener.enqueue(encoder.encode(`event: batch\ndata: ${data}\n\n`))
    },
    fail(value) {
      isFailing = value
    },
    listening: () => listeners.size,
    hangUp() {
      for (const listener of listeners) listener.close()
      listeners.clear()
    },
  }
}
