import { appendFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openApplication } from '../../pipeline/application.ts'
import type { Scheme, Scoring } from '../../evaluation/scheme.ts'
import { lossesWords } from '../../pipeline/cli/loss-words.ts'
import { readConfig } from '../../pipeline/config.ts'
import { removeFolder } from '../support/temp-folder.ts'
import { run } from './fake-io.ts'
import { copyPulledSample } from './sample-county.ts'

interface Item {
  duty: string
  met: number
  total: number
}
interface Standing {
  township: string
  score: number
  grade: string
  is_vetoed: boolean
  entries_points: number
  items: Item[]
}

describe('evaluate draft', () => {
  let cwd: string
  let county: string[]
  beforeAll(async () => {
    ;({ cwd, county } = await copyPulledSample())
    county = [...county, '--now', '2026-10-20T08:00:00+08:00']
  })
  afterAll(() => removeFolder(cwd))
  const standingsOf = async (): Promise<Standing[]> =>
    (
      (await run(['evaluate', 'draft', ...county, '--year', '2026', '--json'], { cwd })).json as {
        standings: Standing[]
      }
    ).standings

  it('rests on the very counts of the summary, township by township and duty by duty', async () => {
    const standings = await standingsOf()
    const { json } = await run(['summary', ...county, '--level', 'township', '--json'], { cwd })
    const rows = (json as { rows: Record<string, string | number>[] }).rows
    expect(standings.length).toBeGreaterThan(1)
    for (const { township, items } of standings) {
      const due = rows
        .filter(({ unit_id }) => unit_id === township)
        .map(({ duty, met, late, missed }) => [duty, met, Number(met) + Number(late) + Number(missed)])
        .filter(([, , total]) => Number(total) > 0)
      expect([township, items.map(({ duty, met, total }) => [duty, met, total])]).toEqual([township, due])
    }
  })

  it('says in words where each stands and where it lost most', async () => {
    const { exit, text } = await run(['evaluate', 'draft', ...county, '--year', '2026'], { cwd })
    expect(exit).toBe(0)
    expect(text).toContain('2026 年考核试算，截至 2026-10-20 08:00；方案见配置，种子 20260101，抽样 2000 次。')
    expect(text).toContain('同一档的乡镇，数据分不出高低。')
    expect(text).toMatch(/失 \d+\.\d 分：按时 \d+\/\d+（\d+\.\d%）/)
  })

  it('says of a year without anything due that there is nothing to evaluate, and what is wrong with a question', async () => {
    const asked = (...args: string[]) => run(['evaluate', ...args, ...county], { cwd })
    expect((await asked('draft', '--year', '2031')).said).toContain('2031 年还没有到期的职责')
    expect((await asked('draft', '--year', '26')).said).toContain('四位年份')
    expect((await asked('draft', '--year', '2026', '--seed', 'x')).said).toContain('不超过九位的整数')
    expect((await asked('freeze', '--year', '2026')).said).toContain('可用：evaluate draft')
  })

  it('writes the year’s archive into a new file, prints the key’s fingerprint and keeps both in the audit trail', async () => {
    const exported = await run(['evaluate', 'export', ...county, '--year', '2026', '--out', 'a.zip', '--json'], { cwd })
    expect(exported.json).toMatchObject({ year: '2026', state: 'draft', file: join(cwd, 'a.zip') })
    const { fingerprint, digest } = exported.json as { fingerprint: string; digest: string }
    expect((await stat(join(cwd, 'a.zip'))).mode & 0o777).toBe(0o600)
    const verified = await run(['evaluate', 'verify', 'a.zip', '--fingerprint', fingerprint, '--json'], { cwd })
    expect(verified.json).toMatchObject({ is_verified: true, is_demanded_key: true, manifest: { state: 'draft' } })
    const again = await run(['evaluate', 'export', ...county, '--year', '2026', '--out', 'a.zip'], { cwd })
    expect([again.exit, again.said]).toEqual([1, expect.stringContaining('已经存在')])
    expect((await run(['evaluate', 'export', ...county, '--year', '2026'], { cwd })).said).toContain('--out')
    const config = readConfig(join(cwd, 'county.yaml'))
    const data = join(cwd, 'warehouse')
    const application = await openApplication({ config, data, now: () => new Date(), env: {} })
    const entries = await application.warehouse.queryText("select detail from audit_entries where action = 'export'")
    await application.close()
    expect(entries.map(({ detail }) => JSON.parse(String(detail)) as unknown)).toEqual([
      { archive: '2026', state: 'draft', digest, fingerprint },
    ])
  })

  it('takes the county’s scheme: items, bonus, veto; and refuses one that names what is not there', async () => {
    const config = join(cwd, 'county.yaml')
    await appendFile(
      config,
      `
evaluation:
  items: [{ duty: talk, weight: 2 }, { duty: file, weight: 1, scoring: { kind: penalty, per_case: 0.1 } }]
  entries: [{ township: "01", points: 3, reason: 创新, evidence: 文件 }]
  vetoes: [{ township: "02", reason: 瞒报, evidence: 检查报告 }]
`,
    )
    const standings = await standingsOf()
    const of = (id: string) => standings.find(({ township }) => township === id)
    expect(of('01')?.items.map(({ duty }) => duty)).toEqual(['talk', 'file'])
    expect([of('01')?.entries_points, of('02')?.grade, of('02')?.is_vetoed]).toEqual([3, '不合格', true])
    await appendFile(config, '  verification: maybe\n')
    expect((await run(['evaluate', 'draft', ...county, '--year', '2026'], { cwd })).said).toContain(
      'evaluation.verification',
    )
  })
})

