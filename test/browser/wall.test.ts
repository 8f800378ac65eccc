/// <reference lib="dom" />
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { violations } from '../support/axe.ts'
import { launchChromium } from '../support/chromium.ts'
import { COUNTY, DUTIES, NOW, townshipRows } from '../support/fake-county.ts'
import { createFakeServices } from '../support/fake-services.ts'
import { startPages, type PageServer } from '../support/page-server.ts'
import { COUNTY_VIEWER } from '../support/viewers.ts'

const services = createFakeServices()
let isSignedIn = true
/** Open incidents, where the one before the wall may see them. */
let incidents: object[] | null = null
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

const board = (rows: object[]): Response => {
  const open = { incidents: rows.length, running: 0, over: 0 }
  return new Response(JSON.stringify({ as_of: NOW, open, rows, next_cursor: null }), {
    headers: { 'content-type': 'application/json' },
  })
}

/** An open incident of which nobody was told, and so many minutes before the first of its clocks runs out; less: after. */
function untold(incident_id: string, township: string, left: number): object {
  const occurred = Date.parse(NOW) + (left - 30) * 60_000
  const at = (minutes: number) => new Date(occurred + minutes * 60_000).toISOString()
  const clock = (name: string, limit: number) => ({
    [`${name}_due_at`]: at(limit),
    [`${name}_status`]: Date.parse(at(limit)) < Date.parse(NOW) ? 'missed' : 'pending',
  })
  const times = ['guardian_notified', 'parents_notified', 'education_reported', 'township_reported', 'police_reported']
  const none = [...times, 'closed', 'live_occurred', 'live_closed', ...times.map((time) => `live_${time}`)]
  return {
    ...{ incident_id, township_id: '01', township, village: '上坪村', school: null, child_id: '990001201904180873' },
    ...{ kind: 'injury', status: 'open', occurred_at: at(0), told: 'register', is_missing_in_register: false },
    ...{ impossible_times: [], differing_times: [] },
    ...Object.fromEntries(none.map((name) => [`${name}_at`, null])),
    ...clock('notify_guardian', 30),
    ...clock('notify_parents', 60),
    ...clock('report_authority', 120),
  }
}

/** The made-up county for somebody who may not see incidents, and whose session a test may end. */
const start = (port = 0) =>
  startPages(
    {
      ...services,
      viewer: () => (isSignedIn ? COUNTY_VIEWER : null),
      api: {
        request: (path, init) => {
          if (path.startsWith('/api/incidents')) return incidents === null ? refusal(403) : board(incidents)
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
      expect(await violations(page)).toEqual([])
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

describe('the open incidents', () => {
  const HALL = { viewport: { width: 1920, height: 1080 } }
  const shown = (page: Page) => page.locator('.slide li').allInnerTexts()

  it('stand on it large enough for five metres, the most urgent first, ticking, and nothing of a child', async () => {
    incidents = [
      untold('2026-0007', '马鞍山彝族乡', -3_000),
      untold('2026-0019', '白水乡', -38),
      untold('2026-0021', '石门镇', 12),
      untold('2026-0022', '青石镇', 4),
      untold('2026-0011', '高桥镇', -700),
      untold('2026-0009', '龙潭镇', -1_500),
    ]
    const page = await open('/wall?screens=incidents', HALL)
    await at(page, 'incidents')
    expect(await page.locator('h1').innerText()).toContain('6')
    // Five: what runs out next, then what ran out last. The oldest is counted alone.
    const lines = await shown(page)
    expect(lines.map((line) => /2026-\d{4}/.exec(line)?.[0])).toEqual([
      '2026-0022',
      '2026-0021',
      '2026-0019',
      '2026-0011',
      '2026-0009',
    ])
    expect(lines[0]).toMatch(/青石镇[^]*还剩 4 分 00 秒|还剩 3 分 5\d 秒/)
    expect(lines[4]).toContain('小时')
    await page.clock.runFor(10_000)
    expect((await shown(page))[0]).not.toBe(lines[0])
    expect(await page.content()).not.toMatch(/990001201904180873|0873|上坪村/)

    // A hand's breadth of text at five metres: 40 px and more (look.md, Wall).
    const sizes = await page.evaluate(() =>
      [...document.querySelectorAll('.slide *')]
        .filter((element) => [...element.childNodes].some((node) => node.nodeType === 3 && node.textContent?.trim()))
        .map((element) => parseFloat(getComputedStyle(element).fontSize)),
    )
    expect(sizes.length).toBeGreaterThan(10)
    expect(Math.min(...sizes)).toBeGreaterThanOrEqual(40)
    expect(await violations(page)).toEqual([])
    for (const viewport of [HALL.viewport, { width: 1280, height: 720 }, { width: 360, height: 740 }]) {
      await page.setViewportSize(viewport)
      const over = await page.evaluate(() => {
        const { scrollWidth, clientWidth, scrollHeight, clientHeight } = document.documentElement
        return { aside: scrollWidth - clientWidth, down: scrollHeight - clientHeight }
      })
      expect({ ...viewport, ...over }).toMatchObject(viewport.width > 360 ? { aside: 0, down: 0 } : { aside: 0 })
    }
    incidents = null
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
