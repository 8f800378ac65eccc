import { isIP } from 'node:net'
import { ShouwangError } from '../../errors.ts'

/** Whether a host to bind names this machine alone: 127.0.0.0/8, ::1, localhost. */
export const isLoopback = (host: string): boolean =>
  host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'))

/** Refuses to serve anybody but this machine, until there is sign-in (interfaces.md, Command line, serve). */
export function requireLoopback(host: string): void {
  if (isLoopback(host)) return
  throw new ShouwangError(
    'forbidden',
    `不能在 ${host} 上提供服务：本版本还没有登录，只允许本机访问。请用 --host 127.0.0.1；要从别的机器查看，请用 SSH 隧道。`,
    { host },
  )
}

/**
 * Whether a request's Host header names this machine. A page elsewhere may point a name of its own at 127.0.0.1 and then
 * read what it finds there (DNS rebinding); its requests still bear that name.
 */
export function isLoopbackName(header: string | undefined): boolean {
  if (header === undefined || !URL.canParse(`http://${header}`)) return false
  const { hostname } = new URL(`http://${header}`)
  return isLoopback(hostname.replace(/^\[|\]$/g, ''))
}

/** A bound host and port as an address for a browser. */
export const addressOf = (host: string, port: number): string =>
  `http://${isIP(host) === 6 ? `[${host}]` : host}:${port}/`
