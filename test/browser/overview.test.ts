/// <reference lib="dom" />
import { gzipSync } from 'node:zlib'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { violations } from '../support/axe.ts'
import { launchChromium } from '../support/chromium.ts'
import { createFakeServices, type FakeServices } from '../support/fake-services.ts'
import { startPages, type PageServer } from '../support/page-server.ts'
import { startSlowLine } from '../support/slow-line.ts'

let browser: Browser
let server: PageServer
let services: FakeServices

beforeAll(async () => {
  services = createFakeServices()
  server = await startPages(services)
  browser = await launchChromium()
})

afterEach(() => Promise.all(browser.contexts().map((context) => context.close())))

afterAll(async () => {
  await browser.close()
  await server.close()
})

/** A page of its own context; what the console or the content security policy complains of is kept. */
async function open(path = '/', options: BrowserContextOptions = {}): Promise<{ page: Page; complaints: string[] }> {
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

/** SvelteKit's announcer stands in the page once it is hydrated. */
const hydrated = (page: Page) => page.locator('#svelte-announcer').waitFor({ state: 'attached' })

const overflow = (page: Page) =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)

describe('the overview', () => {
  it('says how many townships have data of today, and what needs attention, each with its link', async () => {
    const { page, complaints } = await open()
    expect(await page.locator('h1').innerText()).toBe('12 个乡镇，11 个数据在 24 小时内')
    const lines = page.locator('section:has(#attention) > ol > li')
    expect(await lines.count()).toBe(7)
    expect(await lines.locator('a').count()).toBe(7)
    expect(await lines.first().innerText()).toContain('松岭镇 儿童档案')
    await hydrated(page)
    expect(complaints).toEqual([])
  })

  it('names the township whose figure fell, then and now, and leads to its duty', async () => {
    const { page } = await open('/', { javaScriptEnabled: false })
    const section = page.locator('section:has(#attention)')
    const fell = section.locator('li', { hasText: '由一个月前的' })
    expect(await fell.innerText()).toMatch(
      /高桥镇 结对\s+由一个月前的 688 \/ 688（100\.0%）降到 \d+ \/ 688（9\d\.\d%），低 \d\.\d 个百分点/,
    )
    expect(await section.locator('> p').innerText()).toContain('Newcombe')
    await fell.locator('a').click()
    expect(page.url()).toBe(`${server.url}/duties/pairing?unit=02`)
  })

  it('counts the lines beyond seven, and opens them by keyboard', async () => {
    const { page } = await open('/', { javaScriptEnabled: false })
    const more = page.locator('section:has(#attention) details')
    const count = await more.locator('li').count()
    expect(count).toBeGreaterThan(0)
    expect(await more.locator('summary').innerText()).toBe(`还有 ${count} 条`)
    expect(await more.locator('li').first().isVisible()).toBe(false)
    await more.locator('summary').press('Enter')
    expect(await more.locator('li').first().isVisible()).toBe(true)
  })

  it('shows no rate without done and owed, its interval and its target', async () => {
    const { page } = await open()
    const figures = page.locator('.figure')
    expect(await figures.count()).toBe(9)
    for (const figure of await figures.all()) {
      const text = await figure.innerText()
      expect(text).toMatch(/[\d,]+ \/ [\d,]+/)
      expect(text).toMatch(/\d+\.\d%/)
      expect(text).toMatch(/95% 区间 \d+\.\d–\d+\.\d%/)
      expect(text).toMatch(/目标 100%/)
    }
    expect(await figures.first().innerText()).toContain('5,542 / 6,000')
  })

  it('marks every figure and the rows that rest on old data', async () => {
    const { page } = await open()
    expect(await page.locator('.figure .late').count()).toBe(9)
    expect(await page.locator('.wide svg text', { hasText: '◐' }).count()).toBe(3)
    expect(await page.locator('#data-04').innerText()).toMatch(/3 天前\s*自 11-21 05:48 未更新/)
  })

  it('loads at most 150 kB of JavaScript, packed', async () => {
    const context = await browser.newContext({ locale: 'zh-CN' })
    const page = await context.newPage()
    const scripts: Promise<number>[] = []
    page.on('response', (response) => {
      if (/javascript/.test(response.headers()['content-type'] ?? ''))
        scripts.push(response.body().then((body) => gzipSync(body).byteLength))
    })
    await page.goto(server.url, { waitUntil: 'networkidle' })
    await hydrated(page)
    const sizes = await Promise.all(scripts)
    expect(sizes.length).toBeGreaterThan(3)
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThanOrEqual(150_000)
  })

  it('is complete without JavaScript', async () => {
    const { page } = await open('/', { javaScriptEnabled: false })
    expect(await page.locator('h1').innerText()).toContain('12 个乡镇')
    expect(await page.locator('.wide svg .cells a').count()).toBe(114)
    expect(await page.locator('.wide svg').isVisible()).toBe(true)
  })

  it('switches the language and the theme by links, also without JavaScript, and comes back to the same address', async () => {
    const { page } = await open('/?as_of=2026-10-31T12:00', { javaScriptEnabled: false })
    await page.getByRole('link', { name: 'English' }).click()
    expect(page.url()).toBe(`${server.url}/?as_of=2026-10-31T12:00`)
    expect(await page.locator('html').getAttribute('lang')).toBe('en-GB')
    expect(await page.locator('h1').innerText()).toBe('The county at 2026-10-31 12:00')
    await page.getByRole('link', { name: 'Dark' }).click()
    expect(await page.locator('body').evaluate((body) => getComputedStyle(body).backgroundColor)).toBe(
      'rgb(20, 24, 28)',
    )
    await page.getByRole('link', { name: '中文' }).click()
    expect(await page.locator('h1').innerText()).toBe('2026-10-31 12:00 时的全县')
  })

  it('does not lead away from the site by a preference', async () => {
    const { page } = await open('/preferences?theme=dark&back=https://example.org/')
    expect(page.url()).toBe(`${server.url}/`)
  })

  it('speaks English to the last word that is ours', async () => {
    const { page } = await open()
    await page.getByRole('link', { name: 'English' }).click()
    await hydrated(page)
    expect(await page.locator('h1').innerText()).toBe('12 townships, 11 with data from the last 24 hours')
    const rest = (await page.locator('body').innerText()).replace(/[\p{Script=Han}]{2,3}[镇乡]|青川示范县|中文/gu, '')
    expect(rest.match(/[\p{Script=Han}]+/gu)).toBeNull()
  })

  it('shows an earlier instant under its own words and border', async () => {
    services.asked.length = 0
    const { page } = await open('/?as_of=2026-10-31T12:00')
    expect(services.asked).toContain('/api/summary?level=county&as_of=2026-10-31T12%3A00%3A00%2B08%3A00')
    expect(await page.locator('.past-words').innerText()).toContain('2026-10-31 12:00')
    expect(await page.locator('.past').count()).toBe(1)
    // other pages are gone to at the same instant, but for those of the present
    const pages = page.locator('nav a')
    expect(await pages.nth(1).getAttribute('href')).toMatch(/^\/compare\?as_of=2026-10-31T12/)
    const ofThePresent = await pages.evaluateAll((links) =>
      links.map((link) => link.getAttribute('href') ?? '').filter((href) => !href.includes('as_of')),
    )
    expect(ofThePresent.sort()).toEqual(['/audit', '/data', '/inspections', '/orders'])
    await page.locator('.past-words a').click()
    await page.locator('.past').waitFor({ state: 'detached' })
  })

  it('takes an instant from the date control', async () => {
    const { page } = await open()
    await page.locator('.as-of summary').click()
    await page.locator('input[name=as_of]').fill('2026-10-31T12:00')
    await page.getByRole('button', { name: '查看' }).click()
    await page.locator('.past-words').waitFor()
    expect(new URL(page.url()).searchParams.get('as_of')).toBe('2026-10-31T12:00')
  })

  it('refuses an instant that is none, and says how to write it', async () => {
    const { page } = await open('/?as_of=yesterday')
    expect(await page.locator('[role=alert]').innerText()).toContain('2026-10-31T12:00')
  })
})

