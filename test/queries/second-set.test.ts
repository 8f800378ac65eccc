import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { subjects, summary } from '../../queries/ledger.ts'
import { todoRows } from '../../queries/todo.ts'
import { validId } from '../support/ids.ts'
import { SmallCounty } from '../support/small-county.ts'
import { makeTempFolder, removeFolder } from '../support/temp-folder.ts'

let sequence = 500
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
  from?: string
  to?: string
  level?: number
  school?: string
}
const census = ({ name, birth, from = '2024-03-01', to = '', level, school = '中心小学' }: Child): string =>
  `${idOf(name, birth)},${name},石桥村,${school},父母双方外出,${from},${to},${level ?? ''}`
const CENSUS = '身份证号,姓名,村,学校,留守类型,留守开始日期,留守结束日期,关爱等级'
const FILES = '身份证号,建档日期,就学状态,计划免疫接种,家教培训日期,困难'
const STANDARDS = '统一标牌,固定场所,完善设备,人员管理,儿童档案,活动计划,活动台账,经费保障'

describe('the second set of duties at its boundaries (duties.md, The second set)', () => {
  let folder = ''
  let county: SmallCounty

  /** The rows of a duty as of an instant: `甲 state met`, in order. */
  const ledger = async (duty: string, as_of: string): Promise<string[]> => {
    const rows = await subjects(county.application.warehouse, { as_of, duty, limit: 10_000, offset: 0 })
    const names = new Map([...ids].map(([name, id]) => [String(county.application.vault.keyOf('child', id)), name]))
    return rows
      .map((row) => {
        const id = String(row.child_id ?? row.subject_id)
        return `${row.subject_kind === 'child' ? (names.get(id) ?? id) : id} ${String(row.period)} ${String(row.status)}`
      })
      .sort()
  }
  const of = async (name: string, duty: string, as_of: string): Promise<string[]> =>
    (await ledger(duty, as_of)).filter((line) => line.startsWith(`${name} `)).map((line) => line.slice(name.length + 1))

  beforeAll(async () => {
    folder = await makeTempFolder()
    county = await SmallCounty.open({ folder, townships: ['01', '02'] })
    county.write('01', '摸底花名册.csv', [
      CENSUS,
      census({ name: '平常' }),
      census({ name: '满六', birth: '20201016' }),
      census({ name: '满三', birth: '20231016' }),
      census({ name: '闰三', birth: '20240229' }),
      census({ name: '月中走', to: '2026-09-15' }),
      census({ name: '重点', level: 4, school: '' }),
      census({ name: '重点旧案', level: 4, school: '' }),
      census({ name: '重点无案', level: 4, school: '' }),
    ])
    county.write('02', '摸底花名册.csv', [CENSUS, census({ name: '外乡' })])
    county.write('01', '儿童档案.csv', [
      FILES,
      `${idOf('平常')},2025-03-01,在校,是,2025-10-15,是`,
      `${idOf('满六')},2025-03-01,在园,否,2025-10-14,`,
      `${idOf('满三')},2025-03-01,在园,,,`,
      `${idOf('月中走')},2025-03-01,辍学,是,,是`,
    ])
    // a file counts for its child whichever township exported it
    county.write('02', '儿童档案.csv', [FILES, `${idOf('重点')},2025-03-01,在校,有,2026-10-15,无`])
    county.write('01', '学籍变动.csv', [
      '身份证号,学年,入学日期,离校日期,原因',
      `${idOf('平常')},2026-2027,2026-09-01,,`,
      `${idOf('满六')},2026-2027,2026-09-02,,`,
      `${idOf('月中走')},2026-2027,2022-09-01,2026-10-10,辍学`,
      `${idOf('重点')},2026-2027,2022-09-01,2026-09-10,辍学`,
      `${idOf('重点')},2026-2027,2026-10-12,,`,
      `${idOf('重点旧案')},2025-2026,2022-09-01,2026-09-01,毕业`,
      `${idOf('重点无案')},2026-2027,2022-09-01,2026-09-20,转学`,
    ])
    county.write('01', '法律援助.csv', [
      '案件编号,身份证号,立案日期,符合援助条件,援助日期',
      `按时,${idOf('平常')},2026-09-01,是,2026-10-01`,
      `迟一天,${idOf('平常')},2026-09-01,是,2026-10-02`,
      `未援助,${idOf('平常')},2026-09-15,是,`,
      `不符合,${idOf('平常')},2026-09-01,否,`,
      `去年,${idOf('平常')},2025-12-31,是,`,
    ])
    county.write('01', '健康体检.csv', [
      '某县健康体检登记',
      '身份证号,体检日期',
      `${idOf('平常')},2026-09-01`,
      `${idOf('满六')},2026-08-31`,
      `${idOf('满六')},2026-07-31`,
      `${idOf('月中走')},2026-09-02`,
    ])
    county.write('01', '谈心走访记录.csv', [
      '身份证号,方式,日期,记录人,记录人身份',
      `${idOf('平常')},家长反馈,2026-07-31,李,其他`,
      `${idOf('平常')},家长反馈,2026-10-01,李,班主任`,
      `${idOf('月中走')},家长反馈,2026-08-31,李,班主任`,
    ])
    county.write('01', '个别教育方案.csv', [
      '身份证号,制定日期,原因',
      `${idOf('重点')},2025-10-15,情绪`,
      `${idOf('重点旧案')},2025-10-14,情绪`,
    ])
    county.write('01', '留守儿童之家.csv', [
      `编号,名称,村,学校,启用日期,${STANDARDS}`,
      'J1,校办之家,石桥村,中心小学,2026-09-01,是,是,是,是,是,是,是,否',
      'J2,村办之家,石桥村,,2026-09-02,√,,有,无,Y,1,true,×',
    ])
    county.write('01', '活动台账.csv', [
      '编号,活动日期,活动类型,参加人数,校长参加,已报送',
      'J1,2026-09-30,亲情视频,20,是,否',
      'J1,2026-09-01,阅读,20,是,是',
      'J1,2026-10-02,阅读,20,是,否',
      'J1,2026-10-03,阅读,20,否,否',
      'J2,2026-10-03,阅读,12,,是',
    ])
    county.write('01', '单位包校.csv', ['学校,包联单位', '中心小学,县民政局'])
    county.write('01', '资助帮扶.csv', [
      '身份证号,资助类型,金额,发放日期',
      `${idOf('平常')},生活补助,"1,000",2026-09-01`,
      `${idOf('满六')},生活补助,500,2026-09-01`,
    ])
    const at = '2026-10-12 08:00'
    county.write('01', '突发事件.csv', [
      '事件编号,身份证号,事件类型,发生时间,报警时间',
      `准时,${idOf('平常')},走失,${at},2026-10-12 10:00`,
      `迟一分,${idOf('平常')},家庭暴力,${at},2026-10-12 10:01`,
      `不必报,${idOf('平常')},意外伤害,${at},`,
      `刚发生,${idOf('平常')},无人监护,2026-10-15 08:00,`,
    ])
    await county.pull('2026-10-15T09:00:00+08:00')
  })
  afterAll(async () => {
    await county.application.close()
    await removeFolder(folder)
  })

  const NOW = '2026-10-15T12:00:00'

  it('enrolment: from the sixth birthday on, in school by any file', async () => {
    expect(await of('满六', 'enrolment', NOW)).toEqual([])
    expect(await of('满六', 'enrolment', '2026-10-16T09:00:00')).toEqual(['state missed'])
    expect(await of('平常', 'enrolment', NOW)).toEqual(['state met'])
    expect(await of('重点', 'enrolment', NOW)).toEqual(['state met'])
    expect(await of('重点无案', 'enrolment', NOW)).toEqual(['state missed'])
  })

  it('kindergarten: from the third birthday, on 1 March for one of a leap day, until the sixth', async () => {
    expect(await of('满三', 'kindergarten', NOW)).toEqual([])
    expect(await of('满三', 'kindergarten', '2026-10-16T09:00:00')).toEqual(['state met'])
    expect(await of('满六', 'kindergarten', NOW)).toEqual(['state met'])
    expect(await of('满六', 'kindergarten', '2026-10-16T09:00:00')).toEqual([])
    expect(await of('闰三', 'kindergarten', '2027-02-28T09:00:00')).toEqual([])
    expect(await of('闰三', 'kindergarten', '2027-03-01T09:00:00')).toEqual(['state missed'])
  })

  it('immunisation and guardian_training: yes, and within twelve months to the day', async () => {
    expect(await of('平常', 'immunisation', NOW)).toEqual(['state met'])
    expect(await of('满六', 'immunisation', NOW)).toEqual(['state missed'])
    expect(await of('满三', 'immunisation', NOW)).toEqual(['state missed'])
    expect(await of('平常', 'guardian_training', NOW)).toEqual(['state met'])
    expect(await of('满六', 'guardian_training', NOW)).toEqual(['state missed'])
    expect(await of('平常', 'guardian_training', '2026-10-16T00:00:00')).toEqual(['state missed'])
  })

  it('retention: enrolled on the first day of the school year, and not dropped out; who came back is kept', async () => {
    expect(await ledger('retention', NOW)).toEqual([
      '平常 state met',
      '月中走 state missed',
      '重点 state met',
      '重点无案 state met',
    ])
    expect(await of('月中走', 'retention', '2026-10-15T09:00:00')).toEqual(['state missed'])
  })

  it('legal_aid: each eligible case of the year, within thirty days to the day', async () => {
    expect(await ledger('legal_aid', NOW)).toEqual(
      ['按时 2026-09 met', '未援助 2026-09 pending', '迟一天 2026-09 late'].sort(),
    )
    expect(await of('未援助', 'legal_aid', '2026-10-16T00:00:00')).toEqual(['2026-09 missed'])
  })

  it('checkup: inside the semester, for who is left behind throughout', async () => {
    expect(await of('平常', 'checkup', NOW)).toEqual(['2026-autumn ahead', '2026-spring missed'])
    expect(await of('满六', 'checkup', NOW)).toEqual(['2026-autumn pending', '2026-spring met'])
    expect(await of('月中走', 'checkup', NOW)).toEqual(['2026-spring missed'])
  })

  it('parent_feedback: every month, by anybody; none for the month in which the child left', async () => {
    const months = await of('平常', 'parent_feedback', NOW)
    expect(months).toHaveLength(10)
    expect(months).toEqual(
      expect.arrayContaining(['2026-06 missed', '2026-07 met', '2026-08 missed', '2026-10 ahead', '2026-01 missed']),
    )
    const rows = await subjects(county.application.warehouse, {
      ...{ as_of: NOW, duty: 'parent_feedback', statuses: ['met', 'ahead'], limit: 10, offset: 0 },
    })
    const days = rows.map(({ met_at }) => String(met_at).slice(0, 10))
    expect(days.sort()).toEqual(['2026-07-31', '2026-08-31', '2026-10-01'])
    const left = await of('月中走', 'parent_feedback', NOW)
    expect(left.filter((line) => line >= '2026-08')).toEqual(['2026-08 met'])
  })

  it('severe_plan: care level 4, within twelve months to the day', async () => {
    expect(await ledger('severe_plan', NOW)).toEqual(
      ['重点 state met', '重点旧案 state missed', '重点无案 state missed'].sort(),
    )
  })

  it('home_standard: eight rows a home; an empty cell is not met', async () => {
    const rows = await ledger('home_standard', NOW)
    expect(rows).toHaveLength(16)
    expect(rows.filter((line) => line.endsWith('missed'))).toEqual(
      ['J1/funding', 'J2/funding', 'J2/place', 'J2/staff'].map((id) => `${id} state missed`),
    )
  })

  it('home_activity and home_report: months in which the home was open throughout', async () => {
    expect(await ledger('home_activity', NOW)).toEqual(['J1 2026-09 met', 'J1 2026-10 pending'])
    expect(await ledger('home_report', NOW)).toEqual(['J1 2026-09 met', 'J1 2026-10 pending', 'J2 2026-10 ahead'])
  })

  it('school_link: each school with left-behind children', async () => {
    expect(await ledger('school_link', NOW)).toEqual(['01/中心小学 state met', '02/中心小学 state missed'])
  })

  it('police_report: only the kinds that must be told, on the dot', async () => {
    expect(await ledger('police_report', '2026-10-15T10:00:00')).toEqual(
      ['准时 2026-10 met', '迟一分 2026-10 late', '刚发生 2026-10 pending'].sort(),
    )
    expect(await of('刚发生', 'police_report', '2026-10-15T10:00:01')).toEqual(['2026-10 missed'])
  })

  it('assistance: who is in need, once a semester', async () => {
    expect(await ledger('assistance', NOW)).toEqual(
      ['平常 2026-autumn ahead', '平常 2026-spring missed', '月中走 2026-spring missed'].sort(),
    )
  })

  it('each have a list of what is still to do', async () => {
    const list = async (name: string): Promise<string[]> => {
      const rows = await todoRows(county.application.warehouse, name, {
        ...{ as_of: NOW, talk_period: '2026-10', units: ['01'], limit: 100, offset: 0 },
      })
      return rows.map((row) => `${String(row.subject)} ${String(row.period)} ${String(row.missing)}`).sort()
    }
    expect(await list('home_standard')).toEqual([
      'J1/funding state home_funding',
      'J2/funding state home_funding',
      'J2/place state home_place',
      'J2/staff state home_staff',
    ])
    expect(await list('home_activity')).toEqual(['J1 2026-10 home_activity'])
    expect(await list('legal_aid')).toEqual(['未援助 2026-09 legal_aid'])
    // of the last semester that has begun: all who are left behind but the one that has had its check
    const checkups = await list('checkup')
    expect(new Set(checkups)).toEqual(new Set(['null 2026-autumn checkup']))
    expect(checkups).toHaveLength(
      (await ledger('checkup', NOW)).filter((line) => line.endsWith('2026-autumn pending')).length - 1,
    )
    expect(await list('incident')).toContain('null 2026-10 police_reported_at')
  })

  it('sums up like any other duty', async () => {
    const [row] = await summary(county.application.warehouse, {
      as_of: NOW,
      levels: ['county'],
      duties: ['home_standard'],
    })
    expect(row).toMatchObject({ met: 12, missed: 4, target: 1, period: 'state' })
  })
})

