/// <reference lib="dom" />
import ExcelJS from 'exceljs'
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
  county = await openApiCounty()
  const { code, name, timezone } = county.application.config.county
  server = await startPages({ api: county.api, county: { code, name, timezone } })
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

const ask = async <T>(path: string): Promise<T> => (await (await county.api.request(path)).json()) as T

const overflow = (page: Page) =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)

interface Todo {
  lists: { list: string; count: number }[]
  villages: { value: string; count: number }[]
  rows: { last_four: string }[]
}

describe('the worst township for talks in September', () => {
  it('sets each duty beside last quarter and last year, and says of which days', async () => {
    const page = await open('/townships/01', { javaScriptEnabled: false })
    const section = page.locator('section:has(#earlier)')
    expect(await section.locator('.note').innerText()).toMatch(/2026-07-31[^]*2025-10-31/)
    const cells = await section.locator('tbody tr', { hasText: '月谈心' }).locator('td').allInnerTexts()
    expect(cells[0]).toMatch(/\d+\/\d+ · \d+\.\d%/)
    // Nothing had come a quarter before, and nothing is not compared with something.
    expect(cells.slice(1)).toEqual(['—', '—', '—', '—', '—', '—'])
  })

  it('groups a list by the teacher who last talked, each leading to the teacher’s part', async () => {
    const page = await open('/townships/01', { javaScriptEnabled: false })
    const table = page.locator('details', { hasText: '按上次谈心教师' })
    await table.locator('summary').click()
    const first = table.locator('tbody tr').first()
    const count = (await first.locator('td').innerText()).trim()
    await first.locator('a').click()
    expect(new URL(page.url()).searchParams.get('teacher')).toMatch(/^-?\d+$/)
    expect(await page.locator('.pages').first().innerText()).toContain(`本页 ${count} 条`)
  })

  it('is reached from the overview, and its to-do list comes as a workbook', async () => {
    const { rows } = await ask<{ rows: { unit_id: string; unit_name: string; rate: number }[] }>(
      '/api/summary?level=township&duty=talk&period=2026-09',
    )
    const worst = [...rows].sort((a, b) => a.rate - b.rate)[0]
    if (worst === undefined) throw new Error('no township')
    const todo = await ask<Todo>(`/api/todo?list=talk&unit=${worst.unit_id}&period=2026-09&limit=1000`)

    const page = await open('/')
    await page.locator('section:has(#data) a', { hasText: worst.unit_name }).click()
    await page.locator('h1', { hasText: worst.unit_name }).waitFor()
    await page.locator('select[name=period]').selectOption('2026-09')
    await page.getByRole('button', { name: '筛选' }).click()
    await page.waitForURL(/period=2026-09/)
    const table = page.locator('section:has(#todo) tbody tr')
    await table.first().waitFor()
    expect(await table.count()).toBe(todo.rows.length)
    expect(await table.first().innerText()).toMatch(/^\p{Script=Han}\*+/u)

    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: '导出名单' }).click(),
    ])
    expect(download.suggestedFilename()).toContain(`${worst.unit_name}-谈心未办`)
    const workbook = new ExcelJS.Workbook()
    await workbook.xlsx.readFile(await download.path())
    expect(workbook.worksheets.map(({ name }) => name)).toEqual(['谈心未办'])
    const cells = workbook.worksheets[0]?.getSheetValues().filter(Array.isArray) ?? []
    const head = cells.findIndex((row) => row.includes('身份证后四位'))
    const places = cells[head]?.indexOf('身份证后四位') ?? -1
    const fours = cells.slice(head + 1).map((row) => row[places])
    expect(fours).toEqual(todo.rows.map(({ last_four: digits }) => digits))
  })
})