describe('by keyboard', () => {
  it('begins with a link past the header', async () => {
    const { page } = await open()
    await page.keyboard.press('Tab')
    expect(await page.evaluate(() => document.activeElement?.getAttribute('href'))).toBe('#content')
    await page.keyboard.press('Enter')
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('content')
  })

  it('reaches the heat map by one stop, moves in it by arrows and opens the rows behind a cell', async () => {
    const { page } = await open()
    await hydrated(page)
    const stops = page.locator('.wide a[tabindex="0"]')
    expect(await stops.count()).toBe(1)
    await stops.focus()
    const place = () => page.evaluate(() => document.activeElement?.getAttribute('href'))
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('ArrowRight')
    expect(await place()).toBe('/duties/quarter_update?unit=01&period=2026')
    await page.keyboard.press('ArrowLeft')
    await page.keyboard.press('ArrowLeft')
    expect(await place()).toBe('/duties/file?unit=01')
    await page.keyboard.press('Enter')
    await page.waitForURL(/\/duties\/file/)
    expect(new URL(page.url()).search).toBe('?unit=01')
  })

  it('sorts the table by its headers, and has its rows as files', async () => {
    const { page } = await open()
    await hydrated(page)
    await page.locator('details summary', { hasText: '以表格查看' }).press('Enter')
    const header = page.locator('th', { hasText: '按时率' })
    const sorted = (direction: string) => page.locator(`th[aria-sort=${direction}]`, { hasText: '按时率' }).waitFor()
    const { length } = services.asked
    await header.locator('button').press('Enter')
    await sorted('descending')
    await page.keyboard.press('Space')
    await sorted('ascending')
    // The rows are in the page already, and the focus stays where it was.
    expect(services.asked.slice(length)).toEqual([])
    expect(await header.locator('button').evaluate((button) => button === document.activeElement)).toBe(true)
    expect(new URL(page.url()).search).toBe('?sort=summary.rate.asc')
    expect(await page.locator('tbody tr').first().innerText()).toContain('白水乡')
    const file = page.getByRole('link', { name: '导出 XLSX：各乡镇各项职责' })
    expect(await file.getAttribute('href')).toBe('/api/summary?level=township&format=xlsx')
  })

  it('comes from the server in the order of its address, and is sorted anew without JavaScript', async () => {
    const { page } = await open('/?as_of=2026-10-31&sort=summary.rate.asc', { javaScriptEnabled: false })
    const header = page.locator('th', { hasText: '按时率' })
    expect(await header.getAttribute('aria-sort')).toBe('ascending')
    expect(await page.locator('tbody tr').first().innerText()).toContain('白水乡')
    await header.locator('button').press('Enter')
    await page.waitForURL(/as_of/)
    expect(new URL(page.url()).search).toBe('?as_of=2026-10-31')
    await page.locator('th', { hasText: '未办' }).locator('button').press('Enter')
    await page.waitForURL(/sort=/)
    expect(new URL(page.url()).search).toBe('?as_of=2026-10-31&sort=summary.missed.desc')
    const missed = await page.locator('tbody tr td:nth-child(6)').allInnerTexts()
    expect(missed.map(Number)).toEqual(missed.map(Number).toSorted((a, b) => b - a))
  })
})

