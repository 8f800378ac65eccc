/// <reference lib="dom" />
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { summaryAnswer } from '../../web/api/schemas.ts'
import { violations } from '../support/axe.ts'
import { openApiCounty, type ApiCounty } from '../support/api-county.ts'
import { launchChromium } from '../support/chromium.ts'
import { startPages, type PageServer } from '../support/page-server.ts'

let county: ApiCounty
let browser: Browser
let server: PageServer

beforeAll(async () => {
  county = await openApiCounty({ pulls: 2 })
  const { code, name } = county.services.county
  const { timezone } = county.services
  server = await startPages({ api: county.api, now: county.application.now, county: { code, name, timezone } })
  browser = await launchChromium()
})

afterEach(() => Promise.all(browser.contexts().map((context) => context.close())))

afterAll(async () => {
  await browser.close()
  await server.close()
  await county.close()
})

async function open(path: string, options: BrowserContextOptions = {}): Promise<{ page: Page; complaints: string[] }> {
  const context = await browser.newContext({ locale: 'zh-CN', viewport: { width: 1440, height: 900 }, ...options })
  const page = await context.newPage()
  const complaints: string[] = []
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text())
  })
  page.on('pageerror', (error) => complaints.push(error.message))
  await page.goto(server.url + path)
  return { page, complaints }
}

const hydrated = (page: Page) => page.locator('#svelte-announcer').waitFor({ state: 'attached' })

describe('the comparison', () => {
  it('begins at the first rows when it is sorted anew, and keeps what is compared', async () => {
    const html = await (await fetch(`${server.url}/compare?level=village&from=1&duty=talk`)).text()
    const form = /<form id="sort-units"[^]*?<\/form>/.exec(html)?.[0] ?? ''
    const sent = [...form.matchAll(/name="([^"]+)"/g)].map(([, name]) => name)
    expect(sent).toEqual(['level', 'duty'])
  })

  it('shows every township with the summary’s own counts, the furthest from its target first', async () => {
    const { page, complaints } = await open('/compare')
    await hydrated(page)
    const response = await county.api.request('/api/summary?level=township&duty=talk')
    const { rows } = summaryAnswer.parse(await response.json())
    const sorted = rows.toSorted((a, b) => (a.rate ?? 2) - (b.rate ?? 2))
    const lines = page.locator('section .row')
    expect(await lines.count()).toBe(rows.length)
    for (const [index, row] of sorted.entries()) {
      const text = await lines.nth(index).innerText()
      expect(text).toContain(row.unit_name)
      expect(text).toContain(`${row.met} / ${row.met + row.late + row.missed}`)
      expect(text).toMatch(/名次 \d+–\d+/)
    }
    expect(await page.locator('tbody tr').count()).toBe(rows.length)
    expect(await page.locator('tbody th a').first().getAttribute('href')).toMatch(/^\/townships\/0\d$/)
    expect(await page.locator('.wide svg .points circle').count()).toBe(rows.length)
    expect(await page.locator('tbody svg.spark').count()).toBe(rows.length)
    expect(complaints).toEqual([])
  })

  it('changes the duty by the form without JavaScript, and keeps the instant', async () => {
    const { page } = await open('/compare?as_of=2026-10-15T12:00', { javaScriptEnabled: false })
    await page.locator('select[name=duty]').selectOption('pairing')
    await page.locator('select[name=level]').selectOption('village')
    await page.locator('select[name=unit]').selectOption('01')
    await page.getByRole('button', { name: '比较' }).click()
    const query = new URL(page.url()).searchParams
    expect(Object.fromEntries(query)).toMatchObject({ duty: 'pairing', level: 'village', unit: '01' })
    expect(query.get('as_of')).toBe('2026-10-15T12:00')
    expect(await page.locator('h1').innerText()).toMatch(/^结对.*：\d+ 个村，/)
    expect(await page.locator('select[name=duty]').inputValue()).toBe('pairing')
    const csv = await page.getByRole('link', { name: '导出 CSV' }).getAttribute('href')
    expect(csv).toContain('duty=pairing')
    expect(csv).toContain('format=csv')
  })

  it('says what is wrong with an address, and the way out', async () => {
    const { page } = await open('/compare?duty=nothing')
    const alert = page.locator('[role=alert]')
    expect(await alert.innerText()).toContain('nothing')
    await alert.getByRole('link', { name: '回到默认的比较' }).click()
    await page.locator('section .row').first().waitFor()
  })
})

describe('for everyone', () => {
  it.each([
    ['light', {}],
    ['dark', { colorScheme: 'dark' as const }],
    ['small', { viewport: { width: 390, height: 844 }, hasTouch: true }],
  ])('has no violation that axe knows: %s', async (_, options) => {
    const { page } = await open('/compare', options)
    await hydrated(page)
    expect(await violations(page)).toEqual([])
  })

  it.each([360, 1024, 1440, 3840])('does not scroll sideways at %i px', async (width) => {
    const { page } = await open('/compare', { viewport: { width, height: 900 } })
    const overflow = () =>
      page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
    expect(await overflow()).toBe(0)
    await page.getByRole('link', { name: 'English' }).click()
    expect(await overflow()).toBe(0)
  })
})
