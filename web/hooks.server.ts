import { error, type Handle, type HandleFetch, type HandleServerError } from '@sveltejs/kit'
import { languageTag } from '$lib/format/language.ts'
import { m } from '$lib/i18n/compiled/messages.js'
import { paraglideMiddleware } from '$lib/i18n/compiled/server.js'
import { readTheme } from '$lib/theme.ts'

/** Brings what the serving process handed over, and the reader's language and theme, to the pages. */
export const handle: Handle = ({ event, resolve }) =>
  paraglideMiddleware(event.request, ({ locale }) => {
    const services = event.platform?.req.services ?? null
    const theme = readTheme(event.cookies.get('theme'))
    Object.assign(event.locals, { services, county: services?.county ?? null, language: locale, theme })
    return resolve(event, {
      transformPageChunk: ({ html }) => html.replace('%page.lang%', languageTag(locale)).replace('%page.theme%', theme),
    })
  })

/** `fetch('/api/…')` in a page's loader is answered in this process by the API that serves the browser too. */
export const handleFetch: HandleFetch = async ({ event, request, fetch }) => {
  const url = new URL(request.url)
  if (url.origin !== event.url.origin || !url.pathname.startsWith('/api/')) return fetch(request)
  const { services } = event.locals
  if (services === null) error(503, { message: m.error_no_services(), advice: m.error_no_services_advice() })
  const { method, headers, signal } = request
  const body = method === 'GET' || method === 'HEAD' ? null : await request.arrayBuffer()
  return services.api.request(url.pathname + url.search, { method, headers, signal, body })
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
