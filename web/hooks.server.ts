import { error, redirect, type Handle, type HandleFetch, type HandleServerError } from '@sveltejs/kit'
import { languageTag } from '$lib/format/language.ts'
import { m } from '$lib/i18n/compiled/messages.js'
import { paraglideMiddleware } from '$lib/i18n/compiled/server.js'
import { readTheme } from '$lib/theme.ts'
import { requireSameOrigin } from './api/same-origin.ts'
import { SESSION_COOKIE } from './server/session-cookie.ts'

/** Brings what the serving process handed over, and the reader's language and theme, to the pages. */
export const handle: Handle = ({ event, resolve }) =>
  paraglideMiddleware(event.request, ({ locale }) => {
    const services = event.platform?.req.services ?? null
    const theme = readTheme(event.cookies.get('theme'))
    // A telephone keeps the page of /field to open it without a signal: it is the same for everybody, and nobody's.
    const isShell = event.url.pathname === SHELL
    const viewer = (!isShell && services?.viewer(event.cookies.get(SESSION_COOKIE))) || null
    Object.assign(event.locals, { services, county: services?.county ?? null, viewer, language: locale, theme })
    if (event.request.method !== 'GET' && event.request.method !== 'HEAD') {
      refuseOthersForms(event)
      refuseLongForms(event)
    }
    // Without a serving process there is nothing to see; the page says so itself.
    if (viewer === null && services !== null && !isOpen(event.url.pathname)) redirect(303, signInAddress(event.url))
    return resolve(event, {
      transformPageChunk: ({ html }) => html.replace('%page.lang%', languageTag(locale)).replace('%page.theme%', theme),
    })
  })

/** What is to be seen without a sign-in: the sign-in itself, the switches of language and theme, and the page of /field. */
const isOpen = (path: string): boolean => OPEN.includes(path) || path.startsWith('/login/')
const SHELL = '/field'
const OPEN = ['/login', '/preferences', SHELL]

/** The sign-in, which leads back to where somebody wanted to go. */
function signInAddress({ pathname, search }: URL): string {
  const next = pathname + search
  return next === '/' ? '/login' : `/login?${new URLSearchParams({ next })}`
}

/** A form that a page of elsewhere sends is not ours, whatever session comes with it. */
function refuseOthersForms({ request }: { request: Request }): void {
  try {
    requireSameOrigin((name) => request.headers.get(name) ?? undefined)
  } catch {
    error(403, { message: m.error_other_site(), advice: m.error_other_site_advice() })
  }
}

/** Forms that hold files; every other one is short. */
const FILES = /^(\/inspections\/[a-z]+)?\/orders$|^\/evaluation\/\d{4}\/objections$/
const MOST_BYTES = 512 * 1024

/** SvelteKit's own limit is that of the longest form. */
function refuseLongForms({ request, url }: { request: Request; url: URL }): void {
  if (FILES.test(url.pathname)) return
  const isUnknown = request.headers.has('transfer-encoding')
  if (!isUnknown && Number(request.headers.get('content-length') ?? 0) <= MOST_BYTES) return
  error(413, { message: m.error_too_long(), advice: m.error_too_long_advice() })
}

/** `fetch('/api/…')` in a page's loader is answered in this process by the API that serves the browser too. */
export const handleFetch: HandleFetch = async ({ event, request, fetch }) => {
  const url = new URL(request.url)
  if (url.origin !== event.url.origin || !url.pathname.startsWith('/api/')) return fetch(request)
  const { services } = event.locals
  if (services === null) error(503, { message: m.error_no_services(), advice: m.error_no_services_advice() })
  const { method, headers, signal } = request
  const body = method === 'GET' || method === 'HEAD' ? null : await request.arrayBuffer()
  // SvelteKit leaves the cookie out where it knows no reason to send it; here the page asks for its reader.
  const own = new Headers(headers)
  own.set('cookie', event.request.headers.get('cookie') ?? '')
  return services.api.request(url.pathname + url.search, { method, headers: own, signal, body })
}

/** What nobody foresaw is reported to the serving process and told to the reader in plain words, without its insides. */
export const handleError: HandleServerError = ({ event, error: unforeseen, status }) => {
  if (status === 404) return { message: m.error_not_found(), advice: m.error_not_found_advice() }
  const report = event.locals.services?.report
  if (report) report(unforeseen, { path: event.url.pathname })
  // eslint-disable-next-line no-console -- with nobody to report to, the terminal is better than silence
  else console.error(unforeseen)
  return { message: m.error_unknown(), advice: m.error_unknown_advice() }
}
