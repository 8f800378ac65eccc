import { DELIVERY_MS, NOT_CONNECTED, type ChannelTools, type Outcome } from './channel.ts'

export interface Post {
  url: string
  headers?: Record<string, string>
  body: string
}

/** What a server answered; its first bytes as text. */
export interface Posted {
  status: number
  text: string
  retry_after_ms?: number
}

/** An answer that says what became of a message is short; of a longer one nobody reads the rest. */
const MOST_BYTES = 64 * 1024

/**
 * Posts JSON once. No redirect is followed: the address is a secret, and a message is for whom the operator named. A fault
 * before anything was handed over may be tried again; after that nobody knows.
 */
export async function post({ url, headers, body }: Post, { fetch, timer }: ChannelTools): Promise<Posted | Outcome> {
  const limit = new AbortController()
  const cancel = timer(DELIVERY_MS, () => limit.abort())
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json; charset=utf-8', ...headers },
      body,
      redirect: 'manual',
      signal: limit.signal,
    })
    const text = await beginningOf(response)
    const seconds = response.headers.get('retry-after') ?? ''
    const retry = /^\d{1,6}$/.test(seconds) ? { retry_after_ms: Number(seconds) * 1000 } : {}
    return { status: response.status, text, ...retry }
  } catch (error) {
    if (limit.signal.aborted) return { state: 'unknown', reason: '没有在时限内回答' }
    const code = codeOf(error)
    if (code !== null && NOT_CONNECTED.test(code)) return { state: 'retry', reason: `连接不上（${code}）` }
    return { state: 'unknown', reason: `连接中断（${code ?? '原因不明'}）` }
  } finally {
    cancel()
    // What nobody reads would keep the connection.
    limit.abort()
  }
}

/** What an HTTP status says by itself; null: the body says more. */
export function outcomeOf({ status, retry_after_ms }: Posted): Outcome | null {
  if (status >= 200 && status < 300) return null
  const reason = `对方回答 HTTP ${status}`
  if (status === 504) return { state: 'unknown', reason }
  if (status === 408 || status === 429 || status >= 500) {
    return { state: 'retry', reason, ...(retry_after_ms === undefined ? {} : { after_ms: retry_after_ms }) }
  }
  return { state: 'failed', reason: status >= 300 && status < 400 ? `${reason}，不跟随转向：请更正地址` : reason }
}

/** The code of a robot's answer, in the field that it has it in; null where the answer is none of a robot's. */
export function codeIn({ text }: Posted, field: 'errcode' | 'code'): number | null {
  try {
    const value: unknown = JSON.parse(text)
    const code: unknown = typeof value === 'object' && value !== null ? Reflect.get(value, field) : undefined
    return typeof code === 'number' ? code : null
  } catch {
    return null
  }
}

function codeOf(error: unknown): string | null {
  for (let each = error; each instanceof Error; each = each.cause) {
    const code: unknown = Reflect.get(each, 'code')
    if (typeof code === 'string' && /^\w{1,60}$/.test(code)) return code
  }
  return null
}

async function beginningOf({ body }: Response): Promise<string> {
  const reader: ReadableStreamDefaultReader<Uint8Array> | undefined = body?.getReader()
  const parts: Uint8Array[] = []
  for (let size = 0; reader !== undefined && size < MOST_BYTES;) {
    const { done, value } = await reader.read()
    if (done) break
    parts.push(value)
    size += value.length
  }
  return Buffer.concat(parts).toString('utf8')
}
