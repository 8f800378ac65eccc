/// <reference lib="dom" />
import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
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

async function printed(path: string): Promise<{ page: Page; sheets: string[] }> {
  const context = await browser.newContext({ locale: 'zh-CN' })
  const page = await context.newPage()
  await page.goto(server.url + path)
  await page.locator('#svelte-announcer').waitFor({ state: 'attached' })
  return { page, sheets: pdfPages(await page.pdf({ preferCSSPageSize: true })) }
}

const without = (text: string) => text.replace(/\s/g, '')

describe('print the comparison', () => {
  it('has the filters, the instant, the address and the page’s number on each sheet', async () => {
    const path = '/compare?duty=pairing&level=school&unit=01&as_of=2026-10-15T12:00'
    const { page, sheets } = await printed(path)
    const township = await page.locator('select[name=unit] option:checked').innerText()
    expect(sheets.length).toBeGreaterThan(0)
    for (const [index, text] of sheets.entries()) {
      expect(text).toContain(without(`结对 · 截至时点的状态 · 学校 · ${township}`))
      expect(text).toContain(without('截至 2026-10-15 12:00'))
      expect(text).toContain(`第${index + 1}页，共${sheets.length}页`)
      expect(text).toContain(server.url + path)
    }
  })
})

describe('a table that goes on over the sheet', () => {
  it('has its head on each of them', async () => {
    const { page, sheets } = await printed('/duties/talk?unit=01')
    const head = without((await page.locator('thead th').allInnerTexts()).slice(-2).join(''))
    const withRows = sheets.filter((text) => (text.match(/尾号\d{3}/g) ?? []).length > 1)
    expect(withRows.length).toBeGreaterThan(1)
    for (const text of withRows) expect(text).toContain(head)
  })
})

describe('every page', () => {
  it.each([
    ['/', '概览'],
    ['/townships/01?list=file', '档案'],
    ['/duties/talk?unit=01&status=missed', '未办'],
    ['/incidents?status=closed', '已办结'],
    ['/data?unit=01', '数据'],
    ['/changes?unit=01&register=census', '摸底花名册'],
    ['/orders?state=overdue', '整改·已逾期'],
    ['/review', '核查'],
    ['/methods', '数字怎么算'],
    ['/audit?action=sign_in', '审计记录'],
    ['/search?q=01', '01'],
  ])('%s numbers its sheets and says what was chosen on each', async (path, word) => {
    const { sheets } = await printed(path)
    for (const [index, text] of sheets.entries()) {
      expect(text).toContain(`第${index + 1}页，共${sheets.length}页`)
      expect(text).toContain('守望·')
      expect(text).toContain(word)
      expect(text).toContain('截至2026-')
      expect(text).toContain(server.url)
    }
  })
})

describe('a page that is left', () => {
  it('leaves nothing of itself in the margins of the next one', async () => {
    const { page } = await printed('/compare?duty=pairing')
    const title = () => page.evaluate(() => document.documentElement.style.getPropertyValue('--print-title'))
    expect(await title()).toContain('比较')
    await page.evaluate(() => (document.documentElement.dataset['kept'] = '1'))
    // The inspectors' own page, which nobody prints, says nothing of itself.
    const link = page.getByRole('link', { name: '审计记录' })
    await link.evaluate((element: HTMLAnchorElement) => (element.href = '/field'))
    await link.click()
    await page.waitForURL('**/field')
    await page.locator('h1').filter({ hasNotText: '结对' }).waitFor()
    expect(await page.evaluate(() => document.documentElement.dataset['kept'])).toBe('1')
    expect(await title()).toBe('')
  })
})
