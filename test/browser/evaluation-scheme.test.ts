/// <reference lib="dom" />
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { violations } from '../support/axe.ts'
import { launchChromium } from '../support/chromium.ts'
import { openWithLateScripts } from '../support/late-scripts.ts'
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

async function openAs(name: AccountName, path: string, options: object = {}): Promise<Page> {
  const [, value = ''] = (await county.cookieOf(name)).split('=')
  const context = await browser.newContext({ locale: 'zh-CN', viewport: { width: 1440, height: 900 }, ...options })
  await context.addCookies([{ name: 'shouwang_session', value, url: county.address }])
  const page = await context.newPage()
  await page.goto(new URL(path, county.address).href)
  return page
}

const widthOf = (page: Page): Promise<number> => page.evaluate('document.documentElement.scrollWidth')

const SCHEME = '/evaluation/2026/scheme'
const OBJECTIONS = '/evaluation/2026/objections'

it('the county changes a weight, sees what it would do, and saves it as a version with its reason', async () => {
  const page = await openAs('county', SCHEME)
  const talk = page.getByRole('group', { name: '月谈心' })
  await talk.getByLabel('权重').fill('6')
  await page.getByText('权重合计 29').waitFor()
  await talk.getByLabel('权重').blur()
  // Without a mouse: a row goes, and the way back has the focus.
  await page.getByRole('button', { name: '删去 建档' }).press('Enter')
  await page.getByText('已删去：建档。').waitFor()
  expect(await page.evaluate('document.activeElement.textContent')).toContain('撤销（2 步）')
  await page.keyboard.press('Enter')
  await page.getByRole('group', { name: '建档' }).waitFor()
  await page.getByRole('button', { name: '加一条', exact: true }).click()
  await page.getByLabel('分值').fill('-2')
  await page.getByLabel('事由').fill('迟报')
  await page.getByLabel('依据', { exact: true }).fill('通报 4 号')
  await page.getByRole('button', { name: '试算' }).click()
  const trial = page.getByRole('region', { name: '试算结果' })
  await trial.getByText('职责“月谈心”：权重 1 → 6').waitFor()
  expect(await trial.getByRole('row').count()).toBeGreaterThan(2)
  expect(await violations(page)).toEqual([])
  // What is wrong is named by its field.
  await page.getByLabel('分数线').first().fill('10')
  await page.getByRole('button', { name: '试算' }).click()
  await page.getByText('等次：各档应从高到低').waitFor()
  await page.getByLabel('分数线').first().fill('90')
  await page.getByLabel('为什么改').fill('谈心更要紧')
  await page.getByRole('button', { name: '保存为新的一版' }).click()
  await page.getByText('已存为第 1 版。').waitFor()
  expect(await page.getByRole('heading', { level: 1 }).innerText()).toContain('第 1 版')
  const history = page.getByRole('region', { name: '历次版本' })
  await history.getByText('谈心更要紧').waitFor()
  expect(await history.getByText('职责“月谈心”：权重 1 → 6').count()).toBe(1)
})

it('a township objects with a picture to what it lost, on a small screen and without JavaScript; the county decides', async () => {
  const small = { javaScriptEnabled: false, viewport: { width: 360, height: 780 } }
  const township = await openAs('township01', `${OBJECTIONS}?township=01&item=talk`, small)
  expect(await township.getByLabel('对哪一项').locator('option:checked').innerText()).toMatch(/^月谈心：失 \d+\.\d 分$/)
  await township.getByLabel('理由').fill('三月的谈心补录晚了')
  const jpeg = Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), Buffer.alloc(900_000)])
  await township.getByLabel('图片或 PDF').setInputFiles([{ name: 'a.jpg', mimeType: 'image/jpeg', buffer: jpeg }])
  await township.getByRole('button', { name: '提出' }).click()
  await township.getByText('已提出，等县里决定。').waitFor()
  expect(await township.getByRole('link', { name: /图片（879 KB）/ }).count()).toBe(1)
  expect(await widthOf(township)).toBeLessThanOrEqual(360)
  const read = await openAs('township01', SCHEME, small)
  expect(await read.getByRole('button', { name: '试算' }).count()).toBe(0)
  expect(await read.getByText('通报 4 号').count()).toBeGreaterThan(0)
  expect(await widthOf(read)).toBeLessThanOrEqual(360)

  const other = await openAs('township02', OBJECTIONS)
  await other.getByText('其中 1 条是别的乡镇的').waitFor()
  expect(await other.getByText('三月的谈心补录晚了').count()).toBe(0)

  const leader = await openAs('county', SCHEME)
  await openWithLateScripts(leader, new URL(OBJECTIONS, county.address).href, () =>
    leader.locator('summary', { hasText: '决定' }).click(),
  )
  await leader.getByLabel('部分成立').check()
  await leader.getByLabel('理由').fill('两次补记有据')
  expect(await violations(leader)).toEqual([])
  await leader.getByRole('button', { name: '作出决定' }).click()
  await leader.getByText('已保存。').waitFor()
  await leader.getByText('两次补记有据').waitFor()
  expect(await leader.getByRole('heading', { level: 1 }).innerText()).toContain('1 条异议，0 条待决定')
  const form = await openAs('county', SCHEME, { viewport: { width: 360, height: 780 } })
  expect(await widthOf(form)).toBeLessThanOrEqual(360)
})