describe('live', () => {
  const talk = (page: Page) => page.locator('.figure', { hasText: '月谈心' }).locator('.count')

  it('refreshes itself on a batch, quietly', async () => {
    const { page } = await open()
    await hydrated(page)
    const before = await talk(page).innerText()
    await page.evaluate(() => Object.assign(window, { isSamePage: true }))
    services.pushBatch()
    await page.waitForFunction(
      (text) => document.querySelectorAll<HTMLElement>('.figure .count')[4]?.innerText !== text,
      before,
    )
    expect(await talk(page).innerText()).not.toBe(before)
    expect(await page.evaluate(() => 'isSamePage' in window)).toBe(true)
    expect(await page.locator('.wide a[tabindex="0"]').count()).toBe(1)
  })

  it('keeps the last good figures with their age when a refresh fails, and recovers', async () => {
    const { page } = await open()
    await hydrated(page)
    const before = await talk(page).innerText()
    const top = await page.locator('.overview').evaluate((element) => element.getBoundingClientRect().top)
    services.fail(true)
    services.pushBatch()
    const notice = page.locator('.notice [role=alert]')
    await notice.waitFor()
    expect(await notice.innerText()).toMatch(/没有取到新的数字；下面是 2026-11-24 12:00 的（刚刚）。[^]*仓库正在恢复/)
    expect(await talk(page).innerText()).toBe(before)
    expect(await page.locator('.overview').evaluate((element) => element.getBoundingClientRect().top)).toBe(top)
    services.fail(false)
    services.pushBatch()
    await notice.waitFor({ state: 'detached' })
    expect(await talk(page).innerText()).not.toBe(before)
  })

  it('says that the line is down and takes it up again', async () => {
    const own = createFakeServices()
    const ownServer = await startPages(own)
    const context = await browser.newContext({ locale: 'zh-CN' })
    const page = await context.newPage()
    await page.goto(ownServer.url)
    // Complete is not yet connected: a line that does not stand cannot break.
    await expect.poll(own.listening).toBe(1)
    own.hangUp()
    const notice = page.locator('.notice [role=alert]')
    await notice.waitFor()
    expect(await notice.innerText()).toContain('正在重连')
    await notice.waitFor({ state: 'detached' })
    await ownServer.close()
  })

  it('says what failed and what to do when there were no figures yet', async () => {
    services.fail(true)
    const { page } = await open()
    expect(await page.locator('[role=alert]').innerText()).toMatch(/概览的数字没有取到。[^]*仓库正在恢复[^]*再试一次/)
    services.fail(false)
    await page.getByRole('link', { name: '再试一次' }).click()
    await page.locator('.figure').first().waitFor()
  })
})

