import { createTransport } from 'nodemailer'
import { DELIVERY_MS, NOT_CONNECTED, type Channel, type Outcome } from './channel.ts'
import { fitted } from './message.ts'

export interface SmtpOptions {
  host: string
  port: number
  /** `tls` from the first byte; `starttls` before anything is told; `none` on this machine alone. */
  security: 'tls' | 'starttls' | 'none'
  user: string | null
  password: string | null
  from: string
  /** How long connection, greeting and each answer may take, in milliseconds. */
  timeout_ms?: number
  /** Certificates to trust besides the system's, in PEM; for tests and for a county's own authority. */
  ca?: string
}

const MOST_BYTES = 100_000

/**
 * E-mail by SMTP (RFC 5321), one letter a message. 4xx is tried again, 5xx is not (4.2.1). The letter has the message's id as
 * Message-ID, which few servers look at: one that was handed over without an answer is not sent again.
 */
export function smtp({ from, ca, ...options }: SmtpOptions): Channel {
  const { host, port, security, user, password, timeout_ms = DELIVERY_MS } = options
  const transport = createTransport({
    host,
    port,
    secure: security === 'tls',
    requireTLS: security === 'starttls',
    ignoreTLS: security === 'none',
    auth: user === null ? undefined : { user, pass: password ?? '' },
    tls: ca === undefined ? undefined : { ca },
    connectionTimeout: timeout_ms,
    greetingTimeout: timeout_ms,
    socketTimeout: timeout_ms,
    // A letter is text that we wrote: nothing in it may name a file or an address to be fetched.
    disableFileAccess: true,
    disableUrlAccess: true,
  })
  const domain = from.slice(from.lastIndexOf('@') + 1).replace(/>$/, '')
  return {
    knows_again: false,
    async send(message, to) {
      if (to === null) return { state: 'failed', reason: '没有邮箱地址' }
      try {
        await transport.sendMail({
          from,
          to: { name: '', address: to },
          subject: message.title,
          text: fitted(message, MOST_BYTES),
          messageId: `<${message.id}@${domain}>`,
          headers: { 'Auto-Submitted': 'auto-generated' },
        })
        return { state: 'sent' }
      } catch (error) {
        return outcomeOf(error)
      }
    },
  }
}

/** What comes before the letter is handed over. */
const EARLY_TIMEOUT = /^(CONNECT|GREETING|UPGRADE)_TIMEOUT$/

function outcomeOf(error: unknown): Outcome {
  const of = (name: string): unknown => (error instanceof Error ? Reflect.get(error, name) : undefined)
  const code = [of('originalCode'), of('code')].find((each) => typeof each === 'string') ?? '原因不明'
  const status = of('responseCode')
  if (of('code') === 'EAUTH') return { state: 'retry', reason: '邮件服务器不接受用户名或密码' }
  // A server that says farewell may do so with the letter in its hands.
  const isFarewell = of('code') === 'ECONNECTION' && of('command') === 'CONN'
  if (typeof status === 'number' && !isFarewell) {
    const reason = `邮件服务器回答 ${status}`
    return status >= 500 ? { state: 'failed', reason } : { state: 'retry', reason }
  }
  if (of('code') === 'EENVELOPE') return { state: 'failed', reason: '邮箱地址不对' }
  const isBefore =
    [code, of('code')].some((each) => NOT_CONNECTED.test(String(each))) || EARLY_TIMEOUT.test(String(of('timeoutType')))
  if (isBefore) return { state: 'retry', reason: `连接不上邮件服务器（${String(code)}）` }
  return { state: 'unknown', reason: `与邮件服务器的连接中断（${String(code)}）` }
}
