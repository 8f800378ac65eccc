import { durationText } from './file-faults.ts'
import { totalTimeout, type Expiry } from './watchdog.ts'

const SENTENCES: Readonly<Record<string, string>> = {
  ECONNREFUSED: '拒绝连接：请检查对方服务器是否开着，地址和端口是否写对',
  ENOTFOUND: '找不到：请检查地址是否写对',
  EAI_AGAIN: '找不到：请检查本机的网络和域名解析',
  EHOSTUNREACH: '连不上：请检查网络',
  ENETUNREACH: '连不上：请检查网络',
  ETIMEDOUT: '连接超时：请检查网络',
  UND_ERR_CONNECT_TIMEOUT: '连接超时：请检查网络',
}

/** The code that Node gave a network error, however deep fetch or SSH wrapped it; null where there is none. */
export function networkReason(error: unknown): string | null {
  for (let at = error; at instanceof Error; at = at.cause) {
    if ('code' in at && typeof at.code === 'string') return at.code
  }
  return null
}

/** What to say of a network error after the name of the server. */
export const networkSentence = (reason: string | null): string =>
  (reason === null ? undefined : SENTENCES[reason]) ?? '的连接中断了：请检查网络，稍后再试'

const STALLS: Readonly<Record<Expiry, (ms: number) => string>> = {
  answer: (ms) => `在 ${durationText(ms)}内没有应答`,
  silence: (ms) => `传到一半停了 ${durationText(ms)}`,
  total: (ms) => `传得太慢，${durationText(totalTimeout(ms))}还没有传完`,
}

/** What to say of a server that stalled, after its name. */
export const stallSentence = (expiry: Expiry, timeout_ms: number): string =>
  `${STALLS[expiry](timeout_ms)}：请检查网络，稍后再试`
