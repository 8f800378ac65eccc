import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { policySchema } from '../../pipeline/policy.ts'
import { reviewRows } from '../../queries/review.ts'
import { validId } from '../support/ids.ts'
import { SmallCounty } from '../support/small-county.ts'
import { makeTempFolder, removeFolder } from '../support/temp-folder.ts'

let sequence = 800
const ids = new Map<string, string>()
const idOf = (name: string): string => {
  const made = ids.get(name) ?? validId('990001', '20160901', sequence++)
  ids.set(name, made)
  return made
}

const AT = '2026-10-15T12:00:00'
const CHILDREN = [
  '平常',
  '辍学',
  '未填',
  '老人',
  '六九',
  '体弱',
  '方案',
  '旧方案',
  '欺凌',
  '旧欺凌',
  '困难',
  '资助',
  '体检',
  '未检',
]
const REPORTED: Record<string, string> = { 平常: '1', 辍学: '3', 方案: '4', 欺凌: '3', 困难: '1', 资助: '2' }

let folder = ''
let county: SmallCounty

/** A child's line as of an instant: the list, the levels, the points and the reasons. */
const of = async (name: string, own = county, as_of = AT): Promise<string> => {
  const { warehouse, vault } = own.application
  for (const list of ['higher', 'lower', 'unreported', 'agreed']) {
    const rows = await reviewRows(warehouse, { part: 'care', list, as_of, units: [], limit: 1000, offset: 0 })
    const row = rows.find(({ child_id }) => child_id === vault.keyOf('child', idOf(name)))
    if (row === undefined) continue
    const { reported_level, computed_level, points, reasons } = row
    return `${list} ${String(reported_level)}→${String(computed_level)} ${String(points)} ${(reasons as string[]).join(' ')}`.trim()
  }
  return 'none'
}

function write(own: SmallCounty): void {
  own.write('01', '摸底花名册.csv', [
    '身份证号,姓名,村,学校,留守类型,留守开始日期,关爱等级',
    ...CHILDREN.map((name) => `${idOf(name)},${name},石桥村,中心小学,父母双方外出,2024-03-01,${REPORTED[name] ?? ''}`),
  ])
  const facts: Record<string, string> = {
    辍学: '辍学,是,60,良好,否',
    未填: ',,,,',
    老人: '在校,是,70,良好,否',
    六九: '在校,是,69,身体健康,否',
    体弱: '在校,是,60,不健康,否',
    困难: '在校,是,60,良好,是',
    资助: '在校,是,60,良好,是',
    未检: '在校,否,60,良好,否',
  }
  own.write('01', '儿童档案.csv', [
    '身份证号,建档日期,就学状态,计划免疫接种,监护人年龄,监护人身体状况,困难',
    ...CHILDREN.map((name) => `${idOf(name)},2025-03-01,${facts[name] ?? '在校,是,60,良好,否'}`),
  ])
  own.write('01', '结对帮扶.csv', [
    '身份证号,帮扶人姓名,帮扶人身份,结对日期',
    ...CHILDREN.map((name) => `${idOf(name)},王老师,教师,2025-09-01`),
    `${idOf('方案')},李干部,干部,2025-09-01`,
  ])
  own.write('01', '个别教育方案.csv', [
    '身份证号,制定日期,原因',
    `${idOf('方案')},2025-10-16,情绪`,
    `${idOf('旧方案')},2025-10-15,情绪`,
  ])
  own.write('01', '突发事件.csv', [
    '事件编号,身份证号,事件类型,发生时间',
    `E1,${idOf('欺凌')},校园欺凌,2025-10-15 12:01`,
    `E2,${idOf('旧欺凌')},校园欺凌,2025-10-15 12:00`,
  ])
  // the last semester that is over on 15 October began on 1 March
  own.write('01', '健康体检.csv', [
    '身份证号,体检日期',
    ...CHILDREN.filter((name) => name !== '未检').map((name) => `${idOf(name)},2026-03-01`),
    `${idOf('未检')},2026-02-28`,
  ])
  own.write('01', '资助帮扶.csv', [
    '身份证号,资助类别,金额,发放日期',
    `${idOf('资助')},助学金,500,2026-03-01`,
    `${idOf('困难')},助学金,500,2026-02-28`,
  ])
}

beforeAll(async () => {
  folder = await makeTempFolder()
  county = await SmallCounty.open({ folder, townships: ['01'] })
  write(county)
  await county.pull('2026-10-15T08:00:00+08:00')
})
afterAll(async () => {
  await county.application.close()
  await removeFolder(folder)
})

describe('the computed care level at its boundaries (docs/operating.md, Care level)', () => {
  it.each([
    ['平常', 'agreed 1→1 0'],
    ['未填', 'unreported null→1 0'],
    // a level by itself, whatever the points
    ['辍学', 'higher 3→4 0 dropped_out'],
    ['老人', 'unreported null→1 1 old_guardian'],
    ['六九', 'unreported null→1 0'],
    ['体弱', 'unreported null→2 2 guardian_unwell'],
    // twelve months: to the day for a plan, to the minute for an incident
    ['方案', 'lower 4→2 2 recent_plan'],
    ['旧方案', 'unreported null→1 0'],
    ['欺凌', 'agreed 3→3 4 violence'],
    ['旧欺凌', 'unreported null→1 0'],
    ['困难', 'higher 1→2 3 in_need no_assistance'],
    ['资助', 'agreed 2→2 2 in_need'],
    ['未检', 'unreported null→2 2 no_immunisation no_checkup'],
  ])('%s: %s', async (name, expected) => {
    expect(await of(name)).toBe(expected)
  })

  it('names the cadre and the teacher of level 4, computed or reported, and of nobody else', async () => {
    const { warehouse, vault } = county.application
    const named = async (list: string) =>
      (await reviewRows(warehouse, { part: 'care', list, as_of: AT, units: [], limit: 100, offset: 0 })).map((row) =>
        [row.carer_name, row.other_carer_name].map((key, index) =>
          typeof key === 'bigint'
            ? vault.unseal((index === 0 ? row.sealed_carer : row.sealed_other_carer) as Uint8Array, key)
            : null,
        ),
      )
    expect(await named('lower')).toEqual([['李干部', '王老师']])
    // of two with the same difference the one with more points comes first
    expect(await named('higher')).toEqual([
      [null, null],
      [null, '王老师'],
    ])
    expect((await named('unreported')).flat().every((name) => name === null)).toBe(true)
  })

  it('follows the rules of the config', async () => {
    const other = await makeTempFolder()
    try {
      const care = {
        level_points: [1, 2, 3],
        body: [{ fact: 'no_checkup', level: 3 }],
        guardianship: [],
        livelihood: [{ fact: 'in_need', points: 2 }],
      }
      const own = await SmallCounty.open({ folder: other, townships: ['01'], policy: { care } })
      write(own)
      await own.pull('2026-10-15T08:00:00+08:00')
      expect(await of('未检', own)).toBe('unreported null→3 0 no_checkup')
      expect(await of('体弱', own)).toBe('unreported null→1 0')
      expect(await of('困难', own)).toBe('higher 1→3 2 in_need')
      await own.application.close()
    } finally {
      await removeFolder(other)
    }
  })

  it.each([
    ['an unknown fact', { mind: [{ fact: 'sad', points: 1 }] }],
    ['points and a level at once', { mind: [{ fact: 'violence', points: 1, level: 4 }] }],
    ['levels that do not grow', { level_points: [2, 2, 7] }],
  ])('refuses %s', (_what, care) => {
    expect(policySchema.safeParse({ care }).success).toBe(false)
  })
})
