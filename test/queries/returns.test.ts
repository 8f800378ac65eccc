import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { summary, type SummaryRow } from '../../queries/ledger.ts'
import {
  lastQuarter,
  RETURN_COUNTS,
  RETURN_PARTS,
  returnTime,
  statisticalReturn,
  type ReturnRow,
  type StatisticalReturn,
} from '../../queries/returns.ts'
import { openApiCounty, type ApiCounty } from '../support/api-county.ts'
import { validId } from '../support/ids.ts'
import { SmallCounty } from '../support/small-county.ts'
import { makeTempFolder, removeFolder } from '../support/temp-folder.ts'

const NOW = '2026-12-01T08:00:00.000'

describe('the time of a return', () => {
  it.each([
    ['2026-Q3', '2026-07-01', '2026-09-30'],
    ['2026-Q4', '2026-10-01', '2026-12-31'],
    ['2026', '2026-01-01', '2026-12-31'],
    ['2024-02', '2024-02-01', '2024-02-29'],
    ['2026-02', '2026-02-01', '2026-02-28'],
  ])('%s is of its last day, as it was known then', (period, first_on, last_on) => {
    expect(returnTime(period, undefined, '2027-01-01T00:00:00.000')).toEqual({
      first_on,
      day: last_on,
      as_of: `${last_on}T23:59:59`,
      known_at: `${last_on}T23:59:59`,
      is_running: false,
    })
  })

  it('is of the present day while the period runs, and says so', () => {
    const present = { day: '2026-12-01', as_of: '2026-12-01T08:00:00', known_at: '2026-12-01T08:00:00' }
    expect(returnTime('2026-Q4', undefined, NOW)).toMatchObject({ ...present, is_running: true })
    expect(returnTime('2026-Q4', '2030-01-01T00:00:00', NOW)).toMatchObject({ ...present, is_running: true })
  })

  it('takes a later knowledge of the same day, and an earlier day of the period', () => {
    expect(returnTime('2026-Q3', '2026-10-20T12:00:00', NOW)).toMatchObject({
      day: '2026-09-30',
      as_of: '2026-09-30T23:59:59',
      known_at: '2026-10-20T12:00:00',
      is_running: false,
    })
    expect(returnTime('2026-Q3', '2026-08-20T12:00:00', NOW)).toMatchObject({
      day: '2026-08-20',
      known_at: '2026-08-20T12:00:00',
      is_running: true,
    })
  })

  it('is none of a period that has not begun', () => {
    expect(() => returnTime('2027', undefined, NOW)).toThrow('2027 在 2026-12-01 还没有开始')
    expect(() => returnTime('2026-Q3', '2026-06-30T23:59:59', NOW)).toThrow('还没有开始')
  })

  it('is due of the quarter that ended last', () => {
    expect(lastQuarter('2026-11-24T00:00:00')).toBe('2026-Q3')
    expect(lastQuarter('2026-10-01T00:00:00')).toBe('2026-Q3')
    expect(lastQuarter('2026-09-30T23:59:59')).toBe('2026-Q2')
    expect(lastQuarter('2026-02-01T00:00:00')).toBe('2025-Q4')
  })
})

/** Every part of a row adds up to its children, those who came and went to the same, and the county to its townships. */
function addsUp({ rows }: StatisticalReturn): void {
  const [county, ...townships] = rows
  for (const name of RETURN_COUNTS) {
    const sum = townships.reduce((all, row) => all + Number(row[name]), 0)
    expect([name, county?.[name]]).toEqual([name, sum])
  }
  for (const row of rows) {
    const count = (name: string): number => Number(row[name])
    for (const [part, classes] of Object.entries(RETURN_PARTS)) {
      const sum = classes.reduce((all, each) => all + count(`${part}_${each}`), 0)
      expect([row.unit_id, part, sum]).toEqual([row.unit_id, part, row.children])
    }
    expect(count('children_before') + count('children_new') - count('children_gone')).toBe(row.children)
  }
}

