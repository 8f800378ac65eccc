/// <reference lib="dom" />
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { violations } from '../support/axe.ts'
import { openApiCounty, type ApiCounty } from '../support/api-county.ts'
import { launchChromium } from '../support/chromium.ts'
import { startPages, type PageServer } from '../support/page-server.ts'

let county: ApiCounty
let browser: Browser
let server: PageServer

let isFailing = false
let listeners: ReadableStreamDefaultController<string>[] = []

/** A line of events that the test itself speaks on. */
const events = () =>
  new Response(
    new ReadableStream<string>({ start: (line) => void listeners.push(line) }).pipeThrough(new TextEncoderStream()),
    { headers: { 'content-type': 'text/event-stream' } },
  )
const pushBatch = () => {
  for (const line of listeners) line.enqueue('event: batch\ndata: {}\n\n')
}
const PROBLEM = () =>
  Response.json(
    { type: 'about:blank', title: 'unready', status: 503, code: 'unready', detail: '仓库正在恢复。' },
    { status: 503 },
  )

beforeAll(async () => {
  county = await openApiCounty({ pulls: 2 })
  const { code, name } = county.services.county
  const { now, timezone } = county.services
  const request = async (path: string, init?: RequestInit): Promise<Response> => {
    if (isFailing && /^\/api\/(review|credibility|changes|returns)/.test(path)) return PROBLEM()
    return path === '/api/events' ? events() : county.api.request(path, init)
  }
  server = await startPages({ api: { request }, now, county: { code, name, timezone } })
  browser = await launchChromium()
})

afterEach(() => {
  isFailing = false
  listeners = []
  return Promise.all(browser.contexts().map((context) => context.close()))
})

afterAll(async () => {
  await browser.close()
  await server.close()
  await county.close()
})

async function open(path: string, options: BrowserContextOptions = {}): Promise<Page> {
  const context = await browser.newContext({ locale: 'zh-CN', viewport: { width: 1440, height: 900 }, ...options })
  const page = await context.newPage()
  await page.goto(server.url + path)
  if (options.javaScriptEnabled !== false) await page.locator('#svelte-announcer').waitFor({ state: 'attached' })
  return page
}

const overflow = (page: Page) =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)

const PATHS = [
  '/review',
  '/review/care?list=unreported',
  '/review/reconciliation',
  '/review/reconciliation?list=empty_places',
  '/review/pairings',
  '/review/pairings?list=no_contact',
]

describe('a refresh that fails', () => {
  it.each(['/review/pairings', '/review/credibility?unit=02', '/changes?unit=02', '/returns?period=2026-Q4'])(
    'leaves the last good figures of %s in sight, with their age',
    async (path) => {
      const page = await open(path)
      await expect.poll(() => listeners.length).toBeGreaterThan(0)
      const before = await page.locator('main h1').innerText()
      isFailing = true
      pushBatch()
      const notice = page.locator('.notice [role=alert]')
      await notice.waitFor()
      expect(await notice.innerText()).toMatch(/没有取到新的数字；下面是 2026-.* 的（刚刚）。[^]*仓库正在恢复/)
      expect(await page.locator('main h1').innerText()).toBe(before)
      expect(await page.locator('main table').count()).toBeGreaterThan(0)
    },
  )
})

describe('the review', () => {
  it('leads by the keyboard from its tab to a list, keeping the unit and the instant', async () => {
    const page = await open('/review?unit=02&as_of=2026-10-31T11:59')
    const tab = page.getByRole('navigation', { name: '核查的各部分' }).getByRole('link', { name: '结对质量' })
    await tab.focus()
    await page.keyboard.press('Enter')
    await page.waitForURL(/\/review\/pairings\?unit=02&as_of=/)
    const lists = page.getByRole('navigation', { name: '名单' })
    await lists.getByRole('link', { name: /^从未联系/ }).focus()
    await page.keyboard.press('Enter')
    await page.waitForURL(/list=no_contact/)
    expect(page.url()).toMatch(/unit=02/)
    const current = lists.locator('a[aria-current]')
    await current.filter({ hasText: '从未联系' }).waitFor()
    const count = Number(/\d+/.exec(await current.innerText())?.[0])
    const rows = page.locator('#table-rows tbody tr')
    expect(await rows.count()).toBe(Math.min(count, 100))
    expect(await page.content()).not.toMatch(/99\d{15}[\dX]/)
    expect(await page.locator('header nav a[aria-current]').innerText()).toBe('核查')
  })

  it('without JavaScript narrows a list to a reason, with as many rows as the choice says', async () => {
    const page = await open('/review/reconciliation', { javaScriptEnabled: false })
    const option = page.locator('select[name=reason] option').nth(1)
    const count = Number(/，(\d+) 条/.exec(await option.innerText())?.[1])
    await page.locator('select[name=reason]').selectOption((await option.getAttribute('value')) ?? '')
    await page.getByRole('button', { name: '查看' }).click()
    expect(page.url()).toContain('reason=')
    expect(await page.locator('#table-rows tbody tr').count()).toBe(Math.min(count, 100))
    const link = page.locator('#table-townships tbody a').first()
    const township = await link.innerText()
    await link.click()
    const towns = await page.locator('#table-townships tbody th').allInnerTexts()
    expect(towns).toEqual([township])
  })

  it.each([
    ['zh', 'light'],
    ['en', 'dark'],
  ] as const)('has no fault that axe finds and fits 360 px, in %s, %s', async (language, colorScheme) => {
    const page = await open('/review', { viewport: { width: 360, height: 780 }, colorScheme })
    for (const path of PATHS) {
      await page.goto(`${server.url}/preferences?language=${language}&back=${encodeURIComponent(path)}`)
      await page.locator('#svelte-announcer').waitFor({ state: 'attached' })
      expect([path, await violations(page)]).toEqual([path, []])
      expect([path, await overflow(page)]).toEqual([path, 0])
    }
  })

  it('prints its rows without tabs and forms', async () => {
    const page = await open('/review/pairings?list=no_contact')
    await page.emulateMedia({ media: 'print' })
    expect(await page.locator('nav:visible').count()).toBe(0)
    expect(await page.locator('form:visible').count()).toBe(0)
    expect(await page.locator('#table-rows tbody tr:visible').count()).toBeGreaterThan(0)
  })
})
