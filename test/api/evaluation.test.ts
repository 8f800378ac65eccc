import ExcelJS from 'exceljs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createApi } from '../../web/api/app.ts'
import type { Viewer } from '../../web/server/viewer.ts'
import { openApiCounty, type ApiCounty } from '../support/api-county.ts'
import { gateFor } from '../support/viewers.ts'

interface Item {
  duty: string
  weight: number
  met: number
  total: number
  subjects: number
  missed: number
  shrunk: number
  borrowed: number
  verification: number
  counted: number
  points: number
  lost: number
}
interface Standing {
  township: string
  name: string
  score: number
  low: number
  high: number
  rank_low: number
  rank_high: number
  band: number
  grade: string
  next: { from: number; missing: number; ways: { duty: string; mended: number | null }[] } | null
  items: Item[]
}
interface Year {
  as_of: string
  known_at: string
  year: string
  stage: string
  seed: number
  draws: number
  average: number
  items: { duty: string; rate: number; strength: number; target: number | null; townships: number }[]
  standings: Standing[]
  sensitivity: { duty: string; factor: number; moved: number; regraded: string[] }[]
  year_before: unknown
  commended: { township: string; reasons: string[] }[]
  warned: { township: string; reasons: string[] }[]
}
interface Difference {
  before: number
  after: number
  items: { before: number; after: number; parts: Record<string, number> }[]
  entries: number
  bounds: number
}
interface Explanation {
  standing: Standing
  behind: { duty: string; late: number | null; missed: number | null; registers: string[] }[]
  entries: { points: number; reason: string | null }[]
  exports: { register: string; file: string | null; read_at: string; batch_count: number }[] | null
  earlier: Difference | null
  year_before: Difference | null
}

let county: ApiCounty
let year: Year
const COUNTY: Viewer = { name: 'a', role: 'county', units: [] }
// One API for all, as in the process that serves.
let api: ReturnType<typeof createApi> | undefined
let asking = COUNTY
async function ask(path: string, viewer: Viewer = COUNTY, init?: RequestInit): Promise<Response> {
  api ??= createApi({ ...county.services, gate: { ...gateFor(COUNTY), viewer: () => asking } })
  asking = viewer
  return api.request(path, init)
}
async function read<T>(path: string, viewer?: Viewer): Promise<T> {
  const response = await ask(path, viewer)
  expect([path, response.status]).toEqual([path, 200])
  return (await response.json()) as T
}
beforeAll(async () => {
  county = await openApiCounty({ pulls: 2 })
  year = await read('/api/evaluation/2026')
})
afterAll(() => county.close())

