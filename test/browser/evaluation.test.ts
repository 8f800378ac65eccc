/// <reference lib="dom" />
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { violations } from '../support/axe.ts'
import { openApiCounty, type ApiCounty } from '../support/api-county.ts'
import { launchChromium } from '../support/chromium.ts'
import { startPages, type PageServer } from '../support/page-server.ts'
import { pdfPages } from '../support/pdf-text.ts'

let county: ApiCounty
let browser: Browser
let server: PageServer

beforeAll(async () => {
  county = await openApiCounty({ pulls: 2 })
  const { code, name } = county.services.county
  const { timezone } = county.services
  server = await startPages({ api: county.api, now: county.application.now, county: { code, name, timezone } })
  browser = await launchChromium()
})

afterEach(() => Promise.all(browser.contexts().map((context) => context.close())))

afterAll(async () => {
  await browser.close()
  await server.close()
  await county.close()
})

async function open(path: string, options: BrowserContextOptions = {}): Promise<{ page: Page; complaints: string[] }> {
  const context = await browser.newContext({ locale: 'zh-CN', viewport: { width: 1440, height: 900 }, ...options })
  const page = await context.newPage()
  const complaints: string[] = []
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text())
  })
  page.on('pageerror', (error) => complaints.push(error.message))
  await page.goto(server.url + path)
  return { page, complaints }
}

const overflow = (page: Page): Promise<number> =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)

describe('the evaluation', () => {
  it('leads from the bands to a township, why it lost, and the rows behind', async () => {
    const { page, complaints } = await open('/evaluation')
    await page.waitForURL('**/evaluation/2026')
    await page.getByRole('region', { name: '各乡镇的得分、名次区间和等次' }).waitFor()
    expect(await page.locator('h1').innerText()).toContain('2026 年考核')
    expect(await page.locator('main').innerText()).toMatch(/试算\s*截至 2026-10-31 12:00；种子 20260101，抽样 2,000 次/)
    expect(await page.getByText(/分不出.*高低/).count()).toBeGreaterThan(0)
    expect(await violations(page)).toEqual([])
    await page.locator('#table-standings').getByRole('link', { name: '高桥镇' }).click()
    await page.waitForURL('**/evaluation/2026/01')
    await page.getByRole('heading', { name: /为什么失了 [\d.]+ 分/ }).waitFor()
    expect(await page.locator('h1').innerText()).toMatch(/^高桥镇：[\d.]+ 分，/)
    expect(await violations(page)).toEqual([])
    const loss = page.locator('ol li').filter({ hasText: '失' }).first()
    expect(await loss.innerText()).toMatch(/失 [\d.]+ 分（满分 [\d.]+）：按时 [\d,]+\/[\d,]+（[\d.]+%）/)
    const link = loss.getByRole('link')
    const told = Number((/看这 ([\d,]+) 件/.exec(await link.innerText())?.[1] ?? '').replace(',', ''))
    await link.click()
    await page.waitForURL(/\/duties\/.*unit=01/)
    const rows = await page
      .locator('table')
      .filter({ hasText: /未办|迟办/ })
      .last()
      .locator('tbody tr')
      .count()
    expect(rows).toBe(Math.min(told, 100))
    expect(complaints).toEqual([])
  })

  it('compares with an earlier day, and says where nothing can be compared', async () => {
    const { page } = await open('/evaluation/2026/02')
    expect(await page.locator('main').innerText()).toContain('上年同日没有这个乡镇的台账')
    await page.locator('#svelte-announcer').waitFor({ state: 'attached' })
    await page.locator('input[name=earlier]').fill('2026-09-30')
    await page.getByRole('button', { name: '比较' }).click()
    await page.waitForURL(/earlier=2026-09-30/)
    await page.getByText(/从 [\d.]+（2026-09-30 23:59）到 [\d.]+：[+−]?[\d.]+ 分/).waitFor()
  })

  it('says of a year without data what to do, and fits a telephone', async () => {
    const { page } = await open('/evaluation/2031', { viewport: { width: 360, height: 780 } })
    await page.getByText('2031 年还没有可以考核的数据。').waitFor()
    for (const path of ['/evaluation/2026', '/evaluation/2026/01', '/evaluation/2026/slides?slide=6']) {
      await page.goto(server.url + path)
      await page.locator('h1').waitFor()
      expect([path, await overflow(page)]).toEqual([path, 0])
    }
  })
})

