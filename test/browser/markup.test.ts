/// <reference lib="dom" />
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openApiCounty, type ApiCounty } from '../support/api-county.ts'
import { launchChromium } from '../support/chromium.ts'
import { startPages, type PageServer } from '../support/page-server.ts'
import { pullPoisoned } from '../support/poisoned-exports.ts'

const PAYLOADS = [
  '<script>window.ran=1</script>',
  '<img src=x onerror=window.ran=1>',
  '"><svg onload=window.ran=1>',
  "' onmouseover='window.ran=1' x='",
  '</script><script>window.ran=1</script>',
  '</title></style></textarea><img src=x onerror=window.ran=1>',
  '<a href="javascript:window.ran=1">x</a>',
  '<!--<img src=x onerror=window.ran=1>-->',
  '{@html "<img src=x onerror=window.ran=1>"}',
  '&lt;img src=x onerror=window.ran=1&gt;',
]

let county: ApiCounty
let browser: Browser
let server: PageServer
let page: Page
const refused: string[] = []
beforeAll(async () => {
  county = await openApiCounty({ pulls: 1 })
  await pullPoisoned(county, PAYLOADS)
  const { code, name } = county.services.county
  const { now, timezone } = county.services
  server = await startPages({ api: county.api, now, county: { code, name, timezone } })
  browser = await launchChromium()
  const context = await browser.newContext({ locale: 'zh-CN' })
  page = await context.newPage()
  // What the policy had to stop was already let through by a page.
  await page.exposeFunction('refuse', (what: string) => void refused.push(what))
  await page.addInitScript(() =>
    document.addEventListener('securitypolicyviolation', (event) =>
      (window as unknown as { refuse(what: string): void }).refuse(`${event.violatedDirective} ${event.blockedURI}`),
    ),
  )
})
afterAll(async () => {
  await browser.close()
  await server.close()
  await county.close()
})

const PAGES = [
  '/',
  '/compare?duty=talk&level=village&unit=01',
  '/compare?duty=talk&level=school&unit=01',
  '/incidents',
  '/incidents?unit=01&status=open',
  '/data?unit=01&kind=reject',
  '/data?unit=01&kind=warning',
  '/changes?from=2026-09-01&register=census&unit=01',
  '/changes?from=2026-09-01&register=contacts&unit=01',
  '/changes?from=2026-09-01&register=files&unit=01',
  '/townships/01?list=file',
  '/townships/01?list=talk',
  '/townships/01?list=visit',
  '/duties/talk?unit=01&status=missed',
  '/duties/file?unit=01',
]
/** The same, typed into an address. */
const TYPED = [
  '/townships/$',
  '/duties/$',
  '/incidents?unit=$',
  '/data?unit=01&code=$',
  '/townships/01?village=$&school=$&teacher=$',
  '/changes?from=$&unit=$',
  '/duties/talk?unit=$',
  '/compare?duty=$&unit=$',
  '/?as_of=$',
  '/login?next=$',
  '/$',
]

const seen = new Set<string>()

async function look(path: string): Promise<void> {
  await page.goto(server.url + path)
  await page.locator('#svelte-announcer').waitFor({ state: 'attached' })
  const found = await page.evaluate(() => ({
    ran: (window as unknown as { ran?: number }).ran ?? null,
    handlers: document.querySelectorAll('[onerror], [onload], [onmouseover], img[src="x"], a[href^="javascript:"]')
      .length,
    text: document.documentElement.textContent,
  }))
  expect([path, found.ran, found.handlers, refused]).toEqual([path, null, 0, []])
  for (const payload of PAYLOADS) if (found.text.includes(payload)) seen.add(payload)
}

it.each(PAGES)('markup in a register is text on %s', async (path) => {
  await look(path)
})

it.each(TYPED)('markup in the address is text on %s', async (path) => {
  for (const payload of PAYLOADS) await look(path.replaceAll('$', encodeURIComponent(payload)))
})

it('stands once, and not in the data of a page too, where the server drew it', async () => {
  const drawn: string[] = []
  for (const path of PAGES) {
    const html = await (await fetch(server.url + path)).text()
    const data = html.slice(html.lastIndexOf('<script'))
    const names = [...html.matchAll(/ data-drawing="([^"]+)"/g)].map(([, name = '']) => name)
    expect([path, new Set(names).size, data.match(/svg class=/g)]).toEqual([path, names.length, null])
    drawn.push(...names)
  }
  expect(drawn).toEqual(
    expect.arrayContaining(['heat-wide', 'trend-narrow', 'distribution-middle', 'funnel-small', 'rows-all']),
  )
})

it('was there to be seen on the pages', () => {
  expect(seen.size).toBeGreaterThan(5)
})
