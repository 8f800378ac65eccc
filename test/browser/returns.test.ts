/// <reference lib="dom" />
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { returnAnswer } from '../../web/api/routes/returns.ts'
import { violations } from '../support/axe.ts'
import { openApiCounty, type ApiCounty } from '../support/api-county.ts'
import { launchChromium } from '../support/chromium.ts'
import { startPages, type PageServer } from '../support/page-server.ts'
import { pdfPages } from '../support/pdf-text.ts'

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

describe('the statistical return', () => {
  it('is of the quarter that ended last, in four tables whose first line is the sum', async () => {
    const { page, complaints } = await open('/returns')
    await hydrated(page)
    const { rows } = returnAnswer.parse(await (await county.api.request('/api/returns?period=2026-Q3')).json())
    const [sum] = rows as Record<string, unknown>[]
    expect(await page.locator('h1').innerText()).toContain(`在册留守儿童 ${String(sum?.children)} 人`)
    expect(await page.locator('main').innerText()).toContain('按 2026-09-30 23:59 前收到的台账')
    expect(await page.locator('table').count()).toBe(4)
    const first = page.locator('table').first()
    expect(await first.locator('tbody tr th').allInnerTexts()).toEqual(['合计', '高桥镇', '青石镇', '黑石乡'])
    expect(await first.locator('tbody tr').first().locator('td').first().innerText()).toBe(String(sum?.children))
    expect(await first.locator('thead tr').first().locator('th').allInnerTexts()).toEqual(
      '乡镇 人数 年龄 性别 留守类型 关爱等级'.split(' '),
    )
    expect(await page.getByRole('navigation').getByRole('link', { name: '报表' }).getAttribute('aria-current')).toBe(
      'page',
    )
    expect(complaints).toEqual([])
  })

  it('changes the period by the form without JavaScript, keeps the instant, and gives the same as files', async () => {
    const { page } = await open('/returns?as_of=2026-10-20T12:00', { javaScriptEnabled: false })
    await page.locator('select[name=period]').selectOption('2026')
    await page.getByRole('button', { name: '查看' }).click()
    expect(Object.fromEntries(new URL(page.url()).searchParams)).toEqual({ as_of: '2026-10-20T12:00', period: '2026' })
    expect(await page.locator('main').innerText()).toContain('期间未结束：数为 2026-10-20 的')
    const xlsx = await page.getByRole('link', { name: '导出 XLSX' }).getAttribute('href')
    const asked = new URL(xlsx ?? '', server.url)
    expect(asked.pathname).toBe('/api/returns')
    expect(Object.fromEntries(asked.searchParams)).toMatchObject({ period: '2026', format: 'xlsx' })
    expect(asked.searchParams.get('as_of')).toMatch(/^2026-10-20T12:00/)
  })

  it('counts what came in later when asked to', async () => {
    const { page } = await open('/returns?period=2026-Q3')
    await page.getByRole('link', { name: '把之后补报的也算上' }).click()
    await page.waitForURL(/as_of=2026-10-31/)
    expect(await page.locator('main').innerText()).toContain('数为 2026-09-30 的，按 2026-10-31')
  })

  it('says what is wrong with an address, and the way out', async () => {
    const { page } = await open('/returns?period=2027-Q1')
    const alert = page.locator('[role=alert]')
    expect(await alert.innerText()).toContain('还没有开始')
    await alert.getByRole('link', { name: '回到上一季度的季报' }).click()
    await page.locator('table').first().waitFor()
  })

  it('is printed on A4 that lies on its side, every table with its words', async () => {
    const { page } = await open('/returns?period=2026-Q3')
    await hydrated(page)
    const bytes = await page.pdf({ preferCSSPageSize: true })
    const boxes = [...bytes.toString('latin1').matchAll(/\/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]/g)]
    expect(boxes.length).toBeGreaterThan(0)
    for (const [, width, height] of boxes) expect(Number(width)).toBeGreaterThan(Number(height))
    const text = pdfPages(bytes).join('')
    for (const word of ['表一', '表二', '表三', '表四', '2026年第3季度', '合计']) expect(text).toContain(word)
  })
})

describe('for everyone', () => {
  it.each([
    ['light', {}],
    ['dark', { colorScheme: 'dark' as const }],
    ['small', { viewport: { width: 390, height: 844 }, hasTouch: true }],
  ])('has no violation that axe knows: %s', async (_, options) => {
    const { page } = await open('/returns', options)
    await hydrated(page)
    expect(await violations(page)).toEqual([])
  })

  it.each([360, 1024, 3840])('does not scroll sideways at %i px', async (width) => {
    const { page } = await open('/returns', { viewport: { width, height: 900 } })
    const overflow = () =>
      page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
    expect(await overflow()).toBe(0)
    await page.getByRole('link', { name: 'English' }).click()
    expect(await overflow()).toBe(0)
  })
})
