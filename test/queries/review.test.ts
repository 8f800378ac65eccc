import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { reviewRows, type ReviewPart } from '../../queries/review.ts'
import { validId } from '../support/ids.ts'
import { SmallCounty } from '../support/small-county.ts'
import { makeTempFolder, removeFolder } from '../support/temp-folder.ts'

let sequence = 700
const ids = new Map<string, string>()
/** A child by a short name, with a number of its own. */
const idOf = (name: string, birth = '20160901'): string => {
  const known = ids.get(name)
  if (known) return known
  const made = validId('990001', birth, sequence++)
  ids.set(name, made)
  return made
}

interface Child {
  name: string
  birth?: string
  to?: string
  village?: string
  school?: string
}
const census = ({ name, birth, to = '', village = '石桥村', school = '中心小学' }: Child): string =>
  `${idOf(name, birth)},${name},${village},${school},父母双方外出,2024-03-01,${to}`
const CENSUS = '身份证号,姓名,村,学校,留守类型,留守开始日期,留守结束日期'
const FILES = '身份证号,建档日期,就学状态'
const PAIRINGS = '身份证号,帮扶人姓名,帮扶人身份,帮扶人电话,结对日期,解除日期'
const CONTACTS = '身份证号,方式,日期,记录人,记录人身份'
const STAYERS = ['平常', '甲', '乙', '丙', '丁', '戊', '己'].map((name) => ({ name }))

let folder = ''
let county: SmallCounty

/** The rows of a list as of an instant, each as the child's or the carer's name and what `tell` makes of it, in their order. */
const listed = async (
  part: ReviewPart,
  list: string,
  as_of: string,
  tell: (row: Record<string, unknown>) => unknown = ({ reasons }) => (reasons as string[]).join(' '),
): Promise<string[]> => {
  const { warehouse, vault } = county.application
  const rows = await reviewRows(warehouse, { part, list, as_of, units: [], limit: 1000, offset: 0 })
  const names = new Map([...ids].map(([name, id]) => [vault.keyOf('child', id), name]))
  return rows.map((row) => {
    const carer =
      typeof row.carer_name === 'bigint' ? vault.unseal(row.sealed_carer as Uint8Array, row.carer_name) : null
    const name = typeof row.child_id === 'bigint' ? names.get(row.child_id) : (carer ?? row.village ?? row.school)
    return `${String(name)} ${String(tell(row))}`.trim()
  })
}

beforeAll(async () => {
  folder = await makeTempFolder()
  county = await SmallCounty.open({ folder, townships: ['01', '02'] })
  const leaving = [
    { name: '前一日' },
    { name: '窗口首日' },
    { name: '转走' },
    { name: '满岁', birth: '20100901' },
    { name: '返家', to: '2026-09-10' },
  ]
  county.write('01', '摸底花名册.csv', [CENSUS, ...[...STAYERS, ...leaving].map(census)])
  county.write('02', '摸底花名册.csv', [CENSUS, census({ name: '外乡' })])
  await county.pull('2026-03-01T08:00:00+08:00')
  // 2026-07-17 is 60 days before 15 September
  county.write('01', '摸底花名册.csv', [CENSUS, ...[...STAYERS, ...leaving.slice(1)].map(census)])
  await county.pull('2026-07-16T23:59:00+08:00')
  county.write('01', '摸底花名册.csv', [CENSUS, ...[...STAYERS, ...leaving.slice(2)].map(census)])
  await county.pull('2026-07-17T00:00:00+08:00')
  county.write('01', '摸底花名册.csv', [CENSUS, ...STAYERS.map(census)])
  county.write('02', '摸底花名册.csv', [CENSUS, census({ name: '外乡' }), census({ name: '转走' })])
  county.write('01', '儿童档案.csv', [
    FILES,
    ...['平常', '窗口首日', '从未'].map((name) => `${idOf(name)},2025-03-01,在校`),
  ])
  // a list counts for its child whichever township exported it
  county.write('02', '儿童档案.csv', [FILES, `${idOf('甲')},2025-03-01,在校`])
  county.write('01', '学籍变动.csv', [
    '身份证号,学年,入学日期,离校日期,原因',
    `${idOf('平常')},2026-2027,2026-09-01,,`,
    `${idOf('甲')},2026-2027,2022-09-01,2026-09-15,转学`,
  ])
  county.write('01', '结对帮扶.csv', [
    PAIRINGS,
    `${idOf('平常')},王老师,教师,13700000001,2025-09-01,`,
    `${idOf('甲')},王老师,教师,,2025-09-01,`,
    `${idOf('乙')},王老师,教师,13700000001,2026-01-01,`,
    `${idOf('丙')},王老师,教师,13700000001,2026-09-15,`,
    `${idOf('丁')},王老师,教师,13700000001,2026-08-16,`,
    `${idOf('戊')},王老师,教师,13700000002,2025-12-31,`,
    `${idOf('己')},李某,其他,13700000003,2025-12-31,2026-01-01`,
    `${idOf('己')},李某,其他,13700000003,2026-09-15,`,
    `${idOf('戊')},张某,干部,13700000004,2024-01-01,2025-12-31`,
  ])
  county.write('01', '谈心走访记录.csv', [
    CONTACTS,
    `${idOf('平常')},谈心,2025-09-15,王老师,班主任`,
    `${idOf('甲')},谈心,2025-09-16,王老师,班主任`,
    `${idOf('乙')},谈心,2025-12-31,王老师,班主任`,
    `${idOf('戊')},谈心,2026-03-01,别人,班主任`,
  ])
  await county.pull('2026-09-15T08:00:00+08:00')
})
afterAll(async () => {
  await county.application.close()
  await removeFolder(folder)
})