describe('the presenter’s view', () => {
  it('is turned by arrows, a clicker’s page keys, Home and End, and the slide stands in the address', async () => {
    const { page, complaints } = await open('/evaluation/2026/slides', { viewport: { width: 1920, height: 1080 } })
    await page.locator('#svelte-announcer').waitFor({ state: 'attached' })
    const shown = () => page.getByRole('status').innerText()
    const total = Number(/\/ (\d+)/.exec(await shown())?.[1])
    expect(await shown()).toBe(`1 / ${total}`)
    for (const [key, place] of [
      ['ArrowRight', 2],
      ['PageDown', 3],
      ['PageUp', 2],
      ['End', total],
      ['ArrowRight', total],
      ['Home', 1],
      ['ArrowLeft', 1],
    ] as const) {
      await page.keyboard.press(key)
      await page
        .getByRole('status')
        .filter({ hasText: `${place} / ${total}` })
        .waitFor()
      if (place > 1) expect(page.url()).toContain(`slide=${place}`)
    }
    expect(await violations(page)).toEqual([])
    for (let place = 1; place <= total; place++) {
      await page.goto(`${server.url}/evaluation/2026/slides?slide=${place}`)
      const height = await page.evaluate(() => document.documentElement.scrollHeight - window.innerHeight)
      expect([place, height, await overflow(page)]).toEqual([place, 0, 0])
    }
    await page.locator('#svelte-announcer').waitFor({ state: 'attached' })
    await page.keyboard.press('Escape')
    await page.waitForURL('**/evaluation/2026')
    expect(complaints).toEqual([])
  })
})

describe('the printed book', () => {
  it('has contents whose numbers are the pages where the headings stand, bookmarks, tags, fonts, and no pictures of dots', async () => {
    const { page, complaints } = await open('/evaluation/2026/book')
    await page.locator('#svelte-announcer').waitFor({ state: 'attached' })
    expect(await violations(page)).toEqual([])
    // Nothing is cut off at the foot of a sheet, or runs into it.
    const spilt = await page.locator('.sheet').evaluateAll((sheets) =>
      sheets.flatMap((sheet, index) => {
        const foot = sheet.querySelector('.foot')?.getBoundingClientRect().top ?? Infinity
        const ends = [...sheet.children]
          .filter((child) => !child.classList.contains('foot'))
          .map((child) => child.getBoundingClientRect().bottom)
        return Math.max(...ends) > foot || sheet.scrollHeight > sheet.clientHeight ? [index + 1] : []
      }),
    )
    expect(spilt).toEqual([])
    const entries = await page.locator('.contents a').evaluateAll((links) =>
      links.map((link) => ({
        name: link.querySelector('.name')?.textContent ?? '',
        page: Number(link.querySelector('.num')?.textContent),
      })),
    )
    expect(entries.map(({ name }) => name)).toEqual(expect.arrayContaining(['考核办法', '异议和处理']))
    const bytes = await page.pdf({ preferCSSPageSize: true, printBackground: true, tagged: true, outline: true })
    const sheets = pdfPages(bytes)
    expect(sheets).toHaveLength(await page.locator('.sheet').count())
    const bare = (text: string) => text.replace(/\s/g, '')
    for (const { name, page: number } of entries) {
      expect([name, bare(sheets[number - 1] ?? '').startsWith(bare(name))]).toEqual([name, true])
    }
    for (const [index, text] of sheets.entries()) {
      if (index > 0) expect(bare(text)).toContain(`第${index + 1}页，共${sheets.length}页`)
    }
    // Chromium writes the objects of a PDF in clear; only their streams are packed.
    const text = bytes.toString('latin1')
    expect(text).toContain('/StructTreeRoot')
    expect(text).toContain('/Lang (zh-CN)')
    expect(text).not.toContain('/Subtype /Image')
    expect(text).toMatch(/\/FontFile\d?|\/Subtype \/Type3/)
    const order = [...text.matchAll(/\/Type \/Pages\s[^>]*?\/Kids \[([^\]]*)\]/g)]
      .map((match) => (match[1] ?? '').match(/\d+(?= 0 R)/g) ?? [])
      .flat()
      .filter((id) => new RegExp(`\\n${id} 0 obj\\n<</Type /Page\\n`).test(text))
    const bookmarks = new Map(
      [...text.matchAll(/\/Title <FEFF([0-9A-F]+)>\s\/Dest \[(\d+) 0 R/g)].map(([, hex = '', id = '']) => [
        bare(Buffer.from(hex, 'hex').swap16().toString('utf16le')),
        order.indexOf(id) + 1,
      ]),
    )
    for (const { name, page: number } of entries) expect([name, bookmarks.get(bare(name))]).toEqual([name, number])
    expect(complaints).toEqual([])
  })
})

