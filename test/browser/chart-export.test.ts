/// <reference lib="dom" />
import { readFile } from 'node:fs/promises'
import type { Browser, Download, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { openApiCounty, type ApiCounty } from '../support/api-county.ts'
import { launchChromium } from '../support/chromium.ts'
import { startPages, type PageServer } from '../support/page-server.ts'

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

async function open(path: string): Promise<{ page: Page; complaints: string[] }> {
  const context = await browser.newContext({ locale: 'zh-CN', viewport: { width: 1440, height: 900 } })
  const page = await context.newPage()
  const complaints: string[] = []
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text())
  })
  page.on('pageerror', (error) => complaints.push(error.message))
  await page.goto(server.url + path)
  await page.locator('#svelte-announcer').waitFor({ state: 'attached' })
  return { page, complaints }
}

async function taken(
  page: Page,
  format: 'SVG' | 'PNG',
  figure = 'figure:has(.wide)',
): Promise<{ download: Download; bytes: Buffer }> {
  const button = page.locator(`${figure} .export button`, { hasText: format }).first()
  await button.focus()
  const [download] = await Promise.all([page.waitForEvent('download'), page.keyboard.press('Enter')])
  return { download, bytes: await readFile(await download.path()) }
}

describe('the export of a chart', () => {
  it('gives the funnel as an SVG that needs nothing else, with its title, source and instant', async () => {
    const { page, complaints } = await open('/compare?duty=talk&as_of=2026-11-15T12:00')
    const { download, bytes } = await taken(page, 'SVG')
    expect(download.suggestedFilename()).toBe('守望-月谈心-漏斗图-2026-11-15.svg')
    const markup = bytes.toString('utf8')
    expect(markup).not.toMatch(/var\(|currentcolor|class=|href=/i)
    expect(markup).toContain('font-family')
    const seen = await page.evaluate((text) => {
      const file = new DOMParser().parseFromString(text, 'image/svg+xml')
      return {
        isBroken: file.querySelector('parsererror') !== null,
        text: file.documentElement.textContent ?? '',
        points: file.querySelectorAll('circle').length,
      }
    }, markup)
    expect(seen.isBroken).toBe(false)
    const title = await page.locator('figure:has(.wide) h2').innerText()
    expect(seen.text.replace(/\s/g, '')).toContain(title.replace(/\s/g, ''))
    expect(seen.text).toContain('职责台账')
    expect(seen.text).toContain('截至 2026-11-15 12:00')
    expect(seen.points).toBe(await page.locator('.wide svg circle').count())
    expect(complaints).toEqual([])
  })

  it('gives the rows with their intervals as one drawing, which the page itself has as rows', async () => {
    const { page } = await open('/compare?duty=talk&as_of=2026-11-15T12:00')
    const { download, bytes } = await taken(page, 'SVG', 'figure.file')
    expect(download.suggestedFilename()).toBe('守望-月谈心-单位与区间-2026-11-15.svg')
    const markup = bytes.toString('utf8')
    expect(markup).not.toMatch(/var\(|currentcolor|class=|href=/i)
    const name = await page.locator('.pair section a').first().innerText()
    expect(markup).toContain(name)
    expect(markup.match(/<circle/g)?.length).toBeGreaterThan(1)
  })

  it('gives the heat map as a PNG at twice its size, with the cells’ colours in it', async () => {
    const { page, complaints } = await open('/')
    const { download, bytes } = await taken(page, 'PNG')
    expect(download.suggestedFilename()).toMatch(/^守望-热力图-2026-\d\d-\d\d\.png$/)
    const cell = page.locator('.heat .wide svg .cells rect').first()
    const fill = await cell.evaluate((rect) => getComputedStyle(rect).fill)
    const drawn = await page
      .locator('.heat .wide svg')
      .first()
      .evaluate((svg) => (svg as SVGSVGElement).viewBox.baseVal.width)
    const seen = await page.evaluate(async (base64) => {
      const image = new Image()
      image.src = `data:image/png;base64,${base64}`
      await image.decode()
      const canvas = document.createElement('canvas')
      canvas.width = image.width
      canvas.height = image.height
      const context = canvas.getContext('2d')
      context?.drawImage(image, 0, 0)
      const pixels = context?.getImageData(0, 0, canvas.width, canvas.height).data ?? []
      const colours: Record<string, number> = {}
      for (let at = 0; at < pixels.length; at += 4) {
        const colour = `rgb(${pixels[at]}, ${pixels[at + 1]}, ${pixels[at + 2]})`
        colours[colour] = (colours[colour] ?? 0) + 1
      }
      return { width: image.width, colours }
    }, bytes.toString('base64'))
    expect(seen.width).toBe((drawn + 48) * 2)
    expect(seen.colours[fill] ?? 0).toBeGreaterThan(1_000)
    expect(complaints).toEqual([])
  })

  it('gives the distribution of a duty too, named after duty and unit', async () => {
    const { page, complaints } = await open('/duties/talk?as_of=2026-11-15T12:00')
    const figure = page.locator('figure', { has: page.getByRole('heading', { name: /两次谈心/ }) })
    const download = page.waitForEvent('download')
    await figure.getByRole('button', { name: /^SVG/ }).click()
    expect((await download).suggestedFilename()).toMatch(/^守望-月谈心-.+-分布图-2026-11-15\.svg$/)
    expect(complaints).toEqual([])
  })

  it('is not printed', async () => {
    const { page } = await open('/compare')
    await page.emulateMedia({ media: 'print' })
    expect(await page.locator('.export').first().isVisible()).toBe(false)
  })
})
