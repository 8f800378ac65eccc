/// <reference lib="dom" />
import { Secret, TOTP } from 'otpauth'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { violations } from '../support/axe.ts'
import { launchChromium } from '../support/chromium.ts'
import { PASSWORD, serveSample, type AccountName, type ServedCounty } from '../support/served-county.ts'
import { startSlowLine } from '../support/slow-line.ts'

let county: ServedCounty
let browser: Browser
beforeAll(async () => {
  county = await serveSample()
  browser = await launchChromium()
})
afterEach(() => Promise.all(browser.contexts().map((context) => context.close())))
afterAll(async () => {
  await browser.close()
  await county.close()
})

const at = (path: string): string => new URL(path, county.address).href

async function open(path: string, options: BrowserContextOptions = {}): Promise<Page> {
  const context = await browser.newContext({ locale: 'zh-CN', viewport: { width: 1440, height: 900 }, ...options })
  const page = await context.newPage()
  await page.goto(at(path))
  return page
}

/** A browser of somebody who is signed in. */
async function openAs(name: AccountName, path: string, options: BrowserContextOptions = {}): Promise<Page> {
  const [, value = ''] = (await county.cookieOf(name)).split('=')
  const context = await browser.newContext({ locale: 'zh-CN', viewport: { width: 1440, height: 900 }, ...options })
  await context.addCookies([{ name: 'shouwang_session', value, url: county.address }])
  const page = await context.newPage()
  await page.goto(at(path))
  return page
}

async function fill(page: Page, name: string, password: string): Promise<void> {
  await page.getByLabel('账号').fill(name)
  await page.getByLabel('密码', { exact: true }).fill(password)
  await page.getByRole('button', { name: '登录' }).click()
}

const codeOf = (secret: string): string =>
  new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: county.clock.now.getTime() })

const overflow = (page: Page) =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)

describe.each([
  ['with JavaScript', {}],
  ['without JavaScript', { javaScriptEnabled: false }],
])('somebody who signs in, %s', (_how, options) => {
  it('is told of a wrong password, keeps the name, and comes to where they wanted to go', async () => {
    const page = await open('/duties/talk?unit=01', options)
    expect(new URL(page.url()).pathname).toBe('/login')
    await fill(page, 'township01', 'falsch falsch')
    await page.getByText('账号或密码不对').waitFor()
    expect(await page.getByLabel('账号').inputValue()).toBe('township01')
    expect(await page.getByLabel('密码', { exact: true }).inputValue()).toBe('')
    await fill(page, 'township01', PASSWORD)
    await page.waitForURL(at('/duties/talk?unit=01'))
    await page.getByRole('link', { name: 'township01' }).waitFor()
  })

  it('gives a code too, where the account has a second factor', async () => {
    county.clock.now = new Date(county.clock.now.getTime() + 61_000)
    const page = await open('/incidents', options)
    await fill(page, 'half', PASSWORD)
    await page.getByLabel('六位验证码').fill('000000')
    await page.getByRole('button', { name: '确认' }).click()
    await page.getByText('验证码不对').waitFor()
    await page.getByLabel('六位验证码').fill(county.code())
    await page.getByRole('button', { name: '确认' }).click()
    await page.getByRole('link', { name: 'half' }).waitFor()
  })
})