describe('a year’s evaluation', () => {
  it('says of when it is, that it is a draft, and with which draws', () => {
    expect(year).toMatchObject({
      year: '2026',
      as_of: '2026-10-31T12:00:00+08:00',
      known_at: '2026-10-31T12:00:00+08:00',
      stage: 'draft',
      seed: 20_260_101,
      draws: 2000,
      year_before: null,
    })
    expect(year.standings.length).toBeGreaterThan(1)
  })

  it('scores what an independent computation scores, from the counts of the summary', async () => {
    const { rows } = await read<{ rows: Record<string, never>[] }>('/api/summary?level=township&period=2026')
    const rowsOf = (id: string): [string, number, number, number][] =>
      (rows as unknown as Record<string, string | number>[])
        .filter((row) => row.unit_id === id)
        .map(({ duty, met, late, missed, target }): [string, number, number, number] => [
          String(duty),
          Number(met),
          Number(met) + Number(late) + Number(missed),
          Number(target),
        ])
        .filter(([, , due]) => due > 0)
    for (const { township, items, score } of year.standings) {
      const due = rowsOf(township)
      expect([township, items.map(({ duty, met, total }) => [duty, met, total])]).toEqual([
        township,
        due.map(([duty, met, total]) => [duty, met, total]),
      ])
      // All weights alike, nothing inspected: each item is worth 100 / n, in a line from 0 to the target.
      const points = due.map(([duty, met, total, target]) => {
        const all = year.standings.flatMap((each) => each.items.filter((item) => item.duty === duty))
        const subjects = all.reduce((sum, each) => sum + each.subjects, 0)
        const mean = all.reduce((sum, each) => sum + (each.subjects * each.met) / each.total, 0) / subjects
        const { strength } = year.items.find((each) => each.duty === duty) ?? { strength: NaN }
        expect(strength).toBeLessThanOrEqual(subjects / all.length)
        const own = all.find((each) => each === items.find((item) => item.duty === duty))?.subjects ?? NaN
        const rate = (own * (met / total) + strength * mean) / (own + strength)
        return (100 / due.length) * Math.min(1, rate / target)
      })
      expect(score).toBeCloseTo(
        points.reduce((sum, each) => sum + each, 0),
        9,
      )
    }
  })

  it('has the best first, an interval round each score, and what an honest average would score between them', () => {
    const scores = year.standings.map(({ score }) => score)
    expect(scores).toEqual([...scores].sort((a, b) => b - a))
    for (const { low, high, rank_low, rank_high } of year.standings) {
      expect(low).toBeLessThanOrEqual(high)
      expect(rank_low).toBeLessThanOrEqual(rank_high)
    }
    expect(year.average).toBeGreaterThan(Math.min(...scores))
    expect(year.sensitivity).toHaveLength(2 * year.items.length)
  })

  it('is the same as a table and as a workbook of all tables, and says so in its validator', async () => {
    const csv = await (await ask('/api/evaluation/2026?format=csv')).text()
    expect(csv.split('\r\n')[0]).toContain('band,township,name,score,low_90,high_90,rank_low,rank_high,grade')
    expect(csv.trim().split('\r\n')).toHaveLength(1 + year.standings.length)
    const items = await (await ask('/api/evaluation/2026?format=csv&table=items')).text()
    expect(items.trim().split('\r\n')).toHaveLength(1 + year.standings.flatMap((each) => each.items).length)
    const workbook = new ExcelJS.Workbook()
    await workbook.xlsx.load(await (await ask('/api/evaluation/2026?format=xlsx')).arrayBuffer())
    expect(workbook.worksheets.map(({ name }) => name)).toEqual([
      '名次和等次',
      '各乡镇各项得分',
      '考核项目',
      '权重增减一成',
      '表扬名单',
      '约谈警示名单',
      '加分扣分和一票否决',
      '核实率',
      '异议',
      '来自哪些导出',
    ])
    const exportsOf = async (viewer?: Viewer) => {
      const book = new ExcelJS.Workbook()
      await book.xlsx.load(await (await ask('/api/evaluation/2026?format=xlsx', viewer)).arrayBuffer())
      return JSON.stringify(book.getWorksheet('来自哪些导出')?.getSheetValues())
    }
    expect(await exportsOf()).toMatch(/"02","青石镇","摸底花名册".*高桥镇/)
    expect(await exportsOf({ name: 't', role: 'township', units: ['01'] })).not.toContain('"02"')
    const text = JSON.stringify(workbook.getWorksheet('各乡镇各项得分')?.getSheetValues())
    expect(text).toContain('月谈心')
    expect(text).not.toMatch(/"talk"|"none"/)
    const first = await ask('/api/evaluation/2026')
    const headers = { 'if-none-match': first.headers.get('etag') ?? '' }
    const again = await ask('/api/evaluation/2026', COUNTY, { headers })
    expect(again.status).toBe(304)
  })

  it('is of the instant that is asked for, and there is none before anything was due', async () => {
    const then = await read<Year>('/api/evaluation/2026?as_of=2026-09-30')
    expect(then.as_of).toBe('2026-09-30T23:59:59+08:00')
    expect(then.standings.map(({ score }) => score)).not.toEqual(year.standings.map(({ score }) => score))
    for (const path of ['/api/evaluation/2031', '/api/evaluation/2031/townships/01'])
      expect((await ask(path)).status).toBe(404)
    expect((await ask('/api/evaluation/26')).status).toBe(400)
    expect((await ask('/api/evaluation/2026?table=all')).status).toBe(400)
  })

  it('has on its lists who is at the ends of the grades, and nobody else without a year to compare with', () => {
    const ends = (grade: string) => year.standings.filter((each) => each.grade === grade).map((each) => each.township)
    expect(year.commended.map(({ township }) => township)).toEqual(ends('优秀'))
    expect(year.warned.map(({ township }) => township)).toEqual(ends('不合格'))
    expect([...year.commended, ...year.warned].flatMap(({ reasons }) => reasons)).not.toContain('improved')
  })
})

