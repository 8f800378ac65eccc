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

/** The county is an honest one, so the test calls one of its signals a lead: what the page makes of it is what is tested. */
async function withLead(answer: Response): Promise<Response> {
  const json = (await answer.json()) as { rows: { unit_id: string; observed: number; is_flagged: boolean }[] }
  const row = json.rows.find(({ unit_id, observed }) => unit_id === '02' && observed > 0) ?? json.rows[0]
  if (row) row.is_flagged = true
  return Response.json(json, { status: answer.status })
}

beforeAll(async () => {
  county = await openApiCounty({ pulls: 2 })
  const { code, name } = county.services.county
  const { now, timezone } = county.services
  const api = createApi({ ...county.services, gate: gateFor(HEAD) })
  const request = async (path: string, init?: RequestInit): Promise<Response> => {
    const answer = await api.request(path, init)
    return /^\/api\/credibility(\?|$)/.test(path) && answer.ok ? withLead(answer) : answer
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
