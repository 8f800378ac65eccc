/// <reference lib="dom" />
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { violations } from '../support/axe.ts'
import { launchChromium, launchProfile } from '../support/chromium.ts'
import { PASSWORD, serveSample, type AccountName, type ServedCounty } from '../support/served-county.ts'
import { makeTempFolder, removeFolder } from '../support/temp-folder.ts'

const NOTE = '孩子说没有见过帮扶人'
const PHONE = { locale: 'zh-CN', viewport: { width: 360, height: 780 }, hasTouch: true }

let county: ServedCounty
let office: Browser
/** The leading group's own screen, where it plans, draws and looks what came. */
let desk: Page
let folder: string
let context: BrowserContext
let page: Page
let inspection: string

beforeAll(async () => {
  county = await serveSample()
  office = await launchChromium()
  folder = await makeTempFolder()
})
afterAll(async () => {
  await context.close()
  await office.close()
  await county.close()
  await removeFolder(folder)
})

interface Claim {
  claim_id: number
  finding: { photo_ids: string[] } | null
}
interface Telling {
  result: string
  found_by: string
  stands: boolean
  note: string | null
  latitude: number | null
}
interface Worksheet {
  samples: {
    sample_id: number
    child: { name: string; guardian: string | null } | null
    claims: Claim[]
  }[]
}

async function ask<T>(as: AccountName, path: string, body?: object): Promise<T> {
  const posted = { method: 'POST', body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }
  const answer = await county.ask(`/api/inspections${path}`, { as, ...(body && posted) })
  expect([answer.status < 300, answer.body]).toEqual([true, answer.body])
  return (answer.body === '' ? null : JSON.parse(answer.body)) as T
}
const tellings = async (claim_id: number): Promise<Telling[]> =>
  (await ask<{ rows: Telling[] }>('inspector', `/${inspection}/claims/${claim_id}`)).rows

/** The browser as it is after it was started anew, with its profile. */
async function restart({ isOffline = false } = {}): Promise<void> {
  await context?.close()
  context = await launchProfile(folder, {
    ...PHONE,
    geolocation: { latitude: 30.25, longitude: 120.5, accuracy: 12 },
    permissions: ['geolocation'],
  })
  await context.setOffline(isOffline)
  page = context.pages()[0] ?? (await context.newPage())
}

async function signIn(at: Page, name: AccountName, to: RegExp): Promise<void> {
  await at.fill('#username', name)
  await at.fill('#password', PASSWORD)
  await at.getByRole('button', { name: '登录' }).click()
  await at.waitForURL(to)
}

async function takeAlong(): Promise<void> {
  await page.getByLabel('这台设备的名称').fill('督查的手机')
  await page.getByLabel('您的登录密码').fill(PASSWORD)
  await page.getByRole('button', { name: '带走' }).click()
  await page.getByText('没有信号也能打开。').waitFor()
}

async function unlock(password = PASSWORD): Promise<void> {
  await page.getByLabel('您的登录密码').fill(password)
  await page.getByRole('button', { name: '打开' }).click()
}

/** Notes what was found of a claim, as somebody does at a door. */
async function note(claim_id: number, result: string, { note: text = '', photo = false } = {}): Promise<void> {
  const card = page.getByRole('article').filter({ has: page.locator(`#claim-${claim_id}`) })
  await card.getByLabel(result, { exact: true }).check()
  if (text !== '') await card.getByLabel('说明').fill(text)
  if (photo) {
    await card.locator('input[type=file]').setInputFiles('web/static/field-512.png')
    await card.getByAltText('照片 1').waitFor()
  }
  await card.getByRole('button', { name: '保存' }).click()
  await card.getByText('已保存在这台设备上。').waitFor()
}

const outbox = (text: string | RegExp) => page.getByRole('region', { name: '发出' }).getByText(text)

/** Every byte that the browser wrote: its store, caches, history, sessions. */
async function profile(): Promise<Buffer> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
  return Buffer.concat(await Promise.all(files.map((file) => readFile(file))))
}

/** Which texts can be read in bytes, in any way in which a browser writes them. */
const readable = (bytes: Buffer, texts: readonly string[]): string[] =>
  texts.filter((text) => (['utf8', 'utf16le'] as const).some((way) => bytes.includes(Buffer.from(text, way))))

/** How much lies in each store of the page, and what the caches hold. */
const stores = (): Promise<{ sealed: string[]; cached: string[]; local: string[] }> =>
  page.evaluate(async () => {
    const database = await new Promise<IDBDatabase>((resolve) => {
      const opening = indexedDB.open('field')
      opening.onsuccess = () => resolve(opening.result)
    })
    const sealed = await new Promise<string[]>((resolve) => {
      const asking = database.transaction('sealed').objectStore('sealed').getAllKeys()
      asking.onsuccess = () => resolve(asking.result as string[])
    })
    database.close()
    const requests = await Promise.all((await caches.keys()).map(async (name) => (await caches.open(name)).keys()))
    const cached = requests.flat().map(({ url }) => new URL(url).pathname)
    // SvelteKit keeps how far pages were scrolled.
    const others = Object.keys(sessionStorage).filter((key) => !key.startsWith('sveltekit:'))
    return { sealed, cached, local: [...Object.keys(localStorage), ...others] }
  })