describe('a township', () => {
  it('is complete without JavaScript: place, lists, profile, trend, parts', async () => {
    const page = await open('/townships/02?period=2026-09', { javaScriptEnabled: false })
    expect(await page.locator('h1').innerText()).toBe('青石镇')
    expect(await page.locator('.remarks li').count()).toBeGreaterThan(0)
    expect(await page.locator('.remarks li').count()).toBeLessThanOrEqual(3)
    const { lists } = await ask<Todo>('/api/todo?unit=02&period=2026-09')
    // the lists of the first nine duties, and of the further ones those that have a row
    const shown = lists.filter(({ count }, index) => index < 7 || count > 0)
    expect(await page.locator('.tabs a .count').allInnerTexts()).toEqual(shown.map(({ count }) => `${count}`))
    expect(await page.locator('section:has(#profile) .row').first().innerText()).toMatch(/全县 [\d,]+ \/ [\d,]+/)
    expect(await page.locator('#trend .wide svg').isVisible()).toBe(true)
    expect(await page.locator('section:has(#parts) table').count()).toBe(2)
    const order = await page.locator('main h2').evaluateAll((all) => all.map(({ id }) => id))
    expect(order).toEqual(['remarks', 'todo', 'profile', 'earlier', 'trend-title', 'parts'])
  })

  it('filters a list by village in the address, and lets go of it', async () => {
    const page = await open('/townships/02?period=2026-09')
    const { villages } = await ask<Todo>('/api/todo?unit=02&list=talk&period=2026-09')
    const village = villages[0]
    if (village === undefined) throw new Error('no village')
    await page.locator('select[name=village]').selectOption(village.value)
    await page.getByRole('button', { name: '筛选' }).click()
    const clear = page.getByRole('link', { name: '清除筛选' })
    await clear.waitFor()
    expect(new URL(page.url()).searchParams.get('village')).toBe(village.value)
    expect(await page.locator('section:has(#todo) tbody tr').count()).toBe(village.count)
    await clear.click()
    await clear.waitFor({ state: 'detached' })
  })

  it('proposes the villages with the most where there are many, takes any that is written, and says so', async () => {
    const value = (place: number) => ({ value: `村${place}`, name: `师${place}`, count: 9 })
    const some = Array.from({ length: 100 }, (_, place) => value(place))
    const request = async (path: string): Promise<Response> => {
      const answer = await county.api.request(path)
      if (!path.startsWith('/api/todo')) return answer
      const totals = { villages: 130, schools: 3, teachers: 104 }
      return Response.json({ ...((await answer.json()) as Todo), villages: some, teachers: some, totals })
    }
    const { code, name, timezone } = county.application.config.county
    const many = await startPages({ api: { request }, county: { code, name, timezone } })
    const html = await (await fetch(`${many.url}/townships/02?village=${encodeURIComponent('远村')}`)).text()
    await many.close()
    const form = /<form[^>]*>(?:(?!<form)[^])*?name="list"[^]*?<\/form>/.exec(html)?.[0] ?? ''
    expect(form).toMatch(/<input[^>]*name="village"[^>]*value="远村"/)
    expect(form.match(/<datalist id="most-village">[^]*?<\/datalist>/)?.[0].match(/<option/g)).toHaveLength(100)
    expect(form).toContain('共 130 个，请写全名')
    expect(form).toMatch(/<select[^>]*name="teacher"/)
    expect(form).toContain('最多的 100 位，共 104 位')
    expect(form).toMatch(/<select[^>]*name="school"/)
  })

  it.each(['file', 'pairing', 'key_pairing', 'three_ones', 'incident', 'quarter_update'])(
    'shows the list %s or says that it is empty',
    async (list) => {
      const page = await open(`/townships/02?list=${list}`, { javaScriptEnabled: false })
      expect(await page.locator('.tabs [aria-current]').count()).toBe(1)
      const { lists } = await ask<Todo>('/api/todo?unit=02')
      const count = lists.find((each) => each.list === list)?.count ?? 0
      expect(await page.locator('section:has(#todo) tbody tr').count()).toBe(Math.min(100, count))
      expect(await page.locator('section:has(#todo) .empty').count()).toBe(count === 0 ? 1 : 0)
    },
  )

  it('that is unknown is said to be so, with a way out', async () => {
    const context = await browser.newContext({ locale: 'zh-CN' })
    const page = await context.newPage()
    const response = await page.goto(`${server.url}/townships/77`)
    expect(response?.status()).toBe(404)
    expect(await page.locator('[role=alert]').innerText()).toMatch(/没有编号为“77”的乡镇。[^]*去概览/)
  })

  it.each([
    ['light', {}],
    ['dark', { colorScheme: 'dark' as const }],
    ['small', { viewport: { width: 390, height: 844 }, hasTouch: true }],
  ])('has no violation that axe knows: %s', async (_, options) => {
    const page = await open('/townships/02?period=2026-09', options)
    expect(await violations(page)).toEqual([])
  })

  it.each([360, 720, 1440, 3840])('does not scroll sideways at %i px', async (width) => {
    const page = await open('/townships/02?period=2026-09', { viewport: { width, height: 900 } })
    expect(await overflow(page)).toBe(0)
    await page.getByRole('link', { name: 'English' }).click()
    await page.locator('html[lang=en-GB]').waitFor()
    expect(await overflow(page)).toBe(0)
  })
})