describe('an account', () => {
  it('changes its password, and signs out everywhere', async () => {
    const elsewhere = await openAs('inspector', '/account')
    const page = await open('/account')
    await fill(page, 'inspector', PASSWORD)
    await page.waitForURL(at('/account'))
    const change = async (present: string, next: string, again: string) => {
      await page.getByLabel('现在的密码').fill(present)
      await page.getByLabel('新密码（至少 8 个字符）').fill(next)
      await page.getByLabel('再输一遍新密码').fill(again)
      await page.getByRole('button', { name: '修改密码' }).click()
    }
    await change(PASSWORD, '另一句好记的长话', '另一句难记的长话')
    await page.getByText('两遍新密码不一样').waitFor()
    await change('falsch falsch', '另一句好记的长话', '另一句好记的长话')
    await page.getByText('现在的密码不对').waitFor()
    await change(PASSWORD, '另一句好记的长话', '另一句好记的长话')
    await page.getByText('已保存').waitFor()
    await elsewhere.reload()
    expect(new URL(elsewhere.url()).pathname).toBe('/login')
    await fill(elsewhere, 'inspector', '另一句好记的长话')
    await elsewhere.waitForURL(at('/account'))
    await page.getByRole('button', { name: '在所有设备上退出' }).click()
    await page.waitForURL(/\/login/)
    await elsewhere.reload()
    expect(new URL(elsewhere.url()).pathname).toBe('/login')
  })

  it('keeps what was typed before the page was complete, as on a slow line it is', async () => {
    const slow_url = await startSlowLine(county.address, 100_000)
    const page = await (await browser.newContext()).newPage()
    await page.goto(`${slow_url}/login`, { waitUntil: 'commit' })
    await page.locator('#username').fill('township01')
    expect(await page.locator('#svelte-announcer').count()).toBe(0)
    await page.locator('#svelte-announcer').waitFor({ state: 'attached' })
    expect(await page.locator('#username').inputValue()).toBe('township01')
  })

  it('sets up a second factor with a code of it, and is asked for one after', async () => {
    const page = await openAs('township02', '/account')
    const secret = await page.locator('section code').innerText()
    expect(
      await page.getByRole('img', { name: '第二重验证的二维码' }).evaluate((img: HTMLImageElement) => img.naturalWidth),
    ).toBeGreaterThan(0)
    await page.getByLabel('六位验证码').fill(codeOf(secret))
    await page.getByRole('button', { name: '确认' }).click()
    await page.getByText('已设置').waitFor()
    await page.getByRole('button', { name: '退出登录' }).click()
    await page.waitForURL(/\/login/)
    await fill(page, 'township02', PASSWORD)
    county.clock.now = new Date(county.clock.now.getTime() + 61_000)
    await page.getByLabel('六位验证码').fill(codeOf(secret))
    await page.getByRole('button', { name: '确认' }).click()
    await page.getByRole('link', { name: 'township02' }).waitFor()
  })
})

describe('a township', () => {
  it('sees its own lists, and of others the figures with a sentence in place of the list', async () => {
    const page = await openAs('township01', '/townships/01')
    await page.getByRole('table').first().waitFor()
    expect(await page.getByText('不能查看这部分内容').count()).toBe(0)
    await page.goto(at('/townships/02'))
    expect(await page.getByRole('heading', { level: 1 }).innerText()).toBe('青石镇')
    expect(await page.locator('section:has(> #todo)').innerText()).toContain('不能查看这部分内容')
    await page.goto(at('/duties/talk?unit=02'))
    expect(await page.locator('section:has(> #rows)').innerText()).toContain('不能查看这部分内容')
    expect(await page.getByRole('alert').count()).toBe(0)
  })
})

describe('every page of the navigation', () => {
  it.each(['county', 'inspector02', 'township01', 'school', 'operator'] as const)(
    'is one that %s may use',
    async (name) => {
      const page = await openAs(name, '/')
      const hrefs = await page
        .locator('header nav a')
        .evaluateAll((links) => links.map((link) => link.getAttribute('href') ?? ''))
      expect(hrefs).toContain('/compare')
      for (const href of [...hrefs, '/duties/talk', '/townships/01', '/account']) {
        const response = await page.goto(at(href))
        expect([href, response?.status(), await page.getByRole('alert').count()]).toEqual([href, 200, 0])
      }
    },
  )

  it.each([
    ['school', '/data'],
    ['school', '/changes'],
    ['operator', '/incidents'],
    ['operator', '/review'],
  ] as const)('that is not for %s says so calmly: %s', async (name, path) => {
    const page = await openAs(name, path)
    expect(await page.getByRole('heading', { level: 1 }).innerText()).toContain('不能查看这部分内容')
    expect(await page.locator(`header nav a[href="${path}"]`).count()).toBe(0)
    expect(await page.getByRole('alert').count()).toBe(0)
    expect(await violations(page)).toEqual([])
  })
})

describe.each(['zh', 'en'])('the sign-in and the account, in %s', (language) => {
  it.each(['light', 'dark'] as const)('have no fault that axe finds, and fit 360 px, in %s', async (theme) => {
    const options = { viewport: { width: 360, height: 780 }, colorScheme: theme }
    for (const [name, path] of [
      [null, '/login'],
      ['school', '/account'],
    ] as const) {
      const page = name === null ? await open(path, options) : await openAs(name, path, options)
      await page.goto(at(`/preferences?language=${language}&back=${path}`))
      expect(await violations(page)).toEqual([])
      expect(await overflow(page)).toBe(0)
    }
  })
})