describe('a worksheet on a telephone', () => {
  let worksheet: Worksheet
  let claims: { sample_id: number; claim_id: number }[]

  it('is planned, drawn and taken along', async () => {
    desk = await office.newPage({ locale: 'zh-CN' })
    await desk.goto(`${county.address}inspections`)
    await signIn(desk, 'county', /\/inspections/)
    await desk.getByLabel('标题').fill('秋季暗访')
    await desk.getByLabel('从', { exact: true }).fill('2026-11-02')
    await desk.getByLabel('到', { exact: true }).fill('2026-11-06')
    await desk.locator('[name=member][value=inspector]').check()
    for (const [share, count] of [
      ['儿童：随机', '2'],
      ['儿童：按风险', '0'],
      ['突发事件：随机', '1'],
    ] as const)
      await desk.getByLabel(share).fill(count)
    await desk.getByRole('button', { name: '承诺并保存' }).click()
    await desk.getByRole('heading', { level: 1, name: '秋季暗访' }).waitFor()
    await desk.getByRole('button', { name: '抽签', exact: true }).click()
    await desk.locator('[aria-current=step]', { hasText: '已抽签' }).waitFor()
    inspection = new URL(desk.url()).pathname.split('/').at(-1) ?? ''
    worksheet = await ask<Worksheet>('inspector', `/${inspection}/worksheet`)
    claims = worksheet.samples
      .flatMap(({ sample_id, claims: own }) => own.map(({ claim_id }) => ({ sample_id, claim_id })))
      .slice(0, 10)
    expect(claims.length).toBe(10)

    await restart()
    await page.goto(`${county.address}field?inspection=${inspection}`)
    await page.getByRole('link', { name: '登录' }).click()
    await signIn(page, 'inspector', /\/field/)
    await page.getByLabel('这台设备的名称').waitFor()
    expect(await violations(page)).toEqual([])
    await takeAlong()
    const devtools = await context.newCDPSession(page)
    expect((await devtools.send('Page.getInstallabilityErrors')).installabilityErrors).toEqual([])
    const { sealed, cached, local } = await stores()
    expect([sealed, local]).toEqual([['label', 'taken'], []])
    const others = cached.filter((path) => !/^\/(field|favicon|_app\/immutable\/)/.test(path))
    expect([others, cached.filter((path) => path === '/field')]).toEqual([[], ['/field']])
    const shell = await page.evaluate(async () => (await caches.match('/field'))?.text())
    expect(shell).toContain('不带信号的工作单')
    expect(shell).not.toContain('inspector')
  })

  it('opens without a signal, and keeps ten findings with a photo and the place', async () => {
    await context.setOffline(true)
    // Meanwhile somebody else is there.
    await ask('county', `/${inspection}/findings`, {
      findings: [
        {
          finding_id: 'of-the-leader',
          claim_id: claims[0]?.claim_id,
          after: null,
          result: 'not_confirmed',
          note: '学校说法不同',
          found_at: '2026-11-03T09:00:00+08:00',
        },
      ],
    })
    const faults: string[] = []
    page.on('pageerror', ({ message }) => faults.push(message))
    await page.reload()
    await unlock('一个错的密码')
    await page.getByText('密码不对。').waitFor()
    expect(await violations(page)).toEqual([])
    await unlock()
    await page.getByLabel('记下位置').check()
    await page.getByText('位置已取得').waitFor()
    for (const [at, { sample_id, claim_id }] of claims.entries()) {
      if (at === 0 || claims[at - 1]?.sample_id !== sample_id) {
        if (at > 0) await page.getByRole('link', { name: '回到地点' }).click()
        await page.locator(`a[href="#sample-${sample_id}"]`).click()
      }
      const more = at === 1 ? { note: NOTE, photo: true } : {}
      await note(claim_id, at === 1 ? '相反' : '属实', more)
    }
    await outbox('10 条结果、1 张照片待发出。').waitFor()
    await outbox('没有信号或连不上服务器。').waitFor()
    expect(await violations(page)).toEqual([])
    const tooWide = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth)
    const small = await page
      .locator('.work :is(.button, .choice, summary):visible')
      .evaluateAll((all) =>
        all.filter((each) => each.getBoundingClientRect().height < 44).map((each) => each.outerHTML),
      )
    expect([tooWide, small, faults]).toEqual([false, [], []])
    expect(await tellings(claims[1]?.claim_id ?? 0)).toEqual([])
  })

  it('holds nothing readable: not in its stores, not anywhere in the folder of the browser', async () => {
    // A browser that is closing has its signal back for a moment: nothing is to be sent in it.
    await page.goto('about:blank')
    await context.close()
    const bytes = await profile()
    const names = worksheet.samples.flatMap(({ child }) => (child ? [child.name, child.guardian] : []))
    // Names of two letters could stand in so many bytes by chance.
    const long = names.filter((name): name is string => name !== null && name.length > 2)
    expect(long.length).toBeGreaterThan(5)
    expect(readable(bytes, [...long, PASSWORD, NOTE, '秋季暗访', '"contradicted"', '"latitude"'])).toEqual([])
    // That the search finds what is there: the number of the inspection stands on the label.
    expect(readable(bytes, [inspection])).toEqual([inspection])
  })

  it('sends them once and in order after a restart, and shows what another has told', async () => {
    const [first] = claims
    await restart({ isOffline: true })
    await page.clock.install()
    await page.goto(`${county.address}field`)
    await unlock()
    await outbox('10 条结果、1 张照片待发出。').waitFor()
    await page.getByText('这一页已存好').waitFor()
    const asked: string[] = []
    page.on('request', (request) => {
      if (request.method() === 'POST') asked.push(new URL(request.url()).pathname.split('/').at(-1) ?? '')
    })
    await context.setOffline(false)
    // A page that was opened without a signal is not told by the browser that there is one: it tries again each half minute.
    await page.clock.fastForward(30_000)
    // The session ended with the browser: nothing is lost by it.
    await outbox('登录已过期。').waitFor()
    expect(asked).toEqual(['findings'])
    await page.getByRole('link', { name: '登录' }).click()
    await signIn(page, 'inspector', /\/field/)
    asked.length = 0
    await unlock()
    await outbox('全部发出。').waitFor()
    expect(asked.join(' ')).toBe(['findings findings photos', ...Array.from({ length: 8 }, () => 'findings')].join(' '))
    for (const [at, { claim_id }] of claims.entries()) {
      const own = (await tellings(claim_id)).filter(({ found_by }) => found_by === 'inspector')
      expect(own.map(({ result, latitude, note: words }) => [result, latitude, words])).toEqual([
        at === 1 ? ['contradicted', 30.25, NOTE] : ['confirmed', 30.25, null],
      ])
    }
    const { samples } = await ask<Worksheet>('inspector', `/${inspection}/worksheet`)
    const photo_ids = samples.flatMap((sample) => sample.claims.flatMap(({ finding }) => finding?.photo_ids ?? []))
    expect(photo_ids).toHaveLength(1)
    const photo = await county.ask(`/api/inspections/${inspection}/photos/${photo_ids[0]}`, { as: 'inspector' })
    expect([photo.headers['content-type'], photo.body.includes('Exif')]).toEqual(['image/jpeg', false])
    // Told once more in full, nothing is there twice.
    await page.reload()
    await unlock()
    await outbox('全部发出。').waitFor()
    expect(await tellings(claims[1]?.claim_id ?? 0)).toHaveLength(1)

    await page.locator(`a[href="#sample-${first?.sample_id}"]`).click()
    const card = page.getByRole('article').filter({ has: page.locator(`#claim-${first?.claim_id}`) })
    await card.getByText('都留在记录里，没有覆盖').waitFor()
    await card.getByText('学校说法不同').waitFor()
    expect((await tellings(first?.claim_id ?? 0)).map(({ stands }) => stands)).toEqual([true, false])
    await card.getByRole('button', { name: '采用这一条' }).nth(1).click()
    await card.getByText('已选定', { exact: true }).waitFor()
    const told = await tellings(first?.claim_id ?? 0)
    expect(told.map(({ result, stands }) => [result, stands])).toEqual([
      ['not_confirmed', false],
      ['confirmed', true],
    ])
    // The leading group sees the ten, each once, and opens the seed.
    await desk.reload()
    await desk.getByText('已核查 10 项：属实 9、不属实 0、相反 1、无法核实 0').waitFor()
    await desk.getByRole('button', { name: '公开', exact: true }).click()
    await desk.locator('[aria-current=step]', { hasText: '已公开' }).waitFor()
  })

  it('is handed back, locks itself when left alone, and is wiped at once where it was stopped', async () => {
    await page.getByRole('button', { name: '交回' }).click()
    await page.getByText('这台设备上什么也没有留下。').waitFor()
    expect((await stores()).sealed).toEqual([])
    await takeAlong()
    await page.clock.setFixedTime(new Date(Date.now() + 11 * 60_000))
    await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')))
    await page.getByText('工作单已上锁').waitFor()
    await unlock()
    type Devices = { devices: { device_id: string; revoked_at: string | null }[] }
    const { devices } = await ask<Devices>('county', `/${inspection}`)
    const [device] = devices.filter(({ revoked_at }) => revoked_at === null)
    await page.locator(`a[href="#sample-${claims[1]?.sample_id}"]`).click()
    await ask('county', `/${inspection}/devices/${device?.device_id}/revoke`, {})
    const card = page.getByRole('article').filter({ has: page.locator(`#claim-${claims[1]?.claim_id}`) })
    await card.getByRole('button', { name: '改' }).click()
    await card.getByLabel('无法核实').check()
    await card.getByRole('button', { name: '保存' }).click()
    await page.getByText('这台设备已被停用').waitFor()
    expect((await stores()).sealed).toEqual([])
    expect(await tellings(claims[1]?.claim_id ?? 0)).toHaveLength(1)
  })
})