describe('what is in force', () => {
  it('is a duty only once some township sent what it is judged by', async () => {
    const folder = await makeTempFolder()
    const county = await SmallCounty.open({ folder, townships: ['01'] })
    const duties = async (): Promise<string[]> => {
      const rows = await summary(county.application.warehouse, { as_of: '2026-10-20T09:00:00', levels: ['county'] })
      return rows.map((row) => row.duty)
    }
    county.write('01', '摸底花名册.csv', [CENSUS, census({ name: '起评' })])
    const [report] = await county.pull('2026-10-15T09:00:00+08:00')
    expect(report?.registers.map(({ register }) => register)).toEqual([
      ...['census', 'files', 'pairings', 'contacts', 'incidents'],
    ])
    expect(await duties()).not.toContain('checkup')
    county.write('01', '健康体检.csv', ['身份证号,体检日期', `${idOf('起评')},2026-09-01`])
    await county.pull('2026-10-16T09:00:00+08:00')
    expect(await duties()).toContain('checkup')
    county.remove('01', '健康体检.csv')
    const [later] = await county.pull('2026-10-17T09:00:00+08:00')
    expect(later?.registers.find(({ register }) => register === 'checkups')?.state).toBe('absent')
    await county.application.close()
    await removeFolder(folder)
  })
})

