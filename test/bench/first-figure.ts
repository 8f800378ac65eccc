import { gzipSync } from 'node:zlib'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { launchChromium } from '../support/chromium.ts'
import { demoCounty } from './county.ts'
import type { Result } from './main.ts'
import { median, ms, timed } from './measure.ts'
import { serveFiles, type Served } from './served.ts'

const ROUNDS = 7
/** issues: the first meaningful figure on a cold load of the demo county, and the JavaScript of the first page. */
const PROMISED = { figure_ms: 1_000, script_bytes: 150_000 } as const
const SCREEN = { width: 1440, height: 900 }

interface Load {
  /** Milliseconds from the navigation's start until a figure with numerator and denominator was painted. */
  figure: number
  /** The same of whatever was painted first. */
  paint: number
  /** Bytes of all JavaScript that came, packed. */
  scripts: number
}

/**
 * (h) The first figure that somebody sees: the overview of the demo county in a browser that has kept nothing, at a server that
 * was started anew and has computed ahead, as in production. Beside it, of the same server: the page's HTML by itself, the
 * sign-in page in such a browser, which has no figure, and the overview when the server has shown it before.
 */
export async function benchFirstFigure(folder: string): Promise<Result[]> {
  const county = await demoCounty(folder)
  const browser = await launchChromium()
  const loads: { first: Load; again: Load; signIn: Load; html: number }[] = []
  try {
    for (let round = 0; round < ROUNDS; round++) {
      const served = await serveFiles(county, { ahead: 'present' })
      try {
        const first = await coldLoad(browser, served, '')
        const again = await coldLoad(browser, served, '')
        const signIn = await coldLoad(browser, { ...served, cookie: '' }, 'login')
        loads.push({ first, again, signIn, html: await htmlAlone(served) })
      } finally {
        await served.stop()
      }
    }
  } finally {
    await browser.close()
  }
  const figure = loads.map(({ first }) => first.figure)
  const beside = [
    ['the promise', PROMISED.figure_ms, 1],
    ['the same again', median(loads.map(({ again }) => again.figure))],
    ['first paint of the sign-in page', median(loads.map(({ signIn }) => signIn.paint))],
    ['the HTML alone', median(loads.map(({ html }) => html))],
  ] as const
  const scripts = Math.max(...loads.map(({ first }) => first.scripts))
  return [
    ...beside.map(([what, baseline, promised]) => ({
      what: `(h) first figure of the overview, cold: p50 · longest of ${ROUNDS} · ${what}`,
      value: `${ms(median(figure))} · ${ms(Math.max(...figure))}`,
      baseline: ms(baseline),
      ratio: (promised === undefined ? median(figure) : Math.max(...figure)) / baseline,
      promised,
    })),
    {
      what: '(h) its JavaScript, packed · the promise',
      value: kilobytes(scripts),
      baseline: kilobytes(PROMISED.script_bytes),
      ratio: scripts / PROMISED.script_bytes,
      promised: 1,
    },
  ]
}

const kilobytes = (bytes: number): string => `${(bytes / 1000).toFixed(0)} kB`

/** Opens a page in a browser context of its own, which has neither cache nor compiled scripts. */
async function coldLoad(browser: Browser, { address, cookie }: Served, path: string): Promise<Load> {
  const context = await browser.newContext({ locale: 'zh-CN', viewport: SCREEN })
  try {
    await bringCookie(context, address, cookie)
    const page = await context.newPage()
    await page.addInitScript(watchFigure)
    const scripts: Promise<number>[] = []
    page.on('response', (response) => {
      if (/javascript/.test(response.headers()['content-type'] ?? ''))
        scripts.push(response.body().then((body) => gzipSync(body).byteLength))
    })
    await page.goto(address + path, { waitUntil: 'networkidle' })
    const paint = await firstPaint(page)
    const figure = cookie === '' ? paint : await page.evaluate<number>('window.figurePaintedAt ?? NaN')
    if (!(figure > 0)) throw new Error(`no figure was painted on /${path}`)
    const sizes = await Promise.all(scripts)
    return { figure: Math.max(figure, paint), paint, scripts: sizes.reduce((sum, size) => sum + size, 0) }
  } finally {
    await context.close()
  }
}

async function bringCookie(context: BrowserContext, url: string, cookie: string): Promise<void> {
  const [name = '', value = ''] = cookie.split('=')
  if (name !== '') await context.addCookies([{ name, value, url }])
}

const firstPaint = (page: Page): Promise<number> =>
  page.evaluate<number>('performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? NaN')

/**
 * In the page: looks before each frame whether a figure stands in sight, and takes the time at the beginning of the frame after it,
 * when it has been painted.
 */
const watchFigure = `
  const isInSight = (element) => {
    const { width, height, top } = element.getBoundingClientRect()
    return width > 0 && height > 0 && top < innerHeight && /\\d\\s*\\/\\s*\\d/.test(element.innerText)
  }
  const look = () => {
    if ([...document.querySelectorAll('.figure .count')].some(isInSight))
      requestAnimationFrame(() => { window.figurePaintedAt = performance.now() })
    else requestAnimationFrame(look)
  }
  requestAnimationFrame(look)
`

/** Milliseconds until the overview's HTML is there, asked for without a browser. */
async function htmlAlone({ address, cookie }: Served): Promise<number> {
  return timed(async () => {
    const answer = await fetch(address, { headers: { cookie, accept: 'text/html' } })
    await answer.arrayBuffer()
    if (answer.status !== 200) throw new Error(`${answer.status} for the overview`)
  })
}
