import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { SummaryRow, TownshipHealth } from '../../../web/server/answers.ts'
import { NOW, townshipHealth } from '../../support/fake-county.ts'
import { createFakeServices, type FakeServices } from '../../support/fake-services.ts'
import { elementsOf, htmlOf, wordsOf } from '../../support/page-html.ts'
import { startPages, type PageServer } from '../../support/page-server.ts'

const OLD = '数据已旧'
const MONTH_AGO = '2026-10-24'
const WEEK_AGO = '2026-11-17'

let services: FakeServices
/** What the API says of the townships' data. */
let townships: TownshipHealth[] = []
/** So many talks fewer than now were held, by the day that is looked back to. */
let fewer: Record<string, number> = {}

async function summaryOf(path: string, day: string | null): Promise<Response> {
  const answer = (await (await services.api.request(path)).json()) as { rows: SummaryRow[] }
  const less = fewer[day ?? ''] ?? 0
  const rows = answer.rows.map((row) => {
    const met = row.duty === 'talk' ? row.met - less : row.met
    const closed = row.met + row.late + row.missed
    return { ...row, met, missed: closed - row.late - met, rate: met / closed }
  })
  return Response.json({ ...answer, rows })
}

let server: PageServer
let empty: PageServer
beforeAll(async () => {
  services = createFakeServices()
  const request = async (path: string): Promise<Response> => {
    const { pathname, searchParams } = new URL(path, 'http://fake')
    if (pathname === '/api/health')
      return Response.json({ status: 'serving', since: NOW, as_of: NOW, state: 1, townships })
    if (pathname === '/api/summary' && searchParams.get('level') === 'county')
      return summaryOf(path, searchParams.get('as_of'))
    return services.api.request(path)
  }
  server = await startPages({ ...services, api: { request } })
  const nothing = createFakeServices({ isEmpty: true })
  const compared = { as_of: NOW, duty: 'talk', period: '2026', level: 'township', funnel: null, draws: null, rows: [] }
  empty = await startPages({
    ...nothing,
    api: {
      request: (path) => (path.startsWith('/api/compare') ? Response.json(compared) : nothing.api.request(path)),
    },
  })
})
afterAll(async () => {
  await server.close()
  await empty.close()
})

/** The figures of the families, each with what it says. */
const figuresOf = (html: string): string[] =>
  (html.match(/<div class="figure[^]*?(?=<div class="figure|<\/ul>)/g) ?? []).map(wordsOf)
const talkOf = (html: string): string => figuresOf(html).find((words) => words.includes('月谈心')) ?? ''

describe('the age of the data', () => {
  const fresh = () =>
    townshipHealth(NOW).map((township) => ({
      ...township,
      is_stale: false,
      stale_since: null,
      state: 'loaded' as const,
    }))

  it('is said at every figure that rests on old data', async () => {
    townships = townshipHealth(NOW)
    const figures = figuresOf(await htmlOf(`${server.url}/`))
    expect(figures.length).toBeGreaterThan(6)
    for (const words of figures) expect(words).toContain(OLD)
    expect(talkOf(await htmlOf(`${server.url}/`))).toContain('含 3 个乡镇的旧数据')
  })

  it('names those whose data are old where they are few', async () => {
    townships = fresh().map((township) => (township.id === '04' ? { ...township, is_stale: true } : township))
    expect(talkOf(await htmlOf(`${server.url}/`))).toContain('含 白水乡 的旧数据')
  })

  it('is that of the oldest where none are old', async () => {
    townships = fresh()
    const html = await htmlOf(`${server.url}/`)
    for (const words of figuresOf(html)) expect(words).not.toContain(OLD)
    // 04 was read 78.2 hours ago, and nothing of it is late by its own schedule.
    expect(talkOf(html)).toContain('最早一批数据 3 天前')
  })

  it('is not said of an earlier instant, which has none', async () => {
    townships = townshipHealth(NOW)
    const talk = talkOf(await htmlOf(`${server.url}/?as_of=2026-10-31`))
    expect(talk).not.toContain(OLD)
    expect(talk).not.toContain('最早一批数据')
  })
})

describe('the change since a month ago', () => {
  const changeAt = async (months: Record<string, number>) => {
    fewer = months
    const talk = talkOf(await htmlOf(`${server.url}/`))
    fewer = {}
    return /较一个月前 (\S+) 个百分点/.exec(talk)?.[1]
  }

  it('stands beside the figure, in percentage points', async () => {
    // Two of a hundred talks more were held by now than a month ago; a week ago it was another story.
    const due = await dueTalks()
    expect(await changeAt({ [MONTH_AGO]: Math.round(due * 0.02), [WEEK_AGO]: Math.round(due * 0.5) })).toBe('+2.0')
    expect(await changeAt({ [MONTH_AGO]: -Math.round(due * 0.03) })).toBe('−3.0')
    expect(await changeAt({})).toBe('0.0')
  })
})

/** How many talks were due in the county. */
async function dueTalks(): Promise<number> {
  const { rows } = (await (await services.api.request('/api/summary?level=county')).json()) as { rows: SummaryRow[] }
  const talk = rows.find(({ duty }) => duty === 'talk')
  return (talk?.met ?? 0) + (talk?.late ?? 0) + (talk?.missed ?? 0)
}

describe('an empty list', () => {
  it.each([
    ['/', ['看已办结的', '请先运行一次取数（shouwang pull）。']],
    ['/incidents?kind=missing', ['换一个条件，或等乡镇上报。']],
    ['/compare', ['请换一个期间或单位。']],
  ])('says on %s what to do', async (path, ways) => {
    const html = await htmlOf(empty.url + path)
    const states = [...html.matchAll(/<div class="empty\b[^>]*>([^]*?)<\/div>/g)].map(([, inner = '']) => inner)
    const said = states.map((inner) => elementsOf(inner, 'p').map((each) => wordsOf(each.inner).trim()))
    expect(said.map((words) => words[1] ?? '')).toEqual(ways)
  })
})
