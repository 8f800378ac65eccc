/// <reference lib="dom" />
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { openApiCounty, type ApiCounty } from '../support/api-county.ts'
import { violations } from '../support/axe.ts'
import { launchChromium } from '../support/chromium.ts'
import { openWithLateScripts } from '../support/late-scripts.ts'
import { startPages, type PageServer } from '../support/page-server.ts'

let county: ApiCounty
let browser: Browser
let server: PageServer

beforeAll(async () => {
  county = await openApiCounty({ pulls: 2 })
  const { county: named, timezone, now } = county.services
  server = await startPages({ api: county.api, now, county: { code: named.code, name: named.name, timezone } })
  browser = await launchChromium()
})

afterEach(() => Promise.all(browser.contexts().map((context) => context.close())))

afterAll(async () => {
  await browser.close()
  await server.close()
  await county.close()
})

async function open(path: string, options: BrowserContextOptions = {}): Promise<Page> {
  const context = await browser.newContext({ locale: 'zh-CN', viewport: { width: 1440, height: 900 }, ...options })
  const page = await context.newPage()
  await page.goto(server.url + path)
  return page
}

const hydrated = (page: Page) => page.locator('#svelte-announcer').waitFor({ state: 'attached' })
const focusedDay = (page: Page) => page.evaluate(() => (document.activeElement as HTMLElement).dataset['day'] ?? null)

async function openCalendar(page: Page): Promise<void> {
  await hydrated(page)
  await page.locator('.as-of summary').press('Enter')
  await page.locator('.as-of form button[aria-haspopup=dialog]').press('Enter')
  await page.locator('dialog a[tabindex="0"]').waitFor()
  await page.waitForFunction(() => document.activeElement?.closest('table') !== null)
}

const ADDRESS = '/duties/talk?unit=01&period=2026-09'

describe('the control of time', () => {
  it('asks for the days with batches only when its calendar opens, and marks them by a shape and in words', async () => {
    const page = await open(ADDRESS)
    const asked: string[] = []
    page.on('request', (request) => asked.push(new URL(request.url()).pathname))
    await hydrated(page)
    expect(asked).not.toContain('/api/batch-days')
    await openCalendar(page)
    expect(asked).toContain('/api/batch-days')
    const marked = page.locator('dialog .batch')
    expect(await marked.evaluateAll((days) => days.map((day) => (day as HTMLElement).dataset['day']))).toEqual([
      '2026-10-31',
    ])
    expect(await marked.getAttribute('aria-label')).toContain('3 个乡镇有批次')
    expect(await marked.evaluate((day) => getComputedStyle(day, '::after').width)).toBe('6px')
  })

  it('is moved by keys, not beyond today, and leads to the day with everything else that the address asks for', async () => {
    const page = await open(ADDRESS)
    await openCalendar(page)
    expect(await focusedDay(page)).toBe('2026-10-31')
    for (const [key, day] of [
      ['ArrowRight', '2026-10-31'],
      ['PageUp', '2026-09-30'],
      ['ArrowUp', '2026-09-23'],
      ['Home', '2026-09-21'],
      ['End', '2026-09-27'],
      ['ArrowLeft', '2026-09-26'],
      ['PageDown', '2026-10-26'],
      ['Shift+PageUp', '2025-10-26'],
      ['Shift+PageDown', '2026-10-26'],
    ] as const) {
      await page.keyboard.press(key)
      expect([key, await focusedDay(page)]).toEqual([key, day])
    }
    await page.keyboard.press('PageUp')
    await page.keyboard.press('Enter')
    await page.locator('.past-words').waitFor()
    const { pathname, searchParams } = new URL(page.url())
    expect([pathname, Object.fromEntries(searchParams)]).toEqual([
      '/duties/talk',
      { unit: '01', period: '2026-09', as_of: '2026-09-26' },
    ])
    // The day is over, as the API has it: what came on it is in sight.
    expect(await page.locator('.past-words').innerText()).toContain('2026-09-26 23:59')
    expect(await page.locator('dialog[open]').count()).toBe(0)
  })

  it('closes on Escape and gives the focus back', async () => {
    const page = await open(ADDRESS)
    await openCalendar(page)
    await page.keyboard.press('Escape')
    expect(await page.locator('dialog[open]').count()).toBe(0)
    expect(await page.evaluate(() => document.activeElement?.getAttribute('aria-haspopup'))).toBe('dialog')
  })

  it('comes back to now, by the link and by today, and keeps the rest', async () => {
    const page = await open(`${ADDRESS}&as_of=2026-10-15`)
    await page.locator('.past-words a').click()
    await page.locator('.past').waitFor({ state: 'detached' })
    expect(new URL(page.url()).search).toBe('?unit=01&period=2026-09')
    await page.goto(`${server.url}${ADDRESS}&as_of=2026-10-15`)
    await openCalendar(page)
    await page.locator('dialog a[aria-current=date]').click()
    await page.locator('.past').waitFor({ state: 'detached' })
    expect(new URL(page.url()).search).toBe('?unit=01&period=2026-09')
  })

  it('is a form that keeps the rest without JavaScript', async () => {
    const page = await open(ADDRESS, { javaScriptEnabled: false })
    await page.locator('.as-of summary').click()
    expect(await page.locator('.as-of button[aria-haspopup]').count()).toBe(0)
    await page.locator('input[name=as_of]').fill('2026-10-15T12:00')
    await page.locator('.as-of button[type=submit]').click()
    expect(Object.fromEntries(new URL(page.url()).searchParams)).toEqual({
      unit: '01',
      period: '2026-09',
      as_of: '2026-10-15T12:00',
    })
  })

  it('keeps what is written before the page is complete, and forgets it where another instant is shown', async () => {
    const page = await (await browser.newContext({ locale: 'zh-CN' })).newPage()
    const field = page.locator('.as-of input[name=as_of]')
    let now = ''
    await openWithLateScripts(page, server.url + ADDRESS, async () => {
      await page.locator('.as-of summary').click()
      now = await field.inputValue()
      await field.fill('2026-10-15T12:00')
    })
    expect(await field.inputValue()).toBe('2026-10-15T12:00')
    await page.locator('.as-of button[type=submit]').click()
    await page.locator('.past').waitFor({ state: 'attached' })
    expect(await field.inputValue()).toBe('2026-10-15T12:00')
    await page.locator('.past-words a').click()
    await page.locator('.past').waitFor({ state: 'detached' })
    expect(now).toMatch(/^2026-10-31T\d\d:\d\d$/)
    expect(await field.inputValue()).toBe(now)
  })

  it('says so where the days did not arrive', async () => {
    const page = await open(ADDRESS)
    await page.route('**/api/batch-days', (route) => route.abort())
    await hydrated(page)
    await page.locator('.as-of summary').click()
    await page.locator('.as-of form button[aria-haspopup=dialog]').click()
    expect(await page.locator('dialog [role=alert]').innerText()).toContain('没有取到')
  })

  it.each([360, 1440])('has no violation that axe knows and stays on the screen at %d px', async (width) => {
    const page = await open(ADDRESS, { viewport: { width, height: 740 } })
    await openCalendar(page)
    expect(await violations(page, 'dialog')).toEqual([])
    const box = await page.locator('dialog').boundingBox()
    expect((box?.x ?? -1) >= 0 && (box?.x ?? 0) + (box?.width ?? 0) <= width).toBe(true)
  })
})
