/// <reference lib="dom" />
import AxeBuilder from '@axe-core/playwright'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { launchChromium } from '../support/chromium.ts'
import { COUNTY, DUTIES, townshipRows } from '../support/fake-county.ts'
import { createFakeServices } from '../support/fake-services.ts'
import { startPages, type PageServer } from '../support/page-server.ts'
import { COUNTY_VIEWER } from '../support/viewers.ts'

const services = createFakeServices()
let isSignedIn = true
let browser: Browser
let server: PageServer

const refusal = (status: number) =>
  new Response(JSON.stringify({ title: 'refused', status }), {
    status,
    headers: { 'content-type': 'application/problem+json' },
  })

beforeAll(async () => {
  server = await start()
  browser = await launchChromium()
})

/** Everything was inspected: the wall is never fuller. */
const verified = (): Response => {
  const units = [COUNTY.code, ...townshipRows().map(({ unit_id }) => unit_id)]
  const own = { checked: 1_064, confirmed: 951, rate: 0.8938, low: 0.704, high: 0.901 }
  const random = { random_checked: 0, random_confirmed: 0, random_rate: null }
  const rows = DUTIES.flatMap(({ code: duty }) =>
    [...new Set(units)].map((unit_id) => ({ unit_id, duty, ...own, ...random })),
  )
  return new Response(JSON.stringify({ rows }), { headers: { 'content-type': 'application/json' } })
}

/** The made-up county for somebody who may not see incidents, and whose session a test may end. */
const start = (port = 0) =>
  startPages(
    {
      ...services,
      viewer: () => (isSignedIn ? COUNTY_VIEWER : null),
      api: {
        request: (path, init) => {
          if (path.startsWith('/api/incidents')) return refusal(403)
          if (isSignedIn && path.startsWith('/api/verification')) return verified()
          if (!isSignedIn && !path.startsWith('/api/health')) return refusal(401)
          return services.api.request(path, init)
        },
      },
    },
    { port },
  )

afterEach(() => Promise.all(browser.contexts().map((context) => context.close())))

afterAll(async () => {
  await browser.close()
  await server.close()
})

async function open(path = '/wall', options: BrowserContextOptions = {}): Promise<Page> {
  const context = await browser.newContext({
    locale: 'zh-CN',
    viewport: { width: 1280, height: 720 },
    reducedMotion: 'reduce',
    ...options,
  })
  const page = await context.newPage()
  await page.clock.install()
  await page.goto(server.url + path)
  await page.locator('#svelte-announcer').waitFor({ state: 'attached' })
  return page
}

const slide = (page: Page) => page.locator('.slide').getAttribute('data-slide')
const at = (page: Page, key: string) => page.locator(`.slide[data-slide="${key}"]`).waitFor()
/** How many slides there are, as the wall's own foot says. */
const count = async (page: Page) => Number((await page.locator('.wall > .line').last().innerText()).split('/').at(-1))

describe('the wall', () => {
  it('turns by itself, after the seconds of its address', async () => {
    const page = await open('/wall?seconds=20&screens=data,families')
    expect(await slide(page)).toBe('data')
    expect(await page.locator('h1').count()).toBe(1)
    expect(await page.locator('header').count()).toBe(0)
    await page.clock.runFor(19_000)
    expect(await slide(page)).toBe('data')
    await page.clock.runFor(2_000)
    await at(page, 'families')
    expect(await page.locator('.slide').innerText()).toMatch(
      /目标 100%\s+数据已旧\s+5,542 \/ 6,000\s+92\.4%\s+核实率 89\.4%（951 \/ 1,064）/,
    )
    await page.clock.runFor(21_000)
    await at(page, 'data')
  })

  it('steps by arrows and stands still by space', async () => {
    const page = await open('/wall?screens=data,families')
    await page.keyboard.press('ArrowLeft')
    await at(page, 'families')
    await page.keyboard.press('ArrowRight')
    await at(page, 'data')
    await page.keyboard.press(' ')
    expect(await page.locator('.wall > .line').last().innerText()).toContain('已暂停')
    await page.clock.runFor(60_000)
    expect(await slide(page)).toBe('data')
  })

  it('is dark in the light theme, and has no violation that axe knows, on any of its slides', async () => {
    const page = await open('/wall', { colorScheme: 'light' })
    const wall = page.locator('.wall')
    expect(await wall.evaluate((element) => getComputedStyle(element).backgroundColor)).toBe('rgb(20, 24, 28)')
    for (let left = await count(page); left > 0; left -= 1) {
      const { violations } = await new AxeBuilder({ page }).analyze()
      expect(violations.map(({ id }) => id)).toEqual([])
      await page.keyboard.press('ArrowRight')
    }
  })

  it.each([
    [1280, 720, true],
    [3840, 2160, true],
    [360, 740, false],
  ])('fits %i × %i', async (width, height, isWhole) => {
    const page = await open('/wall', { viewport: { width, height } })
    const slides = await count(page)
    expect(slides).toBeGreaterThan(3)
    for (let left = slides; left > 0; left -= 1) {
      const over = await page.evaluate(() => {
        const { scrollWidth, clientWidth, scrollHeight, clientHeight } = document.documentElement
        return { aside: scrollWidth - clientWidth, down: scrollHeight - clientHeight }
      })
      expect({ key: await slide(page), aside: over.aside }).toMatchObject({ aside: 0 })
      if (isWhole) expect({ key: await slide(page), down: over.down }).toMatchObject({ down: 0 })
      await page.keyboard.press('ArrowRight')
    }
  })
})

describe('when something is wrong', () => {
  const trouble = (page: Page) => page.locator('.trouble')

  it('keeps the last good figures and says how old they are when the server is gone, and recovers', async () => {
    const page = await open('/wall?screens=families')
    const before = await page.locator('.slide').innerText()
    const port = Number(new URL(server.url).port)
    await server.close()
    await trouble(page).getByText('连接中断').waitFor()
    await page.clock.runFor(180_000)
    await trouble(page).getByText('3 分钟前').waitFor()
    expect(await page.locator('.slide').innerText()).toBe(before)
    server = await start(port)
    await page.clock.runFor(120_000)
    await page.waitForFunction(() => document.querySelector('.trouble')?.textContent.trim() === '')
  })

  it('asks to sign in again when the session has ended, and keeps the figures', async () => {
    const page = await open('/wall?screens=families')
    isSignedIn = false
    services.hangUp()
    await page.clock.runFor(61_000)
    await trouble(page).getByRole('link', { name: '请重新登录' }).waitFor()
    expect(await page.locator('.slide').innerText()).toContain('5,542 / 6,000')
    isSignedIn = true
    await page.clock.runFor(61_000)
    await page.waitForFunction(() => document.querySelector('.trouble')?.textContent.trim() === '')
  })
})