const AT = '2026-09-15T12:00:00'

describe('children whom one list knows and another does not', () => {
  it('says of each child of the population which lists do not know it, those least known first', async () => {
    const rows = await listed('reconciliation', 'unknown_elsewhere', AT)
    // a contact counts for twelve months: that of 15 September a year ago no longer does
    expect(rows).toContain('平常 contacts')
    // an enrolment that ended today has ended
    expect(rows).toContain('甲 enrolments')
    expect(rows).toContain('乙 files enrolments')
    expect(rows[0]).toMatch(/^(外乡|转走) files enrolments pairings contacts$/)
    expect(await listed('reconciliation', 'unknown_elsewhere', '2026-09-14T12:00:00')).not.toContain('甲 enrolments')
  })

  it('lists whom other registers know and no census holds, those who never were in one first', async () => {
    const last = ({ reasons, last_in_census_on: on }: Record<string, unknown>) =>
      `${(reasons as string[]).join(' ')} ${typeof on === 'string' ? on : 'never'}`
    expect(await listed('reconciliation', 'not_in_census', AT, last)).toEqual([
      '从未 files never',
      '窗口首日 files 2026-07-17',
    ])
  })

  it('shows who left within sixty days before a deadline, with what became of them, the unexplained first', async () => {
    expect(
      await listed('reconciliation', 'gone', AT, ({ reasons, gone_on, deadline_on, other_township }) =>
        [reasons, gone_on, deadline_on, other_township ?? ''].join(' '),
      ),
    ).toEqual([
      '窗口首日 no_reason 2026-07-17 2026-09-15',
      '返家 ended 2026-09-15 2026-09-15',
      '满岁 over_age 2026-09-15 2026-09-15',
      '转走 elsewhere 2026-09-15 2026-09-15 02镇',
    ])
    // as of before they left they are there
    expect(await listed('reconciliation', 'gone', '2026-07-16T23:59:59')).toEqual([])
    // those who came back have not gone
    expect(await listed('reconciliation', 'gone', '2026-07-17T00:00:00')).toEqual(['窗口首日 no_reason'])
  })

  it('names the villages and schools without a child', async () => {
    expect((await listed('reconciliation', 'empty_places', AT)).sort()).toEqual([
      '上坪社区 village',
      '上坪社区 village',
      '中学 school',
      '中学 school',
    ])
  })
})

describe('the quality of pairings', () => {
  it('counts the children of a carer: one name is one person unless telephones tell two apart', async () => {
    const load = ({ child_count, reasons }: Record<string, unknown>) => `${String(child_count)} ${String(reasons)}`
    const rows = await listed('pairings', 'load', AT, load)
    expect([rows[0], ...rows.slice(1).sort()]).toEqual(['王老师 5 within', '李某 1 within', '王老师 1 within'])
  })

  it('lists pairings with somebody outside the allowed kinds', async () => {
    expect(await listed('pairings', 'outside_kinds', AT)).toEqual(['己 other'])
    expect(await listed('pairings', 'outside_kinds', '2026-09-14T12:00:00')).toEqual([])
  })

  it('lists pairings without a contact by that name since the day on which they began', async () => {
    // 平常 and 甲 were seen in time, 乙 a day before the pairing, 戊 by somebody else; 丁 is paired for 30 days
    const rows = await listed('pairings', 'no_contact', AT)
    expect(rows.slice(0, 3)).toEqual(['戊 long', '乙 long', '丁 new'])
    expect(rows.slice(3).sort()).toEqual(['丙 new', '己 new'])
    expect(await listed('pairings', 'no_contact', '2026-09-16T12:00:00')).toContain('丁 long')
  })

  it('counts what began and ended in the year for each hundred pairings in force in it', async () => {
    const turned = ({ pair_count, begun_count, ended_count, turnover }: Record<string, unknown>) =>
      [pair_count, begun_count, ended_count, turnover].join(' ')
    // 张某's ended on the last day of the year before; 乙, 丙, 丁 and 己 began in this one, one of 己 ended in it
    expect(await listed('pairings', 'turnover', AT, turned)).toEqual([`null 8 4 1 62.5`])
  })

  it('marks a carer with more children than the policy allows', async () => {
    const strict = await makeTempFolder()
    try {
      const own = await SmallCounty.open({
        folder: strict,
        townships: ['01'],
        policy: { max_children_per_carer: 1, carer_kinds: ['cadre'] },
      })
      own.write('01', '摸底花名册.csv', [CENSUS, census({ name: '平常' }), census({ name: '甲' })])
      own.write('01', '结对帮扶.csv', [
        PAIRINGS,
        ...['平常', '甲'].map((name) => `${idOf(name)},王老师,教师,,2025-09-01,`),
      ])
      await own.pull('2026-09-15T08:00:00+08:00')
      const rowsOf = (list: string) =>
        reviewRows(own.application.warehouse, { part: 'pairings', list, as_of: AT, units: [], limit: 10, offset: 0 })
      expect((await rowsOf('load')).map(({ reasons }) => reasons)).toEqual([['over']])
      expect((await rowsOf('outside_kinds')).map(({ reasons }) => reasons)).toEqual([['teacher'], ['teacher']])
      await own.application.close()
    } finally {
      await removeFolder(strict)
    }
  })
})
