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

beforeAll(async () => {
  county = await openApiCounty({ pulls: 2 })
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

async function open(path: string, { width = 1440, ...options }: BrowserContextOptions & { width?: number } = {}) {
  const context = await browser.newContext({ locale: 'zh-CN', viewport: { width, height: 900 }, ...options })
  const page = await context.newPage()
  await page.goto(server.url + path)
  if (options.javaScriptEnabled !== false) await box(page).waitFor()
  return page
}

const box = (page: Page) => page.getByRole('combobox', { name: '搜索' })
const options = (page: Page) => page.getByRole('listbox', { name: '搜索结果' }).getByRole('option')
const focused = (page: Page) => page.evaluate(() => document.activeElement?.id)
const overflow = (page: Page) =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
/** The id of the option that the box says is chosen, which must be there. */
const active = async (page: Page): Promise<string | null> => {
  const id = await box(page).getAttribute('aria-activedescendant')
  if (id !== null) expect(await page.locator(`#${id}[aria-selected=true]`).count()).toBe(1)
  return id
}

describe('the search in the header', () => {
  it('is used by keyboard alone: focus, choose, close, open', async () => {
    const page = await open('/data')
    await page.keyboard.press('Control+k')
    expect(await focused(page)).toBe('search')
    expect(await box(page).inputValue()).toBe('')
    expect(await box(page).getAttribute('aria-expanded')).toBe('false')
    await page.keyboard.type('青石')
    await options(page).first().waitFor()
    expect(await options(page).count()).toBe(8)
    expect(await box(page).getAttribute('aria-expanded')).toBe('true')
    expect(await active(page)).toBe(null)
    await page.keyboard.press('ArrowUp')
    expect(await active(page)).toBe('search-option-7')
    await page.keyboard.press('ArrowDown')
    expect(await active(page)).toBe('search-option-0')
    expect(await violations(page)).toEqual([])

    await page.keyboard.press('Escape')
    expect(await options(page).count()).toBe(0)
    expect(await box(page).getAttribute('aria-expanded')).toBe('false')
    expect(await box(page).inputValue()).toBe('青石')

    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('ArrowDown')
    expect(await options(page).nth(1).innerText()).toContain('青石上坪村')
    await page.keyboard.press('Enter')
    await page.waitForURL('**/townships/02?village=*#todo')
    expect(new URL(page.url()).searchParams.get('village')).toBe('青石上坪村')
    expect(await page.locator('select[name=village]').inputValue()).toBe('青石上坪村')
    expect(await options(page).count()).toBe(0)
  })

  it('is reached by Ctrl+K, but not out of a field, where / is a letter', async () => {
    const page = await open('/incidents')
    await page.keyboard.press('Control+k')
    expect(await focused(page)).toBe('search')
    await page.keyboard.type('1/2')
    expect(await box(page).inputValue()).toBe('1/2')
    await page.locator('select[name=kind]').focus()
    await page.keyboard.press('Control+k')
    expect(await page.evaluate(() => document.activeElement?.getAttribute('name'))).toBe('kind')
  })

  it('opens the board at the incident’s own line', async () => {
    const page = await open('/data')
    await box(page).fill('01-010')
    await options(page).first().click()
    await page.waitForURL('**/incidents?period=2026-09&incident=01%2F01-010#incident')
    const line = page.locator('.board li.chosen')
    expect(await line.innerText()).toContain('01-010')
    expect(await line.locator('details').getAttribute('open')).not.toBeNull()
    await page.waitForFunction(() => document.activeElement?.id === 'incident')
    expect(await line.locator('summary').evaluate((summary) => summary.getBoundingClientRect().top)).toBeLessThan(900)
    expect(await page.locator('select[name=unit]').inputValue()).toBe('01')
    expect(await violations(page)).toEqual([])
  })

  it('asks at the instant of the page, and leads to results at it', async () => {
    const page = await open('/?as_of=2026-10-20T12:00')
    await box(page).fill('青石镇')
    await options(page).first().waitFor()
    const instant = new URL(page.url()).searchParams.get('as_of') ?? ''
    await options(page).first().click()
    await page.waitForURL('**/townships/02?as_of=*')
    expect(new URL(page.url()).searchParams.get('as_of')).toContain(instant)
    await box(page).fill('01-010')
    await box(page).press('Enter')
    await page.waitForURL('**/search?q=01-010&as_of=*')
    await page.locator('.past-words').waitFor()
    expect(await page.locator('main a').first().getAttribute('href')).toMatch(
      /^\/incidents\?period=2026-09&incident=01%2F01-010&as_of=2026-10-20T12/,
    )
  })

  it('says so where nothing is found, and Enter leads to the page', async () => {
    const page = await open('/data')
    await box(page).fill('没有这个地方')
    await page.getByRole('status').getByText('没有找到“没有这个地方”').waitFor()
    await box(page).press('Enter')
    await page.waitForURL('**/search?q=*')
    await page.getByRole('heading', { level: 1 }).getByText('没有这个地方').waitFor()
    expect(await page.locator('main').innerText()).toContain('乡镇、村（社区）、学校的名称')
    expect(await options(page).count()).toBe(0)
  })

  it('leaves the header where it is when the list opens', async () => {
    for (const width of [360, 1440]) {
      const page = await open('/data', { width })
      const places = () =>
        page.evaluate(() =>
          [...document.querySelectorAll('header > *, h1')].map((each) => JSON.stringify(each.getBoundingClientRect())),
        )
      const before = await places()
      await box(page).fill('石桥')
      await options(page).first().waitFor()
      expect(await places()).toEqual(before)
      expect(await overflow(page)).toBe(0)
    }
  })

  it('works without JavaScript', async () => {
    const page = await open('/data', { javaScriptEnabled: false })
    expect(await page.getByRole('combobox', { name: '搜索' }).count()).toBe(0)
    await page.getByRole('searchbox', { name: '搜索' }).fill('高桥')
    await page.getByRole('button', { name: '搜索' }).click()
    await page.waitForURL('**/search?q=*')
    expect(await page.locator('main h2').allInnerTexts()).toEqual(['乡镇', '村（社区）', '学校'])
    expect(await page.getByRole('searchbox').inputValue()).toBe('高桥')
    await page.locator('main').getByRole('link', { name: '高桥中学' }).click()
    expect(new URL(page.url()).searchParams.get('school')).toBe('高桥中学')
  })

  it('is not there for somebody who is not signed in', async () => {
    const { code, name } = county.services.county
    const { now, timezone } = county.services
    const closed = await startPages({ api: county.api, now, county: { code, name, timezone }, viewer: () => null })
    const page = await (await browser.newContext()).newPage()
    await page.goto(`${closed.url}/login`)
    expect(await page.locator('input[name=q]').count()).toBe(0)
    await closed.close()
  })
})

describe('the page of results', () => {
  it.each([360, 1440, 3840])('has no violation that axe knows and does not scroll sideways at %i px', async (width) => {
    for (const path of ['/search', '/search?q=%E7%9F%B3%E6%A1%A5', '/search?q=0', '/search?q=xyz']) {
      const page = await open(path, { width })
      expect([path, await violations(page)]).toEqual([path, []])
      expect([path, await overflow(page)]).toEqual([path, 0])
    }
  })

  it('says what is wrong with too long a question', async () => {
    const page = await open(`/search?q=${'a'.repeat(60)}`)
    expect(await page.locator('main').innerText()).toContain('不超过 50 个字符')
  })
})