describe('a year that is over, with bonus, deduction and veto', () => {
  it('has slides that hold all of it, and behind each score the rows that were counted', async () => {
    const { scheme } = await county.services.evaluation.draft({ year: '2026', draws: 0 })
    const long = '迟报突发事件，县里两次通报以后仍未按时补报，监护人和父母都没有告知到。'.repeat(3)
    const entry = (points: number) => ({ township: '01', points, reason: long, evidence: '县通报 4 号' })
    const vetoes = [{ township: '01', reason: long, evidence: '检查报告第 3 页' }]
    const entries = [entry(-5), entry(1.5), entry(-2), entry(-0.5)]
    await county.services.evaluation.saveScheme({
      year: '2026',
      base_version: 0,
      reason: '通报',
      saved_by: 'county',
      scheme: { ...scheme, entries, vetoes },
    })
    county.clock.now = new Date('2027-01-20T09:00:00+08:00')
    const { page } = await open('/evaluation/2026/slides?slide=1', { viewport: { width: 1920, height: 1080 } })
    const total = Number(/\/ (\d+)/.exec(await page.getByRole('status').innerText())?.[1])
    let place = 1
    while (place < total && !(await page.locator('h1').innerText()).startsWith('高桥镇'))
      await page.goto(`${server.url}/evaluation/2026/slides?slide=${++place}`)
    const text = await page.locator('main').innerText()
    expect(text).toMatch(/一票否决：迟报/)
    expect(text).toMatch(/从 100 分到 [\d.]+ 分：为什么失了 [\d.]+ 分/)
    expect(text).toMatch(/扣分：迟报[^]*−5\.0[^]*其余 2 条加减分\s*\+1\.0/)
    expect(await page.evaluate(() => document.documentElement.scrollHeight - window.innerHeight)).toBe(0)
    await page.goto(`${server.url}/evaluation/2026/01`)
    const loss = page.locator('ol li').filter({ hasText: '看这' }).first()
    const told = Number((/看这 ([\d,]+) 件/.exec(await loss.innerText())?.[1] ?? '').replace(',', ''))
    await loss.getByRole('link').click()
    await page.waitForURL(/as_of=2026-12-31.*known_at=2027-01-20/)
    await page.getByText('前报来的，年末仍开着的算到期').waitFor()
    expect(await page.locator('#table-rows tbody tr').count()).toBe(Math.min(told, 100))
    expect(told).toBeGreaterThan(0)
    expect(await violations(page)).toEqual([])
  })
})
