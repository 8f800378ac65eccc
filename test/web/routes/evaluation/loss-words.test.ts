import { afterEach, describe, expect, it } from 'vitest'
import * as runtime from '../../../../web/lib/i18n/compiled/runtime.js'
import type { CountyItem, Entry, ItemScore } from '../../../../web/routes/evaluation/answers.ts'
import { lineChange, lineName, lineWords, standingLosses } from '../../../../web/routes/evaluation/loss-words.ts'
import { scoreText, shortWords } from '../../../../web/routes/evaluation/words.ts'

const { getLocale } = runtime
afterEach(() => runtime.overwriteGetLocale(getLocale))

const scheme = { grades: [{ from: 90 }, { from: 80 }, { from: 60 }, { from: 0 }] }
const names = { talk: '月谈心', file: '一人一档', police_report: '报警', pairing: '结对' }
const item = (duty: string, told: Partial<ItemScore>): ItemScore => {
  const whole = { weight: 25, met: 16, total: 20, subjects: 20, lost: 0, ...told }
  return {
    duty,
    missed: whole.total - whole.met,
    raw: whole.met / whole.total,
    shrunk: 0.8,
    borrowed: 0,
    verification: 1,
    verified_by: 'none',
    counted: 0.8,
    points: whole.weight - whole.lost,
    ...whole,
  }
}
const county = (
  duty: string,
  weight: number,
  scoring: CountyItem['scoring'],
  target: number | null = 1,
): CountyItem => ({
  duty,
  weight,
  scoring,
  target,
  rate: 0.8,
  strength: 1,
  townships: 3,
  lost: 1,
})
const told = (items: ItemScore[], counties: CountyItem[], entries: Entry[] = [], most = 8) => {
  const items_points = 100 - items.reduce((sum, { lost }) => sum + lost, 0)
  const score = Math.max(
    0,
    Math.min(
      100,
      entries.reduce((sum, { points }) => sum + points, items_points),
    ),
  )
  const losses = standingLosses({ score, items_points, items, entries }, { scheme, most, most_entries: 1 })
  return {
    ...losses,
    words: losses.lines.map((line) => lineWords(line, { items: counties, names, digits: losses.digits })),
  }
}

describe('the words of a loss', () => {
  it('name a line from the target down, and where points begin above nothing', () => {
    const lost = item('talk', { lost: 5, borrowed: 0.3, verification: 0.9, verified_by: 'township', counted: 0.72 })
    const half = item('file', { lost: 12.5 })
    expect(
      told(
        [lost, half],
        [county('talk', 1, { kind: 'linear', from: 0 }, 0.95), county('file', 1, { kind: 'linear', from: 0.6, to: 1 })],
      ).words,
    ).toEqual([
      '一人一档失 12.5 分（满分 25.0）：按时 16/20（80.0%），按 80.0% 计，60% 起得分，到 100% 得满分。',
      '月谈心失 5.0 分（满分 25.0）：按时 16/20（80.0%），人少，30.0% 借自全县的 80.0%，本乡镇核查证实 90.0%，按 72.0% 计，目标 95%。',
    ])
  })

  it('name the step that was reached, and of a penalty what a case costs of 100', () => {
    const items = [
      item('pairing', { lost: 7.5 }),
      item('police_report', { weight: 100 / 3, met: 2, total: 10, lost: 800 / 30 }),
      item('file', { weight: 20, met: 0, total: 10, lost: 20 }),
    ]
    const counties = [
      county('pairing', 10, { kind: 'steps', steps: [{ from: 0.95, part: 1 }, { from: 0.75, part: 0.7 }] }), // prettier-ignore
      county('police_report', 1, { kind: 'penalty', per_case: 0.1 }),
      county('file', 10, { kind: 'penalty', per_case: 2 }),
    ]
    expect(told(items, counties).words).toEqual([
      '报警失 26.7 分（满分 33.3）：按时 2/10（20.0%），漏了 8 起，每起扣 3.33 分。',
      '一人一档失 20.0 分（满分 20.0）：按时 0/10（0.0%），漏了 10 起，每起扣 4 分，扣完为止。',
      '结对失 7.5 分（满分 25.0）：按时 16/20（80.0%），按 80.0% 计，达到的一级得 70%。',
    ])
  })

  it('go from 100 to the score: the other items, bonus and deduction, each told as far as it may be', () => {
    const entries: Entry[] = [
      { points: -5, reason: '迟报', evidence: '通报' },
      { points: 0.5, reason: null, evidence: null },
    ]
    const items = [item('talk', { lost: 9 }), item('file', { lost: 0.04 }), item('pairing', { lost: 5.96 })]
    const found = told(items, [], entries, 1)
    expect([found.score, found.lost, found.words.slice(1)]).toEqual([
      '80.5',
      '19.5',
      ['其余 2 项共失 6.0 分。', '扣 5.0 分：迟报（依据：通报）。', '其余 1 条加减分合计加 0.5 分。'],
    ])
    expect(found.lines.map((line) => [lineName(line, names), lineChange(line, found.digits)])).toEqual([
      ['月谈心', '−9.0'],
      ['其余 2 项', '−6.0'],
      ['扣分：迟报', '−5.0'],
      ['其余 1 条加减分', '+0.5'],
    ])
    expect(told([], [], [{ points: -1, reason: null, evidence: null }]).words).toEqual(['另有扣分 1.0 分。'])
    expect(told([item('talk', { lost: 1 })], [], [{ points: 3, reason: null, evidence: null }]).words.slice(1)).toEqual(
      ['另有加分 3.0 分。', '超出 100 分的 2.0 分不计。'],
    )
    expect(told([item('talk', { lost: 0.03 })], []).words).toEqual(['其余 1 项共失不到 0.1 分。'])
  })

  it('say the same in English', () => {
    runtime.overwriteGetLocale(() => 'en')
    const penalty = county('police_report', 1, { kind: 'penalty', per_case: 0.1 })
    const from = county('file', 1, { kind: 'linear', from: 0.6, to: 1 })
    const items = [
      item('police_report', { weight: 100 / 3, met: 2, total: 10, lost: 800 / 30 }),
      item('file', { lost: 12.5 }),
    ]
    expect(told(items, [penalty, from], [{ points: -5, reason: 'late', evidence: 'notice' }]).words).toEqual([
      '报警 lost 26.7 of 33.3 points: on time 2/10 (20.0%), 8 cases missed, 3.33 points each.',
      '一人一档 lost 12.5 of 25.0 points: on time 16/20 (80.0%), counted as 80.0%; points begin at 60% and are full at 100%.',
      '5.0 points deducted: late (evidence: notice).',
    ])
    expect([shortWords(0.04), shortWords(3.21)]).toEqual(['less than 0.1 points short', '3.2 points short'])
  })
})

describe('a score in words', () => {
  it('never says a grade that is not reached, nor that nothing is missing', () => {
    expect([scoreText(89.96, scheme), shortWords(90 - 89.96)]).toEqual(['89.96', '差不到 0.1 分'])
    expect([scoreText(86.5, scheme), shortWords(3.5)]).toEqual(['86.5', '差 3.5 分'])
  })
})
