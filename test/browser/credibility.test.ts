/// <reference lib="dom" />
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createApi } from '../../web/api/app.ts'
import type { Viewer } from '../../web/server/viewer.ts'
import { violations } from '../support/axe.ts'
import { openApiCounty, type ApiCounty } from '../support/api-county.ts'
import { launchChromium } from '../support/chromium.ts'
import { startPages, type PageServer } from '../support/page-server.ts'
import { gateFor } from '../support/viewers.ts'

const HEAD: Viewer = { name: 'head02', role: 'township', units: ['02'] }

let county: ApiCounty
let browser: Browser
let server: PageServer

/**
 * The county is an honest one, so the test calls one of its signals a lead, and as many as a page has at most and one more
 * where `many` are wanted: what the page makes of them is what is tested.
 */
async function withLeads(all: Response, query: URLSearchParams, many: number): Promise<Response> {
  const json = (await all.json()) as { rows: Lead[]; replies: { unit_id: string; signal: string }[] }
  const row = json.rows.find(({ unit_id, observed }) => unit_id === '02' && observed > 0) ?? json.rows[0]
  const leads = Array.from({ length: many }, (_, place) => ({
    ...row,
    ...(place === 0 ? {} : { unit_id: `02/第${place}小学`, unit_name: `第${place}小学`, level: 'school' }),
    is_flagged: true,
  }))
  const from = Number(query.get('cursor') ?? 0)
  const to = from + Number(query.get('limit'))
  const page = { total: many, rows: leads.slice(from, to), next_cursor: to < many ? `${to}` : null }
  return Response.json({ ...json, ...page })
}
interface Lead {
  unit_id: string
  observed: number
}
let many = 1

beforeAll(async () => {
  county = await openApiCounty({ pulls: 2 })
  const { code, name } = county.services.county
  const { now, timezone } = county.services
  const api = createApi({ ...county.services, gate: gateFor(HEAD) })
  const request = async (path: string, init?: RequestInit): Promise<Response> => {
    const { pathname, searchParams } = new URL(path, 'http://county')
    if (pathname !== '/api/credibility' || !searchParams.has('flagged')) return api.request(path, init)
    return withLeads(await api.request('/api/credibility'), searchParams, many)
  }
  server = await startPages({ api: { request }, viewer: () => HEAD, now, county: { code, name, timezone } })
  browser = await launchChromium()
})

afterAll(async () => {
  await browser.close()
  await server.close()
  await county.close()
})

const open = async (width = 1440, colorScheme: 'light' | 'dark' = 'light'): Promise<Page> => {
  const context = await browser.newContext({ locale: 'zh-CN', viewport: { width, height: 900 }, colorScheme })
  const page = await context.newPage()
  await page.goto(`${server.url}/review/credibility`)
  await page.locator('#svelte-announcer').waitFor({ state: 'attached' })
  return page
}

describe('a lead', () => {
  it('shows its rows in one click, and keeps what the township replies beside it', async () => {
    const page = await open()
    const card = page.locator('article').first()
    await card.locator('a.rows').click()
    await page.waitForURL(/signal=\w+/)
    expect(await page.locator('#rows').count()).toBe(1)
    expect(await page.content()).not.toMatch(/99\d{15}[\dX]/)
    await card.locator('summary').click()
    await card.locator('textarea').fill('补录了九月的纸质记录，已附说明。')
    await card.locator('form button').click()
    await card.locator('[role=status]').waitFor()
    await page.reload()
    expect(await page.locator('article').first().locator('ol').innerText()).toContain('补录了九月的纸质记录')
    await page.context().close()
  })

  it('is one of twenty on a page, which says how many there are and leads to the others', async () => {
    many = 23
    const page = await open()
    expect(await page.locator('h1').innerText()).toContain('23 条线索')
    expect(await page.locator('article').count()).toBe(20)
    await page.getByText('本页 20 条，共 23 条').waitFor()
    await page.getByRole('link', { name: '下一页' }).click()
    await page.getByText('本页 3 条，共 23 条').waitFor()
    expect(await page.locator('article h3').last().innerText()).toContain('第22小学')
    // The way to the rows of one of them keeps the page of leads.
    expect(await page.locator('article a.rows').first().getAttribute('href')).toContain('leads=20')
    await page.getByRole('link', { name: '第一页' }).click()
    await page.getByText('本页 20 条，共 23 条').waitFor()
    await page.context().close()
    many = 1
  })

  it.each([
    [360, 'light'],
    [1440, 'dark'],
  ] as const)('has no fault that axe finds and does not scroll sideways at %i px, in %s', async (width, scheme) => {
    const page = await open(width, scheme)
    expect(await violations(page)).toEqual([])
    await page.locator('article summary').first().click()
    expect(await violations(page)).toEqual([])
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBe(0)
    await page.emulateMedia({ media: 'print' })
    expect(await page.locator('form:visible').count()).toBe(0)
    expect(await page.locator('article:visible').count()).toBeGreaterThan(0)
    await page.context().close()
  })
})
