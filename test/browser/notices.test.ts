/// <reference lib="dom" />
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { violations } from '../support/axe.ts'
import { launchChromium } from '../support/chromium.ts'
import { serveSample, type ServedCounty } from '../support/served-county.ts'
import { startWebServer } from '../support/web-server.ts'

let browser: Browser
let county: ServedCounty
beforeAll(async () => {
  browser = await launchChromium()
})
afterAll(async () => {
  await browser.close()
  await county.close()
})

async function openAs(name: 'township01' | 'operator', path = '/account'): Promise<Page> {
  const [, value = ''] = (await county.cookieOf(name)).split('=')
  const context = await browser.newContext({ locale: 'zh-CN', viewport: { width: 390, height: 844 } })
  await context.addCookies([{ name: 'shouwang_session', value, url: county.address }])
  const page = await context.newPage()
  await page.goto(new URL(path, county.address).href)
  return page
}

it('a township chooses what it is told, and a test message comes to its group', async () => {
  const heard: string[] = []
  const robot = await startWebServer((request, response) => {
    request.setEncoding('utf8')
    request.on('data', (text: string) => heard.push(text))
    request.on('end', () => response.end('{"errcode":0,"errmsg":"ok"}'))
  })
  county = await serveSample({
    env: { ROBOT: `${robot.origin}/send?key=geheim` },
    notices: {
      channels: [
        { id: 'group01', name: '高桥镇群', kind: 'wecom', url_env: 'ROBOT', units: ['01'] },
        { id: 'group02', name: '青石镇群', kind: 'wecom', url_env: 'ROBOT', units: ['02'] },
        { id: 'mail', name: '电子邮件', kind: 'smtp', host: '127.0.0.1', from: 'a@example.org' },
      ],
    },
  })
  const page = await openAs('township01')
  const notices = page.getByRole('region', { name: '通知' })
  expect(await notices.getByText('青石镇群').count()).toBe(0)
  await notices.getByRole('button', { name: '发一条测试消息' }).click()
  await notices.getByText('还没有选择发到哪里').waitFor()
  expect(heard).toEqual([])
  await notices.getByLabel('突发事件超时').check()
  await notices.getByLabel('高桥镇群').check()
  await notices.getByLabel('电子邮件').check()
  await notices.getByRole('button', { name: '保存通知设置' }).click()
  expect(await notices.getByRole('alert').innerText()).toContain('请填写您的邮箱地址')
  await notices.getByLabel('突发事件超时').check()
  await notices.getByLabel('高桥镇群').check()
  await notices.getByRole('button', { name: '保存通知设置' }).click()
  await notices.getByText('已保存').waitFor()
  await notices.getByRole('button', { name: '发一条测试消息' }).click()
  await notices.getByText('高桥镇群：已发出').waitFor()
  expect(heard.join('')).toContain('测试消息')
  expect(await notices.getByLabel('突发事件超时').isChecked()).toBe(true)
  expect(await notices.getByLabel('突发事件时限过半').isChecked()).toBe(false)
  expect(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)).toBe(0)
  expect(await violations(page)).toEqual([])
  // The log tells nothing of where it goes.
  expect(county.log.join('')).not.toContain('geheim')
  await page.goto(new URL('/data', county.address).href)
  expect(await page.getByRole('heading', { name: '没有送到的通知' }).count()).toBe(0)
  const operator = await openAs('operator', '/data')
  await operator.getByText('近 30 天的通知都送到了。').waitFor()
})
