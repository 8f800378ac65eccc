import { describe, expect, it } from 'vitest'
import type { Block } from '../../../../web/routes/evaluation/[year]/book/blocks.ts'
import { heightOf, SHEET } from '../../../../web/routes/evaluation/[year]/book/blocks.ts'
import { freezeBlocks } from '../../../../web/routes/evaluation/[year]/book/freeze-chapter.ts'
import { objectionBlocks } from '../../../../web/routes/evaluation/[year]/book/objection-chapter.ts'
import type { Objection } from '../../../../web/routes/evaluation/[year]/objections/answers.ts'

const about = { score: 71.4, grade: '合格', lost: 2, points: -2, weight: null, met: null, total: null, counted: null }
const made = { event_id: 'a', kind: 'made' as const, happened_by: 'd', scheme_version: null }
const objection = (more: Partial<Objection>): Objection => ({
  objection_id: JSON.stringify(more),
  township: '01',
  kind: 'whole',
  item: '',
  as_of: null,
  scheme_version: 1,
  about: { ...about, reason: '瞒报突发事件', evidence: '报告第 3 页' },
  state: 'made',
  files: [],
  events: [{ ...made, happened_at: '2027-01-05T09:00:00+08:00', words: '三月补录晚了，家长电话 138-0000-0000' }],
  may_withdraw: false,
  may_decide: false,
  ...more,
})
const facts = {
  evaluation: { standings: [{ township: '01', name: '高桥镇' }] },
  names: { talk: '谈心' },
  timezone: 'Asia/Shanghai',
}
const blocksOf = (rows: Objection[], total_count = rows.length) =>
  objectionBlocks({ ...facts, objections: { rows, total_count } })
const textOf = (blocks: readonly Block[]): string => JSON.stringify(blocks)

describe('the objections of a printed book', () => {
  it('say to what each was made', () => {
    const table = blocksOf([
      objection({ kind: 'veto', item: '1' }),
      objection({ kind: 'entry', item: '1' }),
      objection({ kind: 'duty', item: 'talk' }),
      objection({ kind: 'whole' }),
    ]).find(({ kind }) => kind === 'table')
    expect(table).toMatchObject({
      rows: [
        ['高桥镇', '一票否决：瞒报突发事件', '2027-01-05', expect.anything()],
        ['高桥镇', expect.stringMatching(/^加分扣分 .2.0：瞒报突发事件$/), '2027-01-05', expect.anything()],
        ['高桥镇', '谈心', '2027-01-05', expect.anything()],
        ['高桥镇', '整个得分', '2027-01-05', expect.anything()],
      ],
    })
  })

  it('are not none where the reader may not see them', () => {
    expect(textOf(blocksOf([]))).toContain('没有异议。')
    for (const blocks of [blocksOf([], 3), blocksOf([objection({})], 3)]) {
      expect(textOf(blocks)).toContain('全县共 3 条异议')
      expect(textOf(blocks)).not.toContain('没有异议')
    }
    expect(textOf(blocksOf([objection({})]))).not.toContain('全县共')
  })

  it('print what was written without a number of a person, and fit a sheet however long it is', () => {
    const words = `990101201601011234${'补录的理由'.repeat(390)}`
    const long = objection({ events: [{ ...made, happened_at: '2027-01-05T09:00:00+08:00', words }] })
    const text = textOf(blocksOf([objection({}), long]))
    expect(text).toContain('三月补录晚了，家长电话 …')
    expect(text).not.toMatch(/\d{11}|138-0000/)
    expect(text.match(/补录的理由/g)?.length).toBeGreaterThan(380)
    expect(blocksOf([long]).every((block) => heightOf(block) < SHEET.height / 2)).toBe(true)
  })
})

describe('the freeze in a printed book', () => {
  it('names the two people and all by which a book is tied to its archive', () => {
    const [digest, archive_sha256, fingerprint] = ['a', 'b', 'c'].map((letter) => letter.repeat(64))
    const text = textOf(
      freezeBlocks(
        {
          ...{ state: 'frozen', as_of: null, known_at: '2027-01-20T09:00:00+08:00', scheme_version: 5, seed: 7 },
          ...{ digest: digest ?? '', archive_sha256: archive_sha256 ?? '', fingerprint: fingerprint ?? '' },
          ...{ proposed_by: 'wang', proposed_at: '2027-01-20T09:00:00+08:00' },
          ...{ confirmed_by: 'zhao', confirmed_at: '2027-01-21T10:00:00+08:00' },
          ...{ archive_bytes: 1, open_objections: 0, history: [] },
          ...{ may_propose: false, may_confirm: false, may_decline: false, may_withdraw: false, may_download: false },
        },
        'Asia/Shanghai',
      ),
    )
    for (const told of ['由 wang 提出', '由 zhao 看过结果后确认', '2027-01-21 10:00', '2027-01-20 09:00', '第 5 版'])
      expect(text).toContain(told)
    for (const hex of [digest, archive_sha256, fingerprint]) expect(text.replaceAll(' ', '')).toContain(hex)
  })
})
