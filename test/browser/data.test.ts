/// <reference lib="dom" />
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
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

/** Leaves an export's title, header and first rows, as a file that was cut off has. */
function cutOff(township: string, name: RegExp, lines: number): void {
  const folder = join(county.exports, township)
  const file = readdirSync(folder).find((each) => name.test(each)) ?? ''
  const kept = readFileSync(join(folder, file)).toString('latin1').split('\n').slice(0, lines).join('\n')
  writeFileSync(join(folder, file), Buffer.from(`${kept}\n`, 'latin1'))
}

beforeAll(async () => {
  county = await openApiCounty({ pulls: 2 })
  cutOff('01', /谈心走访/, 100)
  cutOff('01', /摸底花名册/, 20)
  county.clock.now = new Date('2026-10-31T12:30:00+08:00')
  await county.pull()
  const { code, name } = county.services.county
  const { now, timezone } = county.services
  server = await startPages({ api: county.api, now, county: { code, name, timezone } })
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
  if (options.javaScriptEnabled !== false) await page.locator('#svelte-announcer').waitFor({ state: 'attached' })
  return page
}

const overflow = (page: Page) =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)

describe('the page of the data', () => {
  it('leads from a count of rejected rows to the rows, masked, and to the file to send back', async () => {
    const page = await open('/data')
    const township = page.locator('#faults-02')
    await township.locator('summary').click()
    const link = township.getByRole('link', { name: /^退回 \d+$/ }).first()
    const count = Number(/\d+/.exec(await link.innerText())?.[0])
    await link.click()
    await page.waitForURL(/unit=02.*#rows/)
    const rows = page.locator('section:has(#rows) tbody tr')
    await rows.first().waitFor()
    expect(await rows.count()).toBe(count)
    expect(await page.content()).not.toMatch(/99\d{15}[\dX]/)
    const file = page
      .locator('#faults-02')
      .getByRole('link', { name: /^退回文件/ })
      .first()
    const download = page.waitForEvent('download')
    await file.click()
    expect((await download).suggestedFilename()).toMatch(/\.xlsx$/)
    const rejects = await page.getByRole('link', { name: /^导出 CSV：.*退回的行/ }).getAttribute('href')
    const all = await readCsvTable(await county.api.request(rejects ?? ''))
    expect(all.length).toBeGreaterThanOrEqual(count)
    expect(new Set(all.map((row) => row.township))).toEqual(new Set(['02']))
  })

  it('refuses a held register, and accepts another after saying from how many rows to how many', async () => {
    const page = await open('/data')
    const held = page.locator('section:has(#holds) > ul > li')
    expect(await held.count()).toBe(2)
    const contacts = held.filter({ hasText: '谈心走访' })
    await contacts.getByText('接受', { exact: true }).click()
    const words = await contacts.locator('form:visible').innerText()
    const [, before, after] = /从 ([\d,]+) 行变为 ([\d,]+) 行/.exec(words) ?? []
    expect(Number(before)).toBeGreaterThan(Number(after))
    await contacts.getByRole('button', { name: /^确认接受/ }).click()
    await page.getByText(`现在是 ${after} 行`).waitFor()
    await page.waitForFunction(() => document.querySelectorAll('section:has(#holds) > ul > li').length === 1)
    await held.getByText('拒绝', { exact: true }).click()
    await held.getByRole('button', { name: /^确认拒绝/ }).click()
    await held.getByText('已拒绝').waitFor()
    const answer = (await (await county.api.request('/api/data')).json()) as { holds: { decision: string }[] }
    expect(answer.holds).toMatchObject([{ register: 'census', decision: 'refuse' }])
  })

  it('pulls a township without JavaScript', async () => {
    const page = await open('/data', { javaScriptEnabled: false })
    await page.getByRole('button', { name: /^立即取青石镇/ }).click()
    expect(await page.locator('.done').innerText()).toContain('青石镇已开始取数')
    await county.application.alone('02', () => Promise.resolve())
    await page.goto(`${server.url}/data`)
    expect(await page.locator('section:has(#runs) tbody tr').first().innerText()).toMatch(/青石镇[^]*页面/)
  })
})

describe('the page of changes', () => {
  it('shows what 02 added after the quarter closed, row by row', async () => {
    const page = await open('/changes')
    await page.locator('input[name=from]').fill('2026-09-30')
    await page.locator('select[name=unit]').selectOption('02')
    await page.getByRole('button', { name: '比较' }).click()
    await page.waitForURL(/unit=02/)
    const line = page.locator('section:has(#counts) tbody tr', { hasText: '谈心走访' })
    const added = line.locator('td').nth(1)
    expect(await added.innerText()).toBe('268')
    const file = await page.getByRole('link', { name: '导出 CSV：按乡镇和台账' }).getAttribute('href')
    const all = await readCsvTable(await county.api.request(file ?? ''))
    expect(all.map(({ township_id }) => township_id)).toEqual(all.map(() => '02'))
    expect(all.find(({ register }) => register === 'contacts')?.added).toBe('268')
    await added.locator('a').click()
    const rows = page.locator('section:has(#rows) tbody tr')
    await rows.first().waitFor()
    expect(await rows.count()).toBe(100)
    expect(await rows.first().innerText()).toMatch(/新增[^]*2026-10-31[^]*类别/)
    expect(await page.content()).not.toMatch(/99\d{15}[\dX]/)
    await page.getByRole('link', { name: '下一页' }).click()
    await page.waitForURL(/cursor=/)
    expect(await page.locator('section:has(#back) tbody tr').innerText()).toContain('154 / 268')
  })

  it('offers the days with batches, each as what came from then on', async () => {
    const page = await open('/changes')
    await page.getByRole('link', { name: '2026-10-31', exact: true }).click()
    await page.waitForURL(/from=2026-10-30/)
    await page.locator('section:has(#counts) tbody tr').first().waitFor()
  })

  it('says which of two instants is wrong', async () => {
    const page = await open('/changes?from=2026-10-30&to=2026-10-01')
    expect(await page.locator('main').innerText()).toContain('from 应早于 to')
  })
})

describe('both pages', () => {
  const PATHS = [
    '/data?unit=02&kind=reject',
    '/changes?from=2026-09-30&unit=02&register=contacts&change=added',
    '/changes?from=2026-09-30&register=pairings',
  ]
  it.each(PATHS.flatMap((path) => [360, 1440].map((width) => [path, width] as const)))(
    '%s has no violation that axe knows and does not scroll sideways at %i px',
    async (path, width) => {
      const page = await open(path, { viewport: { width, height: 900 } })
      expect(await violations(page)).toEqual([])
      expect(await overflow(page)).toBe(0)
    },
  )
})
