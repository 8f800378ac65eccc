import { ShouwangError } from '../../errors.ts'
import { HeldBytes } from './held-bytes.ts'
import { networkReason, networkSentence, stallSentence } from './network-faults.ts'
import { PassingFault, withRetries, type RetryOptions } from './retry.ts'
import { Watchdog, type Expiry, type Timer } from './watchdog.ts'

export interface HttpClientOptions extends RetryOptions {
  /** Requests and redirects stay here; so does the authorization. */
  origin: string
  /** The whole header, or null. */
  authorization: string | null
  timeout_ms: number
  fetch: typeof globalThis.fetch
  timer: Timer
}

export interface HttpRequest {
  url: URL
  /** Conditions and the like. */
  headers?: Record<string, string>
  max_bytes: number
  /** What is thrown beyond `max_bytes`; the size is null where the server had not announced it. */
  tooLarge: (size: number | null) => ShouwangError
}

export interface HttpAnswer {
  /** 200, 304 or a refusal (4xx). Everything else is a failure and thrown. */
  status: number
  /** Where it came from, after redirects. */
  url: URL
  headers: Headers
  /** Filled for 200, else empty. */
  body: HeldBytes
}

export type HttpGet = (request: HttpRequest) => Promise<HttpAnswer>

const MAX_REDIRECTS = 5
const REDIRECTS = new Set([301, 302, 303, 307, 308])

/** A URL as it may be shown: neither credentials nor a query, which may hold a key. */
export const shownUrl = (url: URL): string => {
  const path = url.pathname
  try {
    return url.origin + decodeURI(path)
  } catch {
    return url.origin + path
  }
}

/**
 * A GET that is repeated while the fault may pass: network errors, timeouts, a body that was cut off, 408, 429 and 5xx.
 * Bodies are bounded and held in memory.
 */
export function httpClient(options: HttpClientOptions): HttpGet {
  return (request) => withRetries(options, () => follow(options, request))
}

async function follow(options: HttpClientOptions, request: HttpRequest): Promise<HttpAnswer> {
  let url = request.url
  for (let hops = 0; hops <= MAX_REDIRECTS; hops += 1) {
    const answer = await exchange(options, { ...request, url })
    if (!REDIRECTS.has(answer.status)) return answer
    url = redirectTarget(options.origin, answer)
  }
  throw fault(`${shownUrl(request.url)} 转来转去没有尽头：请检查对方网站的设置`, request.url, { reason: 'redirects' })
}

function redirectTarget(origin: string, { url, headers }: HttpAnswer): URL {
  const location = headers.get('location')
  if (location === null || !URL.canParse(location, url.href)) {
    throw fault(`${shownUrl(url)} 转到了一个不完整的网址：请检查对方网站的设置`, url, { reason: 'redirect' })
  }
  const target = new URL(location, url)
  if (target.origin === origin) return target
  // The token is for the configured server alone, and a sign-in page elsewhere is no export.
  const message = `${shownUrl(url)} 转到了另一个网站 ${target.origin}，不跟过去：如果那里才是对的，请把配置里的 url 改过来`
  throw fault(message, url, { reason: 'redirect', target: target.origin })
}

async function exchange(options: HttpClientOptions, request: HttpRequest): Promise<HttpAnswer> {
  const { url } = request
  const stall = new AbortController()
  const watchdog = new Watchdog(options.timer, options.timeout_ms, () => {
    stall.abort()
  })
  try {
    const response = await options.fetch(url, {
      headers: requestHeaders(options, request),
      redirect: 'manual',
      signal: AbortSignal.any([stall.signal, options.signal]),
    })
    watchdog.answered()
    checkStatus(response, url)
    const body = response.status === 200 ? await readBody(response, request, watchdog) : new HeldBytes()
    return { status: response.status, url, headers: response.headers, body }
  } catch (error) {
    if (error instanceof ShouwangError || error instanceof PassingFault) throw error
    if (watchdog.expired !== null) throw stalled(url, watchdog.expired, options.timeout_ms)
    if (options.signal.aborted) throw fault('读取已经停止', url, { reason: 'closed' }, error)
    throw networkFault(url, error)
  } finally {
    watchdog.stop()
    // A body that nobody reads would keep its connection.
    stall.abort()
  }
}

