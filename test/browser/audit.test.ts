/// <reference lib="dom" />
import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { Access } from '../../web/server/access.ts'
import { gateOf } from '../../web/server/gate.ts'
import type { Viewer } from '../../web/server/viewer.ts'
import { createApi } from '../../web/api/app.ts'
import { openApiCounty, type ApiCounty } from '../support/api-county.ts'
import { violations } from '../support/axe.ts'
import { launchChromium } from '../support/chromium.ts'
import { openWithLateScripts } from '../support/late-scripts.ts'
import { startPages, type PageServer } from '../support/page-server.ts'

let county: ApiCounty
let browser: Browser
let server: PageServer
let viewer: Viewer

beforeAll(async () => {
  county = await openApiCounty({ pulls: 2 })
  const { warehouse, vault } = county.application
  const { name, code } = county.services.county
  const { timezone } = county.services
  const access = await Access.open({
    warehouse,
    vault,
    now: county.services.now,
    county: { name, timezone },
    security: { second_factor: 'optional', idle_minutes: 120, session_hours: 12 },
  })
  const gate = { ...gateOf(access), viewer: () => viewer }
  const api = createApi({ ...county.services, gate, audit: access.audit })
  server = await startPages({ api, now: county.services.now, county: { code, name, timezone }, viewer: () => viewer })
  browser = await launchChromium()
})

afterEach(() => Promise.all(browser.contexts().map((context) => context.close())))

afterAll(async () => {
  await browser.close()
  await server.close()
  await county.close()
})

async function open(path: string, width = 1440): Promise<Page> {
  const context = await browser.newContext({ locale: 'zh-CN', viewport: { width, height: 900 } })
  const page = await context.newPage()
  await page.goto(server.url + path)
  return page
}

const overflow = (page: Page) =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)

describe('one child’s record', () => {
  it('is shown for a purpose, and the county and the township see who looked', async () => {
    viewer = { name: '督查一组', role: 'inspector', units: [] }
    const page = await open('/townships/01')
    await page.locator('#todo a[href^="/children/"], a[href^="/children/"]').first().click()
    await page.waitForURL('**/children/**')
    expect(await page.locator('main').innerText()).not.toMatch(/99\d{15}/)
    expect(await violations(page)).toEqual([])
    await page.getByLabel('督查核实').check()
    await page.getByLabel('说明（可不填）').fill('入户核对')
    await page.getByRole('button', { name: '查看' }).click()
    await page.getByText('这次查看已记入审计记录').waitFor()
    expect(await page.locator('dl').innerText()).toMatch(/99\d{15}[\dX]/)

    viewer = { name: '组长', role: 'county', units: [] }
    const trail = await open('/audit?verify=1')
    const first = trail.locator('tbody tr').first()
    expect(await first.innerText()).toMatch(/督查一组.*督查人员.*查看儿童信息.*.\* \d{3}[\dX].*督查核实.*入户核对/s)
    expect(await trail.locator('main').innerText()).toContain('记录完整')
    expect(await trail.locator('main').innerText()).not.toMatch(/99\d{15}/)
    expect(await violations(trail)).toEqual([])
    for (const width of [360, 3840]) expect(await overflow(await open('/audit', width))).toBe(0)

    viewer = { name: '乡镇', role: 'township', units: ['01'] }
    expect(await (await open('/audit')).locator('tbody tr').first().innerText()).toContain('督查一组')
    viewer = { name: '别的乡镇', role: 'township', units: ['02'] }
    expect(await (await open('/audit')).locator('main').innerText()).not.toContain('督查一组')
  })

  it('of another township is not there', async () => {
    viewer = { name: '组长', role: 'county', units: [] }
    const page = await open('/townships/01')
    const href = await page.locator('a[href^="/children/"]').first().getAttribute('href')
    viewer = { name: '别的乡镇', role: 'township', units: ['02'] }
    const other = await open('/account')
    await openWithLateScripts(other, server.url + (href ?? ''), () => other.getByLabel('紧急情况').check())
    expect(await other.getByLabel('紧急情况').isChecked()).toBe(true)
    await other.getByRole('button', { name: '查看' }).click()
    await other.getByRole('alert').waitFor()
    expect(await other.locator('main').innerText()).toContain('不在您的账号的范围内')
  })

  it('is not read by a role that has no audit trail to look at', async () => {
    viewer = { name: '学校', role: 'school', units: ['01/高桥中心小学'] }
    expect(await (await open('/audit')).locator('main').innerText()).toContain('您的账号不能查看这部分内容')
  })
})