/** What the return has in common with the ledger is the ledger's. */
function reconciles({ rows }: StatisticalReturn, ledger: readonly SummaryRow[]): void {
  for (const row of rows) {
    const of = (duty: string): { owed: number; done: number } => {
      const found = ledger.find((each) => each.unit_id === row.unit_id && each.duty === duty)
      if (found === undefined) return { owed: 0, done: 0 }
      const { met, late, missed, ahead, pending } = found
      return { owed: met + late + missed + ahead + pending, done: met + late + ahead }
    }
    expect([row.unit_id, row.children, row.children]).toEqual([row.unit_id, of('pairing').owed, of('file').owed])
    expect([row.file_done, row.pairing_done]).toEqual([of('file').done, of('pairing').done])
    expect([row.key_pairing_owed, row.key_pairing_done]).toEqual([of('key_pairing').owed, of('key_pairing').done])
    expect([row.care_4, row.key_pairing_owed]).toEqual([row.key_pairing_owed, row.care_4])
    expect([row.talk_owed, row.talk_done]).toEqual([of('talk').owed, of('talk').done])
    expect(row.incidents).toBe(of('notify_guardian').owed)
  }
}

describe('the return of the sample county', () => {
  let county: ApiCounty
  beforeAll(async () => {
    county = await openApiCounty({ pulls: 2 })
  })
  afterAll(() => county.close())

  it.each(['2026-Q3', '2026-Q4', '2026', '2026-09', '2026-10', '2026-Q1'])(
    'of %s adds up, and reconciles with the ledger',
    async (period) => {
      const { warehouse } = county.application
      const found = await statisticalReturn(warehouse, { period, now: '2026-10-31T12:00:00' })
      addsUp(found)
      reconciles(found, await summary(warehouse, { as_of: found.as_of, period, levels: ['county', 'township'] }))
    },
  )

  it('has children of every part, and incidents', async () => {
    const { warehouse } = county.application
    const { rows } = await statisticalReturn(warehouse, { period: '2026', now: '2026-10-31T12:00:00' })
    expect(rows.map(({ unit_id }) => unit_id)).toEqual(['990100', '01', '02', '03'])
    expect(rows[0]?.children).toBeGreaterThan(50)
    expect(rows[0]?.incidents).toBeGreaterThan(5)
    expect(Number(rows[0]?.talk_held)).toBeGreaterThanOrEqual(Number(rows[0]?.talk_done))
  })
})

let sequence = 700
const idOf = (birth: string): string => validId('990001', birth, sequence++)
const CENSUS = '身份证号,姓名,村,学校,留守类型,留守开始日期,留守结束日期,关爱等级'

interface Child {
  birth: string
  from?: string
  to?: string
  level?: string
  situation?: string
  id?: string
}
const child = ({ birth, from = '2024-03-01', to = '', level = '', situation = '父母双方外出', id }: Child): string =>
  `${id ?? idOf(birth)},某某,石桥村,中心小学,${situation},${from},${to},${level}`