const requestHeaders = (options: HttpClientOptions, request: HttpRequest): Record<string, string> => ({
  // The bytes as they lie there: sizes and limits are theirs.
  'accept-encoding': 'identity',
  ...request.headers,
  ...(options.authorization === null ? {} : { authorization: options.authorization }),
})

/** Leaves 200, 304, redirects and refusals to the caller. */
function checkStatus({ status, headers }: Response, url: URL): void {
  const isPassing = status === 408 || status === 429 || status >= 500
  const isKnown = status === 200 || status === 304 || REDIRECTS.has(status) || (status >= 400 && !isPassing)
  if (isKnown) return
  const sentence =
    status === 429 ? '说请求太多' : status >= 500 ? '的服务器出了故障' : status === 408 ? '说等得太久' : '的答复看不懂'
  const error = fault(`${shownUrl(url)} ${sentence}（HTTP ${status}）：请稍后再试`, url, { status })
  throw isPassing ? new PassingFault(error, retryAfter(headers)) : error
}

/** RFC 9110, 10.2.3. A date is taken relative to the answer's own, so that two clocks need not agree. */
function retryAfter(headers: Headers): number | null {
  const value = headers.get('retry-after')?.trim() ?? ''
  if (/^\d{1,9}$/.test(value)) return Number(value) * 1000
  const ms = Date.parse(value) - Date.parse(headers.get('date') ?? '')
  return Number.isNaN(ms) ? null : Math.max(0, ms)
}

async function readBody(response: Response, request: HttpRequest, watchdog: Watchdog): Promise<HeldBytes> {
  const announced = announcedSize(response.headers)
  if (announced !== null && announced > request.max_bytes) throw request.tooLarge(announced)
  const held = new HeldBytes()
  for await (const chunk of chunksOf(response)) {
    if (held.size + chunk.length > request.max_bytes) throw request.tooLarge(null)
    held.append(chunk)
    watchdog.progress(chunk.length)
  }
  if (announced === null || announced === held.size) return held
  const message = `${shownUrl(request.url)} 没有传完（应有 ${announced} 字节，收到 ${held.size} 字节）：请稍后再试`
  throw new PassingFault(fault(message, request.url, { reason: 'truncated', announced, received: held.size }))
}

async function* chunksOf(response: Response): AsyncGenerator<Uint8Array> {
  const reader: ReadableStreamDefaultReader<Uint8Array> | undefined = response.body?.getReader()
  if (reader === undefined) return
  for (;;) {
    const { done, value } = await reader.read()
    if (done) return
    yield value
  }
}

/** Content-Length counts the coded bytes, which says nothing where the server coded them all the same. */
function announcedSize(headers: Headers): number | null {
  const length = headers.get('content-length') ?? ''
  const coding = headers.get('content-encoding') ?? 'identity'
  return coding === 'identity' && /^\d{1,15}$/.test(length) ? Number(length) : null
}

const stalled = (url: URL, expiry: Expiry, timeout_ms: number): PassingFault =>
  new PassingFault(fault(`${shownUrl(url)} ${stallSentence(expiry, timeout_ms)}`, url, { reason: `timeout_${expiry}` }))

const CERTIFICATE = /CERT|SELF_SIGNED|UNABLE_TO_|ERR_TLS_/

function networkFault(url: URL, error: unknown): PassingFault | ShouwangError {
  const reason = networkReason(error)
  if (reason !== null && CERTIFICATE.test(reason)) {
    const message = `${shownUrl(url)} 的安全证书不可信或已过期：请让对方更换证书`
    return fault(message, url, { reason }, error)
  }
  return new PassingFault(fault(`${shownUrl(url)} ${networkSentence(reason)}`, url, { reason }, error))
}

const fault = (message: string, url: URL, data: Record<string, unknown>, cause?: unknown): ShouwangError =>
  new ShouwangError('source_failed', message, { url: shownUrl(url), ...data }, { cause })
