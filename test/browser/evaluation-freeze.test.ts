/// <reference lib="dom" />
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { violations } from '../support/axe.ts'
import { launchChromium } from '../support/chromium.ts'
import { PASSWORD, serveSample, type ServedCounty } from '../support/served-county.ts'
import { signIn } from '../support/sign-in.ts'

let browser: Browser
let county: ServedCounty
beforeAll(async () => {
  county = await serveSample({ present: '2027-01-20T09:00:00+08:00', leaders: ['zhao'] })
  browser = await launchChromium()
})
afterAll(async () => {
  await browser.close()
  await county.close()
})

const FREEZE = '/evaluation/2026/freeze'

async function openAs(name: string, width = 1440): Promise<Page> {
  const [, value = ''] = (await signIn(county.address, name, PASSWORD)).split('=')
  const context = await browser.newContext({ locale: 'zh-CN', viewport: { width, height: 900 } })
  await context.addCookies([{ name: 'shouwang_session', value, url: county.address }])
  const page = await context.newPage()
  await page.goto(new URL(FREEZE, county.address).href)
  return page
}

it('a year is frozen by two people on its page: one proposes, another confirms with the password', async () => {
  const one = await openAs('county')
  await one.locator('.headline', { hasText: '还没有冻结' }).waitFor()
  await one.getByRole('button', { name: '提出冻结' }).click()
  await one.locator('.headline', { hasText: '等另一人确认' }).waitFor()
  // whoever proposed can take it back, and not confirm it
  expect(await one.getByRole('button', { name: '确认冻结' }).count()).toBe(0)
  expect(await one.getByRole('button', { name: '撤回我的提出' }).count()).toBe(1)

  const other = await openAs('zhao')
  expect(await violations(other)).toEqual([])
  await other.getByLabel('您登录本系统的密码').fill('not the password')
  await other.getByRole('button', { name: '确认冻结' }).click()
  await other.getByText('密码不对').waitFor()
  await other.getByLabel('您登录本系统的密码').fill(PASSWORD)
  await other.getByRole('button', { name: '确认冻结' }).click()
  await other.locator('.headline', { hasText: '已冻结：county提出，zhao于' }).waitFor()
  expect(await other.locator('pre').innerText()).toMatch(
    /evaluate verify evaluation-2026\.zip --fingerprint [0-9a-f]{64}/,
  )
  const [download] = await Promise.all([
    other.waitForEvent('download'),
    other.getByRole('link', { name: /下载归档/ }).click(),
  ])
  expect(download.suggestedFilename()).toBe('evaluation-2026.zip')
  await other.getByText('没有改变这一年的任何一个数').waitFor()
  expect(await violations(other)).toEqual([])

  // a township reads how it came about, and has nothing to press, also on a telephone
  const township = await openAs('township01', 360)
  await township.locator('.headline', { hasText: '已冻结' }).waitFor()
  expect(await township.locator('main button, main a[download]').count()).toBe(0)
  expect(await township.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360)
  await township.goto(new URL('/evaluation/2026', county.address).href)
  await township.locator('.state strong', { hasText: '已冻结' }).waitFor()
  // from the frozen score to a draft’s, and the meeting’s pages
  await township.goto(new URL('/evaluation/2026/01?earlier=2026-10-31', county.address).href)
  await township.locator('.state strong', { hasText: '已冻结' }).waitFor()
  await township.getByText(/从 [\d.]+（2026-10-31 23:59）到 [\d.]+：[+−]?[\d.]+ 分/).waitFor()
  for (const page of ['slides', 'book']) {
    await other.goto(new URL(`/evaluation/2026/${page}`, county.address).href)
    await other.getByText('已冻结').first().waitFor()
  }
  await other.getByText('由 county 提出冻结').waitFor()
})
