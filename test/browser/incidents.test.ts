/// <reference lib="dom" />
import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { startIncidentClock, type IncidentClock } from '../../pipeline/incident-clock.ts'
import { violations } from '../support/axe.ts'
import { openApiCounty, type ApiCounty } from '../support/api-county.ts'
import { launchChromium } from '../support/chromium.ts'
import { readCsvTable } from '../support/csv-reader.ts'
import { startPages, type PageServer } from '../support/page-server.ts'

const CHILD = '990001201904180873'

let county: ApiCounty
let clock: IncidentClock
let browser: Browser
let server: PageServer

beforeAll(async () => {
  county = await openApiCounty({ pulls: 2 })
  const { warehouse, events, now } = county.application
  const { timezone } = county.services
  clock = startIncidentClock({ warehouse, events, now, timezone, set_timer: () => () => undefined })
  await clock.settled()
  const { code, name } = county.services.county
  server = await startPages({ api: county.api, now, county: { code, name, timezone } })
  browser = await launchChromium()
})

afterEach(() => Promise.all(browser.contexts().map((context) => context.close())))

afterAll(async () => {
  await browser.close()
  await server.close()
  await clock.close()
  await county.close()
})

const tell = async (body: object): Promise<number> => {
  const response = await county.api.request('/api/intake/incidents', {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: 'Bearer intake-token-of-01' },
    body: JSON.stringify(body),
  })
  return response.status
}

async function open(path: string, viewport = { width: 1440, height: 900 }): Promise<Page> {
  const context = await browser.newContext({ locale: 'zh-CN', viewport })
  const page = await context.newPage()
  await page.goto(server.url + path)
  await page.locator('#svelte-announcer').waitFor({ state: 'attached' })
  return page
}

describe('the board of incidents', () => {
  it('shows what is told live without a reload, its clock runs, and an update stops it', async () => {
    const page = await open('/incidents')
    await page.evaluate(() => Object.assign(window, { isSamePage: true }))
    const first = { incident_id: 'L-1', child_id: CHILD, kind: 'missing', occurred_at: '2026-10-31T11:50:00+08:00' }
    expect(await tell(first)).toBe(201)
    const line = page.locator('.board li', { hasText: 'L-1' })
    await line.waitFor()
    expect(await line.innerText()).toContain('实时上报')
    const guardian = line.locator('.clock').first()
    const before = await guardian.innerText()
    expect(before).toMatch(/还剩 \d+ 分 \d\d 秒/)
    await page.waitForFunction(
      (text) => [...document.querySelectorAll<HTMLElement>('.clock')].every((each) => each.innerText !== text),
      before,
    )
    expect(await tell({ incident_id: 'L-1', guardian_notified_at: '2026-10-31T11:58:00+08:00' })).toBe(200)
    await guardian.getByText('用时 8 分').waitFor()
    expect(await page.evaluate(() => 'isSamePage' in window)).toBe(true)
  })

  it('opens a line by keyboard to its times, and names no child', async () => {
    const page = await open('/incidents')
    const line = page.locator('.board li').first()
    await line.locator('summary').focus()
    await page.keyboard.press('Enter')
    await line.locator('table').waitFor()
    expect(await line.locator('tbody tr').count()).toBe(7)
    expect(await page.content()).not.toMatch(/99\d{15}[\dX]/)
  })

  it('has in its address which lines are open, asks nothing anew for it, and comes back so', async () => {
    const page = await open('/incidents?status=open')
    const asked: string[] = []
    page.on('request', (request) => void (request.resourceType() === 'other' || asked.push(request.url())))
    const lines = page.locator('.board details')
    const [first = '', second = ''] = await lines.evaluateAll((all) => all.map((line) => line.dataset.incident ?? ''))
    const opened = () => new URL(page.url()).searchParams.getAll('incident')
    await lines.nth(0).locator('summary').focus()
    await page.keyboard.press('Enter')
    await page.waitForFunction(() => location.search.includes('incident='))
    await lines.nth(1).locator('summary').click()
    await page.waitForFunction(() => new URLSearchParams(location.search).getAll('incident').length === 2)
    expect(opened()).toEqual([first, second])
    await lines.nth(0).locator('summary').click()
    await page.waitForFunction(() => new URLSearchParams(location.search).getAll('incident').length === 1)
    expect(await page.evaluate(() => document.activeElement?.closest('details')?.dataset.incident)).toBe(first)
    expect(asked).toEqual([])

    await page.reload()
    await page.locator('#svelte-announcer').waitFor({ state: 'attached' })
    expect(
      await page.locator('.board details[open]').evaluateAll((all) => all.map((line) => line.dataset.incident)),
    ).toEqual([second])
    expect(await lines.count()).toBeGreaterThan(1)

    // Another language shows the same lines, also those opened since the page came.
    await lines.nth(0).locator('summary').click()
    await page.waitForFunction(() => new URLSearchParams(location.search).getAll('incident').length === 2)
    await page.getByRole('link', { name: 'English' }).click()
    await page.getByRole('link', { name: '中文' }).waitFor()
    expect(opened()).toEqual([second, first])
    expect(await page.locator('.board details[open]').count()).toBe(2)
    await page.getByRole('link', { name: '中文' }).click()
    await page.getByRole('link', { name: 'English' }).waitFor()
    await page.locator('#svelte-announcer').waitFor({ state: 'attached' })
    await lines.nth(0).locator('summary').click()
    await lines.nth(1).locator('summary').click()
    await page.waitForFunction(() => !location.search.includes('incident='))
    expect(new URL(page.url()).searchParams.get('status')).toBe('open')
  })

  it('says how old the registers are, and what runs over is told to the second', async () => {
    const page = await open('/incidents')
    await page.getByText(/^最早一批数据|^含 .* 旧数据$/).waitFor()
    const over = page.locator('.board .clock.missed .text', { hasText: '超时' })
    for (const text of await over.allInnerTexts()) expect(text).toMatch(/超时 \d+ 分 \d\d 秒/)
    expect(await over.count()).toBeGreaterThan(0)
  })

  it('filters by its address, and so are its files', async () => {
    const page = await open('/incidents?status=open&unit=01&kind=missing&period=2026-10')
    for (const line of await page.locator('.board li').all()) {
      expect(await line.innerText()).toMatch(/失踪[^]*2026-10/)
    }
    const file = await page.getByRole('link', { name: '导出 CSV：突发事件' }).getAttribute('href')
    const all = await readCsvTable(await county.api.request(file ?? ''))
    expect(all.map((row) => row.incident_id)).toContain('L-1')
    expect(new Set(all.map((row) => `${row.township_id} ${row.status} ${row.kind}`))).toEqual(
      new Set(['01 open missing']),
    )
    expect(await page.locator('select[name=kind]').inputValue()).toBe('missing')
  })

  it.each([360, 1440, 3840])('has no violation that axe knows and does not scroll sideways at %i px', async (width) => {
    const page = await open('/incidents', { width, height: 900 })
    await page.locator('summary').last().click()
    await page.locator('.board summary').first().click()
    expect(await violations(page)).toEqual([])
    expect(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)).toBe(
      0,
    )
  })
})
