import { isIP } from 'node:net'
import { ShouwangError } from '../../errors.ts'

/** Whether a host to bind names this machine alone: 127.0.0.0/8, ::1, localhost. */
export const isLoopback = (host: string): boolean =>
  host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'))

/**
 * Refuses to serve other machines in clear: passwords and children's records would cross the network readable. With
 * `policy.security.public_url` a reverse proxy that encrypts stands before it, maybe on another machine.
 */
export function requireLoopback(host: string, public_url: string | null): void {
  if (isLoopback(host) || public_url !== null) return
  throw new ShouwangError(
    'forbidden',
    `不能在 ${host} 上提供服务：没有加密，密码和名单会在网络上被看到。请用 --host 127.0.0.1；要从别的机器查看，请在前面架设 https 反向代理，并在配置里写明 policy.security.public_url。`,
    { host },
  )
}

/**
 * Whether a request's Host header names this machine. A page elsewhere may point a name of its own at 127.0.0.1 and then
 * read what it finds there (DNS rebinding); its requests still bear that name.
 */
export function isLoopbackName(header: string | undefined): boolean {
  // A name and a port, and nothing that makes an address of it where somebody puts it into one.
  if (header === undefined || !/^[\w.:[\]-]+$/.test(header) || !URL.canParse(`http://${header}`)) return false
  const { hostname } = new URL(`http://${header}`)
  return isLoopback(hostname.replace(/^\[|\]$/g, ''))
}

/** Whether a Host header names this machine, or the address that a proxy offers it under. */
export const isOurName = (header: string | undefined, public_url: string | null): boolean =>
  isLoopbackName(header) || (public_url !== null && header === new URL(public_url).host)

/** A bound host and port as an address for a browser. */
export const addressOf = (host: string, port: number): string =>
  `http://${isIP(host) === 6 ? `[${host}]` : host}:${port}/`