describe('the return at its boundaries', () => {
  let folder: string
  let county: SmallCounty
  beforeAll(async () => {
    folder = await makeTempFolder()
    county = await SmallCounty.open({ folder, townships: ['01', '02', '03'] })
  })
  afterAll(async () => {
    await county.application.close()
    await removeFolder(folder)
  })

  const at = (period: string, asked?: string): Promise<StatisticalReturn> =>
    statisticalReturn(county.application.warehouse, { period, asked, now: NOW })
  const rowOf = async (unit: string, period: string, asked?: string): Promise<ReturnRow | undefined> =>
    (await at(period, asked)).rows.find(({ unit_id }) => unit_id === unit)

  it('counts ages on the last day: a birthday on it is one', async () => {
    county.write('01', '摸底花名册.csv', [
      CENSUS,
      child({ birth: '20200930' }), // six on the last day
      child({ birth: '20201001' }), // still five
      child({ birth: '20120930' }), // fourteen on it
      child({ birth: '20121001' }), // still thirteen
      child({ birth: '20100930' }), // sixteen on it: counts no more, and went in this quarter
      child({ birth: '20101001' }), // still fifteen
      child({ birth: '20100630' }), // sixteen on the day before the quarter: not of this one
    ])
    await county.pull('2026-09-20T08:00:00+08:00', { township: '01' })
    const row = await rowOf('01', '2026-Q3')
    expect(row).toMatchObject({ children: 5, age_0_5: 1, age_6_13: 2, age_14_up: 2 })
    expect(row).toMatchObject({ children_before: 6, children_new: 0, children_gone: 1 })
    expect(await rowOf('01', '2026-Q4')).toMatchObject({ age_0_5: 0, age_6_13: 2, age_14_up: 2, children_gone: 1 })
  })

  it('tells who came and who left, each day of the period among them', async () => {
    county.write('02', '摸底花名册.csv', [
      CENSUS,
      child({ birth: '20160301', from: '2026-06-30' }), // was there
      child({ birth: '20160301', from: '2026-07-01', level: '4' }), // came on the first day
      child({ birth: '20160301', from: '2026-09-30', situation: '一方外出另一方无监护能力' }), // came on the last
      child({ birth: '20160301', to: '2026-06-30' }), // had left on the day before
      child({ birth: '20160301', to: '2026-07-01' }), // left on the first day
      child({ birth: '20160301', to: '2026-09-30', level: '2' }), // left on the last
      child({ birth: '20160301', from: '2026-08-01', to: '2026-08-15' }), // came and left
      child({ birth: '20160301', to: '2026-10-01', level: '1' }), // leaves after it
      child({ birth: '20160301', from: '2026-07-02', situation: '一方外出' }), // does not count
    ])
    await county.pull('2026-09-30T08:00:00+08:00', { township: '02' })
    const row = await rowOf('02', '2026-Q3')
    expect(row).toMatchObject({ children: 4, children_before: 4, children_new: 3, children_gone: 3 })
    expect(row).toMatchObject({ situation_both_out: 3, situation_one_out_other_unable: 1, situation_one_out: 0 })
    expect(row).toMatchObject({ care_4: 1, care_1: 1, care_2: 0, care_unknown: 2, key_pairing_owed: 1 })
  })

  it('takes guardian and schooling from the files, and has neither where there is none', async () => {
    const ids = Array.from({ length: 8 }, () => idOf('20160301'))
    const relations = ['祖父', '外婆', '叔父', '母亲', '邻居', '奶奶、姑姑', '']
    county.write('03', '摸底花名册.csv', [CENSUS, ...ids.map((id) => child({ birth: '20160301', id }))])
    county.write('03', '儿童档案.csv', [
      '身份证号,建档日期,与儿童关系,就学状态',
      ...relations.map((relation, index) => `${ids[index]},2025-03-01,${relation},${index < 2 ? '辍学' : '在校'}`),
    ])
    // in school by any file is in school, as the duty has it
    county.write('02', '儿童档案.csv', ['身份证号,建档日期,与儿童关系,就学状态', `${ids[0]},2025-04-01,,在园`])
    await county.pull('2026-09-30T09:00:00+08:00')
    const row = await rowOf('03', '2026-Q3')
    expect(row).toMatchObject({ children: 8, guardian_grandparent: 3, guardian_relative: 1, guardian_parent: 1 })
    expect(row).toMatchObject({ guardian_other: 1, guardian_unknown: 2, file_done: 0 })
    expect(row).toMatchObject({ schooling_in_school: 5, schooling_kindergarten: 1, schooling_dropped_out: 1 })
    expect(row).toMatchObject({ schooling_unknown: 1, schooling_not_enrolled: 0 })
  })

  it('shows what came in late as of a later instant alone, and of the same day', async () => {
    const late = child({ birth: '20160301', from: '2026-09-01' })
    const after = child({ birth: '20160301', from: '2026-10-01' })
    const before = await rowOf('03', '2026-Q3')
    const ids = Array.from({ length: 8 }, () => child({ birth: '20160301' }))
    county.write('03', '摸底花名册.csv', [CENSUS, ...ids, late, after])
    await county.pull('2026-10-12T09:00:00+08:00', { township: '03' })
    expect(await rowOf('03', '2026-Q3')).toEqual(before)
    expect(await rowOf('03', '2026-Q3', '2026-10-12T12:00:00')).toMatchObject({ children: 9, children_new: 1 })
  })

  it('adds up and reconciles, whatever the county holds', async () => {
    for (const period of ['2026-Q3', '2026-Q4', '2026']) {
      const found = await at(period)
      addsUp(found)
      const { warehouse } = county.application
      reconciles(found, await summary(warehouse, { as_of: found.as_of, period, levels: ['county', 'township'] }))
    }
  })
})