describe('a profile of definition (policy.profile)', () => {
  it('counts who its definition counts, as of any instant; a value of the config’s own counts before it', async () => {
    const figures: Record<string, number> = {}
    for (const [name, policy] of Object.entries({
      default: {},
      zhejiang: { profile: 'zhejiang-pairing' },
      village: { profile: 'village-0-16' },
      own: { profile: 'village-0-16', age_limit: 16 },
    })) {
      const folder = await makeTempFolder()
      const county = await SmallCounty.open({ folder, townships: ['01'], policy })
      county.write('01', '摸底花名册.csv', [
        CENSUS,
        census({ name: '十岁' }),
        census({ name: '十六', birth: '20100601' }),
        census({ name: '十七', birth: '20090601' }),
        census({ name: '半年', from: '2026-04-15' }),
        census({ name: '差一天', from: '2026-04-16' }),
        census({ name: '单方' }).replace('父母双方外出', '一方外出'),
      ])
      await county.pull('2026-10-15T09:00:00+08:00')
      const [row] = await summary(county.application.warehouse, {
        as_of: '2026-10-15T12:00:00',
        levels: ['county'],
        duties: ['pairing'],
      })
      figures[name] = row?.missed ?? 0
      await county.application.close()
      await removeFolder(folder)
    }
    expect(figures).toEqual({ default: 3, zhejiang: 4, village: 5, own: 4 })
  })
})
