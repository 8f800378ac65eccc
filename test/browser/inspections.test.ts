/// <reference lib="dom" />
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { violations } from '../support/axe.ts'
import { launchChromium } from '../support/chromium.ts'
import { serveSample, type AccountName, type ServedCounty } from '../support/served-county.ts'

let browser: Browser
let county: ServedCounty
beforeAll(async () => {
  county = await serveSample()
  browser = await launchChromium()
})
afterAll(async () => {
  await browser.close()
  await county.close()
})

interface Opening {
  width?: number
  scheme?: 'light' | 'dark'
  hasScript?: boolean
}

async function openAs(
  name: AccountName,
  path: string,
  { width = 1440, scheme = 'light', hasScript = true }: Opening = {},
): Promise<Page> {
  const [, value = ''] = (await county.cookieOf(name)).split('=')
  const context = await browser.newContext({
    locale: 'zh-CN',
    viewport: { width, height: 900 },
    colorScheme: scheme,
    javaScriptEnabled: hasScript,
  })
  await context.addCookies([{ name: 'shouwang_session', value, url: county.address }])
  const page = await context.newPage()
  await page.goto(new URL(path, county.address).href)
  return page
}

/** Nothing that axe finds, and nothing that goes sideways on a small telephone. */
async function expectSound(name: AccountName, path: string, scheme: 'light' | 'dark'): Promise<void> {
  const page = await openAs(name, path, { width: 360, scheme })
  await page.locator('#svelte-announcer').waitFor({ state: 'attached' })
  expect([path, await violations(page)]).toEqual([path, []])
  expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBe(0)
  await page.context().close()
}

const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true })

describe('an inspection, from its plan to its revelation', () => {
  let path = ''

  it('is planned and drawn by forms that need no JavaScript', async () => {
    const page = await openAs('county', '/inspections', { hasScript: false })
    await page.getByText('还没有检查').first().waitFor()
    await page.getByLabel('标题').fill('秋季暗访')
    await page.getByLabel('从', { exact: true }).fill('2026-11-06')
    await page.getByLabel('到', { exact: true }).fill('2026-11-02')
    await page.locator('[name=unit][value="01"]').check()
    await page.locator('[name=unit][value="02"]').check()
    await page.locator('[name=member][value=inspector]').check()
    await page.getByLabel('儿童：按风险').fill('0')
    await button(page, '承诺并保存').click()
    expect(await page.getByRole('alert').first().innerText()).toContain('不能早于')
    expect(await page.locator('[name=member][value=inspector]').isChecked()).toBe(true)
    await page.getByLabel('到', { exact: true }).fill('2026-11-06')
    await button(page, '承诺并保存').click()
    await page.getByRole('heading', { level: 1, name: '秋季暗访' }).waitFor()
    path = new URL(page.url()).pathname
    const hashes = await page.locator('code').allInnerTexts()
    expect(hashes.map((hash) => /^[0-9a-f]{64}$/.test(hash))).toEqual([true, true])
    expect(await page.getByText('还没有抽签').count()).toBe(1)
    await button(page, '抽签').click()
    expect(await page.locator('[aria-current=step]').innerText()).toContain('已抽签')
    expect(await page.locator('article').count()).toBeGreaterThan(0)
    expect(await page.locator('code').allInnerTexts()).toEqual(hashes)
    expect((await county.ask(path, { as: 'township01' })).status).toBe(404)
    await page.context().close()
  })

  it('takes findings with and without JavaScript, and lays out two that differ for a choice', async () => {
    const early = await openAs('county', `${path}/worksheet`)
    await early.locator('#svelte-announcer').waitFor({ state: 'attached' })
    const page = await openAs('inspector', `${path}/worksheet`, { hasScript: false })
    const sample = page.locator('.sample', { has: page.locator('form') }).first()
    const name = (await sample.locator('h3').innerText()).split(/\s/)[0] ?? ''
    expect(name).not.toContain('*')
    await sample.getByRole('radio', { name: '属实', exact: true }).first().check()
    await sample.getByRole('textbox').first().fill('本人说谈过')
    await sample.getByRole('button').click()
    expect(await page.getByRole('status').last().innerText()).toContain('已保存 1 项')
    expect(await sample.getByRole('radio', { name: '属实', exact: true }).first().isChecked()).toBe(true)

    // Who opened the worksheet before has not seen that finding.
    const other = early.locator('.sample', { has: early.locator('form') }).first()
    await other.getByRole('radio', { name: '相反' }).first().check()
    await other.getByRole('button').click()
    await other.getByText('其中 1 项与别人的说法不同').waitFor()

    await early.goto(new URL(path, county.address).href)
    const conflict = early.getByRole('region', { name: '说法不一，请选定' })
    expect(await conflict.getByRole('listitem').count()).toBe(2)
    expect(await conflict.innerText()).toContain('本人说谈过')
    expect(await early.content()).not.toContain(name)
    await conflict.getByRole('listitem').filter({ hasText: '相反' }).getByRole('button').click()
    await conflict.waitFor({ state: 'detached' })
    expect(await early.getByText('相反 1').count()).toBe(1)
    await Promise.all([early.context().close(), page.context().close()])
  })

  it('shows a township its own part alone, with the seed, once it is revealed', async () => {
    const page = await openAs('county', path)
    await button(page, '公开').click()
    await page.locator('[aria-current=step]', { hasText: '已公开' }).waitFor()
    expect(await page.getByRole('heading', { level: 3, name: /青石镇/ }).count()).toBeGreaterThan(0)
    await page.context().close()
    const township = await openAs('township01', path)
    expect(await township.locator('code').count()).toBe(3)
    const places = await township.locator('article h3').allInnerTexts()
    expect(places.length).toBeGreaterThan(0)
    expect(places.every((place) => place.startsWith('高桥镇'))).toBe(true)
    expect(await township.getByRole('button', { name: /公开|结束|停用/ }).count()).toBe(0)
    await township.context().close()
  })

  it('has a report of the draw and what was found, to which a township replies without JavaScript', async () => {
    const page = await openAs('county', `${path}/report`)
    const seed = await page.locator('dd code').first().innerText()
    expect(seed).toMatch(/^[0-9a-f]{64}$/)
    expect(await page.getByRole('region', { name: '核查结果' }).getByRole('row').count()).toBeGreaterThan(1)
    expect(await page.getByRole('link', { name: '导出 Word' }).getAttribute('href')).toContain('format=docx')
    expect(await page.locator('textarea').count()).toBe(0)
    const township = await openAs('township01', `${path}/report`, { hasScript: false })
    expect(await township.getByRole('region', { name: '抽样' }).innerText()).not.toContain('青石镇')
    await township.getByLabel('回复', { exact: true }).fill('已经补上')
    await township.getByRole('button', { name: '提交回复' }).click()
    expect(await township.getByRole('region', { name: '被查单位的回复' }).innerText()).toContain('已经补上')
    await page.reload()
    expect(await page.getByRole('region', { name: '被查单位的回复' }).innerText()).toContain('已经补上')
    await Promise.all([page.context().close(), township.context().close()])
  })

  it('has no fault that axe finds, and nothing that scrolls sideways at 360 px', async () => {
    await expectSound('county', '/inspections', 'light')
    await expectSound('county', `${path}?township=02`, 'dark')
    await expectSound('inspector', `${path}/worksheet?township=02`, 'light')
    await expectSound('township01', `${path}/report`, 'dark')
  })
})
