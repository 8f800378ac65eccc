import { ShouwangError } from '../../errors.ts'

/**
 * Refuses a request that a browser sends for a page of elsewhere: whatever changes something asks for it. Browsers say
 * where a request comes from (`Sec-Fetch-Site`, else `Origin`) and no page can make them lie; what says neither is no
 * browser and bears nobody's session.
 */
export function requireSameOrigin(header: (name: string) => string | undefined): void {
  const site = header('sec-fetch-site')
  if (site !== undefined ? site === 'same-origin' : isOwn(header('origin'), header('host'))) return
  throw new ShouwangError('forbidden', '这个请求来自别的网站，没有执行。请在本系统的页面上操作。', {
    site: site ?? null,
  })
}

const isOwn = (origin: string | undefined, host: string | undefined): boolean =>
  origin === undefined || (URL.canParse(origin) && new URL(origin).host === host)
