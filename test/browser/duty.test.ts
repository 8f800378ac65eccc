/// <reference lib="dom" />
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { violations } from '../support/axe.ts'
import { openApiCounty, type ApiCounty } from '../support/api-county.ts'
import { launchChromium } from '../support/chromium.ts'
import { readCsvTable } from '../support/csv-reader.ts'
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
const rows = (page: Page) => page.locator('section:has(#rows) tbody tr')

const overflow = (page: Page) =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)

describe('the page of a duty', () => {
  it('says first what the duty is, with source, target and query', async () => {
    const { page, complaints } = await open('/duties/talk')
    await hydrated(page)
    const texts = await page.locator('main > :not(.print-only)').allInnerTexts()
    const said = texts.filter((text) => text.trim() !== '')
    expect(said[0]).toBe('月谈心')
    expect(said[1]).toMatch(/^在校月份里[^]*依据：[^]*目标 100%/)
    await page.locator('.definition summary').press('Enter')
    expect(await page.locator('.definition pre').innerText()).toContain('-- code: talk')
    expect(complaints).toEqual([])
  })

  it('shows how fast the guardians were told, with the deadline and what is left out, and the same as a table', async () => {
    const { page } = await open('/duties/notify_guardian', { javaScriptEnabled: false })
    const figure = page.locator('figure', { has: page.getByRole('heading', { name: /30 分钟内办到 \d+ \/ \d+ 起/ }) })
    expect(await figure.locator('.facts').innerText()).toMatch(/有可用时间的 \d+ \/ \d+ 起/)
    expect(await figure.locator('.wide svg .limit').count()).toBeGreaterThan(0)
    await figure.locator('summary').click()
    expect(await figure.locator('tbody tr').count()).toBeGreaterThan(0)
  })

  it('shows the gaps between talks, and nothing of the kind for a duty that has no distribution', async () => {
    const { page } = await open('/duties/talk', { javaScriptEnabled: false })
    expect(await page.getByRole('heading', { name: /两次谈心一半相隔不超过 \d+ 天/ }).count()).toBe(1)
    await page.goto(server.url + '/duties/file')
    expect(await page.locator('figure .facts').count()).toBe(0)
  })

  it('shows the county, its trend with target and trial limits, and every township', async () => {
    const { page } = await open('/duties/talk', { javaScriptEnabled: false })
    expect(await page.locator('.figures .figure').innerText()).toMatch(/[\d,]+ \/ [\d,]+[^]*95% 区间[^]*/)
    const chart = page.locator('.trend .wide svg')
    expect(await chart.isVisible()).toBe(true)
    expect(await chart.textContent()).toMatch(/目标 100%/)
    expect(await chart.textContent()).toMatch(/暂定控制限/)
    expect(await page.locator('section:has(#units) .row').count()).toBe(3)
  })

  it('lists the rows behind, a hundred at a time, and names no child', async () => {
    const { page } = await open('/duties/talk')
    await hydrated(page)
    expect(await rows(page).count()).toBe(100)
    expect(await rows(page).first().innerText()).toMatch(/尾号 \d{3}[\dX]/)
    // Between no other digits: a child's key is a long number of its own.
    expect(await page.content()).not.toMatch(/(?<!\d)99\d{15}[\dX](?!\d)/)
    const first = await rows(page).first().innerText()
    await page.getByRole('link', { name: '后 100 条' }).click()
    await page.getByRole('link', { name: '回到开头' }).waitFor()
    expect(await rows(page).first().innerText()).not.toBe(first)
    const data = await page.evaluate(async () => (await fetch(`/duties/talk/__data.json${location.search}`)).text())
    expect(data).toContain('who')
    expect(data).not.toMatch(/(?<!\d)99\d{15}[\dX](?!\d)/)
  })

  it('filters by status, and keeps unit, period and instant', async () => {
    const { page } = await open('/duties/talk?unit=01&period=2026-09&as_of=2026-10-31T12:00')
    await hydrated(page)
    const link = page.locator('nav[aria-label=按状态] a', { hasText: '未办' })
    const count = Number((await link.locator('.num').innerText()).replace(',', ''))
    await link.click()
    await page.locator('nav[aria-label=按状态] a[aria-current]', { hasText: '未办' }).waitFor()
    expect(Object.fromEntries(new URL(page.url()).searchParams)).toEqual({
      unit: '01',
      period: '2026-09',
      as_of: '2026-10-31T12:00',
      status: 'missed',
    })
    expect(await rows(page).count()).toBe(Math.min(100, count))
    for (const text of await rows(page).allInnerTexts()) expect(text).toMatch(/未办[^]*高桥镇[^]*2026 年 9 月/)
    const file = await page.getByRole('link', { name: '导出 CSV：名单' }).getAttribute('href')
    const all = await readCsvTable(await county.api.request(file ?? ''))
    expect(all.length).toBe(count)
    expect(new Set(all.map((row) => `${row.township_id} ${row.period} ${row.status}`))).toEqual(
      new Set(['01 2026-09 missed']),
    )
  })

  it('takes a semester, also where a unit is compared and where the list of what is to do stands', async () => {
    const { page } = await open('/duties/three_ones', { javaScriptEnabled: false })
    expect(await page.locator('select[name=period] option').allInnerTexts()).toEqual([
      '2026 全年',
      '2026 年春季学期',
      '2026 年秋季学期',
    ])
    await page.locator('select[name=period]').selectOption('2026-autumn')
    await page.getByRole('button', { name: '查看' }).last().click()
    expect(new URL(page.url()).searchParams.get('period')).toBe('2026-autumn')
    for (const text of await rows(page).allInnerTexts()) expect(text).toContain('2026 年秋季学期')
    await page.goto(server.url + '/compare?duty=three_ones&period=2026-spring')
    expect(await page.locator('h1').innerText()).toContain('2026 年春季学期')
    expect(await page.locator('select[name=period]').inputValue()).toBe('2026-spring')
    await page.goto(server.url + '/townships/01?list=three_ones&period=2026-spring')
    expect(await page.locator('select[name=period]').inputValue()).toBe('2026-spring')
    expect(await page.locator('section:has(#todo) tbody tr').first().innerText()).toContain('春季')
  })

  it('comes from a cell of the overview, and is left for a township', async () => {
    const { page } = await open('/')
    await page.locator('.wide .cells a').last().click()
    await page.waitForURL(/\/duties\/\w+\?unit=\d\d/)
    await page.locator('section:has(#units) .row a').first().click()
    await page.waitForURL(/unit=\d\d/)
    expect(await page.locator('.figures .figure').count()).toBe(2)
  })

  it('refuses a duty that is none, and a wrong parameter, each with the way out', async () => {
    const { page } = await open('/duties/naps')
    expect(await page.locator('[role=alert]').innerText()).toContain('talk')
    await page.goto(`${server.url}/duties/talk?status=done`)
    expect(await page.locator('[role=alert]').innerText()).toMatch(/“done”[^]*去掉筛选/)
  })

  it.each([360, 1440, 3840])('has no violation that axe knows and does not scroll sideways at %i px', async (width) => {
    const { page } = await open('/duties/talk?unit=01', { viewport: { width, height: 900 } })
    await hydrated(page)
    for (const summary of await page.locator('main summary').all()) await summary.click()
    expect(await violations(page)).toEqual([])
    expect(await overflow(page)).toBe(0)
  })

  it('speaks English to the last word that is ours', async () => {
    const { page } = await open('/duties/talk')
    await page.getByRole('link', { name: 'English' }).click()
    await page.getByText('Done on time').waitFor()
    expect(await page.locator('.definition .sentence').innerText()).toMatch(/^In each school month .*\.$/)
    const words = await page
      .locator('h1, h2, nav, figcaption, thead, .definition summary, .definition .sentence')
      .allInnerTexts()
    expect(
      words
        .join(' ')
        .replaceAll('青川示范县', '')
        .replaceAll('中文', '')
        .match(/[\p{Script=Han}]+/gu),
    ).toBeNull()
  })
})
