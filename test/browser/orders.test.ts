/// <reference lib="dom" />
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { violations } from '../support/axe.ts'
import { launchChromium } from '../support/chromium.ts'
import { serveSample, type AccountName, type ServedCounty } from '../support/served-county.ts'

let browser: Browser
let county: ServedCounty
let inspection: string
beforeAll(async () => {
  county = await serveSample()
  browser = await launchChromium()
  inspection = await revealedInspection()
})
afterAll(async () => {
  await browser.close()
  await county.close()
})

async function post(as: AccountName, path: string, body: object): Promise<Record<string, unknown>> {
  const headers = { 'content-type': 'application/json', accept: 'application/json', 'sec-fetch-site': 'same-origin' }
  const answer = await county.ask(path, { as, method: 'POST', headers, body: JSON.stringify(body) })
  expect([path, answer.status < 300, answer.body]).toEqual([path, true, answer.body])
  return answer.body === '' ? {} : (JSON.parse(answer.body) as Record<string, unknown>)
}

/** An inspection of township 01 that found one claim contradicted. */
async function revealedInspection(): Promise<string> {
  const plan = {
    title: '秋季检查',
    kind: 'announced',
    starts_on: '2026-10-31',
    ends_on: '2026-11-02',
    units: ['01'],
    team: [{ account: 'inspector', ties: [] }],
    random: { child: 1 },
    risk: {},
  }
  const id = String((await post('county', '/api/inspections', plan)).inspection_id)
  const path = `/api/inspections/${id}`
  await post('county', `${path}/step`, { step: 'draw' })
  const sheet = JSON.parse((await county.ask(`${path}/worksheet`, { as: 'county' })).body) as {
    samples: { claims: { claim_id: number }[] }[]
  }
  const claim_id = sheet.samples.flatMap(({ claims }) => claims)[0]?.claim_id
  const finding = { finding_id: 'found-of-a-test', claim_id, after: null, result: 'contradicted' }
  await post('inspector', `${path}/findings`, { findings: [{ ...finding, found_at: '2026-10-31T11:00:00+08:00' }] })
  await post('county', `${path}/step`, { step: 'reveal' })
  return id
}

async function openAs(name: AccountName, path: string, options: object = {}): Promise<Page> {
  const [, value = ''] = (await county.cookieOf(name)).split('=')
  const context = await browser.newContext({ locale: 'zh-CN', viewport: { width: 1440, height: 900 }, ...options })
  await context.addCookies([{ name: 'shouwang_session', value, url: county.address }])
  const page = await context.newPage()
  await page.goto(new URL(path, county.address).href)
  return page
}

it('an order goes from a finding over a proof, handed in without JavaScript, to its end', async () => {
  const leader = await openAs('county', `/inspections/${inspection}/orders`)
  await leader.getByText('没有整改单').waitFor()
  const make = leader.getByRole('region', { name: '下达整改单' })
  await make.locator('summary').first().click()
  await make.getByLabel('整改单位').selectOption('01')
  await make.getByLabel('责任人').fill('李建国')
  await make.getByLabel('期限').fill('2026-11-15')
  await make.getByLabel('整改内容').fill('补上谈心，重写记录')
  await make.getByLabel('要交的材料').fill('谈心照片')
  await make.getByRole('button', { name: '下达', exact: true }).click()
  await leader.getByText('已下达。').waitFor()
  await leader.getByText('还有 15 天').waitFor()
  await leader.locator('details').evaluateAll((all) => all.forEach((each) => each.setAttribute('open', '')))
  expect(await violations(leader)).toEqual([])

  const unit = await openAs('township01', '/orders', {
    javaScriptEnabled: false,
    viewport: { width: 390, height: 844 },
  })
  expect(await unit.getByRole('heading', { level: 1 }).innerText()).toContain('1 张整改单要办')
  await unit.locator('summary', { hasText: '交材料' }).click()
  await unit.getByLabel('整改情况').fill('已补谈两次')
  // Longer than any other form may be.
  const jpeg = Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), Buffer.alloc(1_000_000)])
  const files = ['a', 'b'].map((name) => ({ name: `${name}.jpg`, mimeType: 'image/jpeg', buffer: jpeg }))
  await unit.getByLabel('图片或 PDF').setInputFiles(files)
  await unit.getByRole('button', { name: '交上' }).click()
  await unit.getByText('已保存。').waitFor()
  expect(await unit.getByText('待验收').count()).toBeGreaterThan(0)
  expect(await unit.getByRole('link', { name: /图片（977 KB）/ }).count()).toBe(2)
  const width = await unit.evaluate('document.documentElement.scrollWidth')
  expect(width).toBeLessThanOrEqual(390)

  await leader.reload()
  await leader.locator('summary', { hasText: '退回' }).click()
  await leader.getByLabel('退回的原因').fill('照片看不清')
  await leader.getByRole('button', { name: '退回重办' }).click()
  await leader.getByText('照片看不清').waitFor()
  await unit.goto(new URL('/orders', county.address).href)
  await unit.locator('summary', { hasText: '交材料' }).click()
  await unit.getByLabel('整改情况').fill('重拍了')
  await unit.getByRole('button', { name: '交上' }).click()
  await leader.reload()
  await leader.getByRole('button', { name: '验收销号' }).click()
  await leader.getByRole('list', { name: /经过/ }).getByText('验收销号').waitFor()

  const checked = await openAs('township01', '/orders')
  await checked.getByText('没有要办的整改单').first().waitFor()
  expect(await violations(checked)).toEqual([])
  const other = await openAs('township02', `/inspections/${inspection}/orders`)
  expect(await other.getByRole('heading', { level: 1 }).innerText()).not.toContain('秋季检查')
})