describe('for everyone', () => {
  it.each([
    ['light', {}],
    ['dark', { colorScheme: 'dark' as const }],
    ['small', { viewport: { width: 390, height: 844 }, hasTouch: true }],
  ])('has no violation that axe knows: %s', async (_, options) => {
    const { page } = await open('/', options)
    await hydrated(page)
    expect(await violations(page)).toEqual([])
    await page.locator('details summary', { hasText: '以表格查看' }).click()
    expect(await violations(page, 'details[open]')).toEqual([])
  })

  it('has none in the style guide either, which shows every piece', async () => {
    const { page, complaints } = await open('/styleguide')
    await hydrated(page)
    expect(await violations(page)).toEqual([])
    expect(complaints).toEqual([])
  })

  it.each([
    ['/methods', 200],
    ['/no-such-page', 404],
  ])('has none on %s', async (path, status) => {
    const context = await browser.newContext({ locale: 'zh-CN' })
    const page = await context.newPage()
    expect((await page.goto(server.url + path))?.status()).toBe(status)
    await page.locator('h1').waitFor()
    expect(await violations(page)).toEqual([])
  })

  it.each([360, 390, 720, 1024, 1440, 3840])('does not scroll sideways at %i px', async (width) => {
    const { page } = await open('/', { viewport: { width, height: 900 } })
    expect(await overflow(page)).toBe(0)
    await page.getByRole('link', { name: 'English' }).click()
    expect(await overflow(page)).toBe(0)
  })

  it('shows the list of worst cells instead of the heat map on a small screen', async () => {
    const { page } = await open('/', { viewport: { width: 390, height: 844 } })
    expect(await page.locator('.chart').isVisible()).toBe(false)
    const rows = page.locator('figure .list .row')
    expect(await rows.count()).toBe(8)
    expect(await rows.first().innerText()).toMatch(/白水乡 三个一\s+198 \/ 512\s+38\.7%/)
  })

  it('moves nothing while it loads, piece by piece over a slow line', async () => {
    // A line of its own, not the browser's emulation of one: under it, late in a long run, the page was never complete.
    const slow_url = await startSlowLine(server.url, 200_000)
    const page = await (await browser.newContext({ viewport: { width: 1440, height: 900 } })).newPage()
    await page.goto(slow_url, { waitUntil: 'commit' })
    await hydrated(page)
    const shift = await page.evaluate(
      () =>
        new Promise<number>((resolve) => {
          let sum = 0
          const observer = new PerformanceObserver((list) => {
            for (const entry of list.getEntries()) sum += Number(Reflect.get(entry, 'value'))
          })
          observer.observe({ type: 'layout-shift', buffered: true })
          requestAnimationFrame(() => requestAnimationFrame(() => resolve(sum)))
        }),
    )
    expect(shift).toBe(0)
  })
})

describe('without the serving process', () => {
  it('says so, and how to start it', async () => {
    const alone = await startPages(null)
    const page = await browser.newPage()
    const response = await page.goto(alone.url)
    expect(response?.status()).toBe(503)
    expect(await page.locator('[role=alert]').innerText()).toContain('shouwang serve')
    await alone.close()
  })

  it('keeps the style guide to itself unless asked for', async () => {
    const quiet = await startPages(createFakeServices({ isStyleguideShown: false }))
    const page = await browser.newPage()
    const response = await page.goto(`${quiet.url}/styleguide`)
    expect(response?.status()).toBe(404)
    await quiet.close()
  })
})
