import autocannon from 'autocannon'
import { largeCounty } from './county.ts'
import type { Result } from './main.ts'
import { ms } from './measure.ts'
import { serve } from './served.ts'

const CONNECTIONS = 50
const SECONDS = 10

/** (d) `/api/summary` at p95 under 50 connections: the same question again and again, and one never asked before each time. */
export async function benchServe(folder: string): Promise<Result[]> {
  const { address, cookie, stop } = await serve(await largeCounty(folder))
  try {
    const cached = await load(cookie, () => `${address}api/summary?level=township`)
    let asked = 0
    const fresh = await load(cookie, () => {
      asked++
      const second = new Date(Date.UTC(2026, 10, 2) + asked * 1000).toISOString().slice(0, 19)
      return `${address}api/summary?level=township&as_of=${second}%2B08:00`
    })
    const line = (what: string, result: autocannon.Result): Result => ({
      what: `(d) /api/summary at ${CONNECTIONS} connections, ${what}: p95 · requests a second`,
      value: ms(result.latency.p97_5),
      baseline: `${result.requests.average.toFixed(0)}/s`,
    })
    return [line('asked before', cached), line('never asked before', fresh)]
  } finally {
    await stop()
  }
}

/** autocannon tells p90 and p97.5; the stricter one stands for p95. */
async function load(cookie: string, url: () => string): Promise<autocannon.Result> {
  const result = await autocannon({
    url: url(),
    connections: CONNECTIONS,
    duration: SECONDS,
    timeout: 120,
    headers: { cookie },
    requests: [{ setupRequest: (request) => ({ ...request, path: new URL(url()).pathname + new URL(url()).search }) }],
  })
  // What was refused is quick, and says nothing of how quick an answer is.
  if (result.non2xx > 0) throw new Error(`${result.non2xx} answers of ${url()} were refused`)
  return result
}