describe('why a township stands where it does', () => {
  it('goes from the score to the counts and the exports they came from', async () => {
    const told = await read<Explanation>('/api/evaluation/2026/townships/01')
    const standing = year.standings.find(({ township }) => township === '01')
    expect(told.standing).toEqual(standing)
    expect(told.behind.map(({ duty }) => duty)).toEqual(standing?.items.map(({ duty }) => duty))
    for (const [place, { late, missed }] of told.behind.entries())
      expect((late ?? NaN) + (missed ?? NaN)).toBe(standing?.items[place]?.missed)
    expect(told.behind.find(({ duty }) => duty === 'talk')?.registers).toEqual(
      expect.arrayContaining(['census', 'contacts']),
    )
    const read_from = told.exports?.find(({ register }) => register === 'contacts')
    expect(read_from?.file).toMatch(/\S/)
    expect(read_from?.read_at).toBe('2026-10-31T11:55:00+08:00')
    // Every register that an item rests on has an export, where the township sent one.
    expect(told.exports?.map(({ register }) => register)).toEqual(expect.arrayContaining(['census', 'files']))
  })

  it('shares out what changed since an earlier day, to the last digit', async () => {
    const { earlier } = await read<Explanation>('/api/evaluation/2026/townships/01?earlier=2026-09-30')
    const then = await read<Year>('/api/evaluation/2026?as_of=2026-09-30')
    const before = then.standings.find(({ township }) => township === '01')?.score ?? NaN
    const after = year.standings.find(({ township }) => township === '01')?.score ?? NaN
    expect(earlier?.before).toBeCloseTo(before, 12)
    expect(earlier?.after).toBeCloseTo(after, 12)
    const parts = (earlier?.items ?? []).flatMap((each) => Object.values(each.parts))
    const sum = parts.reduce((total, part) => total + part, 0) + (earlier?.entries ?? 0) + (earlier?.bounds ?? 0)
    expect(sum).toBeCloseTo(after - before, 9)
    expect(parts.some((part) => Math.abs(part) > 0.01)).toBe(true)
  })

  it('refuses what is no township, and an earlier day that is none', async () => {
    expect((await ask('/api/evaluation/2026/townships/99')).status).toBe(400)
    expect((await ask(`/api/evaluation/2026/townships/${encodeURIComponent('01/高桥东村')}`)).status).toBe(400)
    expect((await ask('/api/evaluation/2026/townships/01?earlier=2026-10-31')).status).toBe(400)
    expect((await ask('/api/evaluation/2026/townships/01?earlier=2026-11-30')).status).toBe(400)
    const none = await read<Explanation>('/api/evaluation/2026/townships/01?earlier=2026-01-01')
    expect(none.earlier).toBeNull()
  })

  it('shows others a township’s figures, and neither its exports nor what was written of it', async () => {
    const school: Viewer = { name: 's', role: 'school', units: ['02/青石中心小学'] }
    const other = await read<Explanation>('/api/evaluation/2026/townships/01', school)
    expect(other.exports).toBeNull()
    const standing = year.standings.find(({ township }) => township === '01')
    expect(other.standing).toEqual({ ...standing, is_vetoed: null })
    const own = await read<Explanation>('/api/evaluation/2026/townships/02', { name: 't', role: 'township', units: ['02'] }) // prettier-ignore
    expect(own.exports?.length).toBeGreaterThan(0)
  })
})