describe('the words of a loss', () => {
  const item = {
    duty: 'talk',
    weight: 50,
    met: 720,
    total: 900,
    subjects: 120,
    missed: 180,
    raw: 0.8,
    shrunk: 0.79,
    borrowed: 0.02,
    verification: 0.9,
    verified_by: 'township' as const,
    counted: 0.711,
    points: 46.8,
    lost: 3.2,
  }
  type Item = typeof item
  const linear: Scoring = { kind: 'linear', from: 0 }
  const words = (items: Partial<Item>[], scoring: Scoring = linear, entries: Scheme['entries'] = []): string => {
    const all = items.map((each) => ({ ...item, ...each }))
    const items_points = 100 - all.reduce((sum, { lost }) => sum + lost, 0)
    const score = Math.min(
      100,
      entries.reduce((sum, { township, points }) => sum + (township === '01' ? points : 0), items_points),
    )
    const county = { duty: 'talk', weight: 10, scoring, target: 1, mean: 0.8, strength: 1, townships: 2 }
    return lossesWords(
      { township: '01', score, items_points, items: all },
      { scheme: { entries, grades: [{ name: '优秀', from: 90 }, { name: '其他', from: 0 }] }, items: [county] }, // prettier-ignore
    )
  }

  it('name the counts, what inspections confirmed and what was borrowed, each where it matters', () => {
    expect(words([{}])).toBe('失 3.2 分：月谈心失 3.2 分：按时 720/900（80.0%），核实率 90.0%，按 71.1% 计。')
    expect(words([{ borrowed: 0.6, verification: 1 }])).toMatch(/人少，60\.0% 借自全县，按 71\.1% 计。$/)
    expect(words([{ lost: 0 }])).toBe('没有失分（100.0 分）。')
  })

  it('name the step, the cost of a case and where points begin', () => {
    const steps: Scoring = { kind: 'steps', steps: [{ from: 0.7, part: 0.7 }] }
    expect(words([{ points: 35, lost: 15 }], steps)).toMatch(/按 71\.1% 计，达到的一级得 70\.0%。$/)
    const penalty: Scoring = { kind: 'penalty', per_case: 0.01 }
    expect(words([{ points: 41, lost: 9 }], penalty)).toBe(
      '失 9.0 分：月谈心失 9.0 分：按时 720/900（80.0%），漏了 180 起，每起扣 0.05 分。',
    )
    expect(words([{ points: 0, lost: 50 }], penalty)).toMatch(/每起扣 0\.05 分，扣完为止。$/)
    expect(words([{}], { kind: 'linear', from: 0.6 })).toMatch(/按 71\.1% 计，60\.0% 起得分，到 100\.0% 得满分。$/)
  })

  it('go on to the other items and to what was added and deducted', () => {
    const entry = { township: '01', points: -5, reason: '迟报', evidence: '通报' }
    const other = { ...entry, township: '02' }
    expect(words([{}, {}, {}, { lost: 0.3 }, { lost: 0.1 }], linear, [entry, other])).toMatch(
      /^失 15\.0 分：.*；其余 2 项共失 0\.4 分；扣 5\.0 分（迟报）。$/,
    )
    expect(words([{ lost: 1 }], linear, [{ ...entry, points: 3 }])).toMatch(
      /^失 0\.0 分：.*；加 3\.0 分（迟报）；超出 100 分的 2\.0 分不计。$/,
    )
  })
})
