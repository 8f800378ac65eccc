import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { distribution, type Distribution } from '../../queries/distribution.ts'
import { validId } from '../support/ids.ts'
import { SmallCounty } from '../support/small-county.ts'
import { makeTempFolder, removeFolder } from '../support/temp-folder.ts'

const NAMES = ['甲', '乙', '丙', '丁'] as const
const idOf = (name: (typeof NAMES)[number]): string => validId('990001', '20160901', NAMES.indexOf(name))

describe('distributions at their boundaries', () => {
  let folder = ''
  let county: SmallCounty

  const ask = (duty: string, period = '2026', as_of = '2026-06-30T12:00:00'): Promise<Distribution> =>
    distribution(county.application.warehouse, { duty, period, as_of, level: 'county', unit: '' })

  beforeAll(async () => {
    folder = await makeTempFolder()
    county = await SmallCounty.open({ folder, townships: ['01'] })
    county.write('01', '摸底花名册.csv', [
      '身份证号,姓名,村,学校,留守类型,留守开始日期',
      ...NAMES.map((name) => `${idOf(name)},${name},石桥村,中心小学,父母双方外出,2024-03-01`),
    ])
    const talk = (name: (typeof NAMES)[number], day: string, kind = '谈心', role = '班主任'): string =>
      `${idOf(name)},${kind},${day},李老师,${role}`
    county.write('01', '谈心走访记录.csv', [
      '身份证号,方式,日期,记录人,记录人身份',
      // Seven days, eight days, and 92 days apart; two talks of one day are one; a visit is no talk.
      ...['2026-03-01', '2026-03-08', '2026-03-08', '2026-03-16', '2026-06-16'].map((day) => talk('甲', day)),
      talk('甲', '2026-03-12', '探视'),
      talk('乙', '2026-04-01'),
      // The earlier of two may lie before the period.
      talk('丙', '2025-12-20'),
      talk('丙', '2026-03-20'),
    ])
    const incident = (number: string, at: string, ...told: string[]): string =>
      [`990001-2026-${number}`, idOf('甲'), '意外伤害', at, ...told].join(',')
    county.write('01', '突发事件.csv', [
      '事件编号,身份证号,事件类型,发生时间,告知监护人时间,告知家长时间,报告教育部门时间,报告乡镇时间',
      incident(
        '0001',
        '2026-05-01 10:00',
        '2026-05-01 10:30',
        '2026-05-01 10:00',
        '2026-05-01 10:10',
        '2026-05-01 12:00',
      ),
      incident('0002', '2026-05-02 10:00', '2026-05-02 10:31', '2026-05-02 11:01', '2026-05-02 10:10', ''),
      incident('0003', '2026-05-03 10:00', '', '2026-05-03 20:00', '2026-05-03 10:10', '2026-05-03 12:01'),
      incident('0004', '2026-05-04 10:00', '2026-05-04 09:59', '', '2026-05-04 09:59', '2026-05-04 10:30'),
      incident('0005', '2026-06-30 11:45', '', '', '', ''),
    ])
    await county.pull('2026-06-30T12:00:00+08:00')
  }, 60_000)
  afterAll(async () => {
    await county.application.close()
    await removeFolder(folder)
  })

  it('counts the days between talks by weeks, each week with its last day, and what is beyond a quarter apart', async () => {
    const { rows, n, quantiles, deadline } = await ask('talk')
    expect(n).toBe(4)
    expect(rows).toHaveLength(14)
    expect(rows.filter((row) => row.n > 0).map(({ from, to, n, share }) => [from, to, n, share])).toEqual([
      [0, 7, 1, 0.25],
      [7, 14, 1, 0.5],
      [84, 91, 1, 0.75],
      [91, null, 1, 1],
    ])
    expect(quantiles).toEqual({ p10: 7, p50: 8, p90: 92 })
    expect(deadline).toBeNull()
  })

  it('says how many children have one talk, and none: of neither is there a gap', async () => {
    expect((await ask('talk')).left_out).toEqual({ none: 0, impossible: 0, running: 0, single: 1, never: 1 })
  })

  it('takes a gap for the period in which its later talk lies', async () => {
    expect((await ask('talk', '2026-06')).n).toBe(1)
    const april = await ask('talk', '2026-04')
    expect([april.n, april.quantiles, april.rows]).toEqual([0, null, []])
  })

  it('holds a time on the deadline within it, and one of a minute later beyond', async () => {
    const { rows, n, of, deadline, left_out, quantiles } = await ask('notify_guardian')
    expect(deadline).toBe(30)
    expect(rows).toEqual([
      { from: 29, to: 30, n: 1, share: 0.25 },
      { from: 30, to: 31, n: 1, share: 0.5 },
    ])
    expect([n, of]).toEqual([2, 4])
    expect(left_out).toEqual({ none: 1, impossible: 1, running: 1, single: 0, never: 0 })
    expect(quantiles).toEqual({ p10: 30, p50: 30, p90: 31 })
  })

  it('puts a time of the same minute first, and one beyond three times the deadline at the open end', async () => {
    const { rows } = await ask('notify_parents')
    expect(rows.map(({ from, to, n }) => [from, to, n])).toEqual([
      [0, 2, 1],
      [60, 62, 1],
      [180, null, 1],
    ])
  })

  it('takes the later of two reports, and neither where one is missing or impossible', async () => {
    const { rows, left_out } = await ask('report_authority')
    expect(rows.map(({ from, to, n }) => [from, to, n])).toEqual([
      [116, 120, 1],
      [120, 124, 1],
    ])
    expect(left_out).toEqual({ none: 1, impossible: 1, running: 1, single: 0, never: 0 })
  })
})
