import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { subjects, type Status } from '../../queries/ledger.ts'
import { dutyCatalogue } from '../../queries/statements.ts'
import { validId } from '../support/ids.ts'
import { SmallCounty } from '../support/small-county.ts'
import { makeTempFolder, removeFolder } from '../support/temp-folder.ts'

const CENSUS = '身份证号,姓名,村,学校,留守类型,留守开始日期,留守结束日期,关爱等级'
const CONTACTS = '身份证号,方式,日期,记录人,记录人身份'
const PAIRINGS = '身份证号,帮扶人姓名,帮扶人身份,结对日期,解除日期'
const INCIDENTS = '事件编号,身份证号,事件类型,发生时间,告知监护人时间,告知家长时间,报告教育部门时间,报告乡镇时间'

let sequence = 0
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
  situation?: string
  from?: string
  to?: string
  level?: number
}
const census = ({ name, birth, situation = '父母双方外出', from = '2024-03-01', to = '', level }: Child): string =>
  `${idOf(name, birth)},${name},石桥村,中心小学,${situation},${from},${to},${level ?? ''}`

describe('duties at their boundaries (duties.md, first table)', () => {
  let folder = ''
  let county: SmallCounty

  /** The statuses of a duty by child or incident: `甲 2026-09 met`. */
  const ledger = async (duty: string, as_of: string): Promise<string[]> => {
    const rows = await subjects(county.application.warehouse, { as_of, duty, limit: 10_000, offset: 0 })
    const names = new Map([...ids].map(([name, id]) => [String(county.application.vault.keyOf('child', id)), name]))
    return rows
      .map(
        (row) =>
          `${names.get(row.subject_id as string) ?? String(row.subject_id)} ${String(row.period)} ${row.status as Status}`,
      )
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
      census({ name: '满十六', birth: '20101015' }),
      census({ name: '闰日', birth: '20080229' }),
      census({ name: '一方', situation: '一方外出' }),
      census({ name: '另一方', situation: '一方外出另一方无监护能力' }),
      census({ name: '月初来', from: '2026-09-01' }),
      census({ name: '月中来', from: '2026-09-02' }),
      census({ name: '月末走', to: '2026-09-30' }),
      census({ name: '次月走', to: '2026-10-01' }),
      census({ name: '重点', level: 4 }),
      census({ name: '重点缺教师', level: 4 }),
    ])
    county.write('01', '谈心走访记录.csv', [
      CONTACTS,
      `${idOf('平常')},谈心,2026-09-30,李,班主任`,
      `${idOf('平常')},谈心,2026-10-01,李,教师`,
      `${idOf('平常')},探视,2026-09-01,李,干部`,
      `${idOf('平常')},电话,2026-10-05,李,教师`,
      `${idOf('平常')},家访,2026-10-10,李,教师`,
      `${idOf('月初来')},谈心,2026-09-01,李,班主任`,
      `${idOf('重点')},谈心,2026-03-31,李,班主任`,
      `${idOf('重点')},探视,2026-08-15,李,班主任`,
    ])
    // a pairing counts for its child whichever township exported it
    county.write('02', '结对帮扶.csv', [
      PAIRINGS,
      `${idOf('平常')},王,教师,2026-01-01,2026-10-31`,
      `${idOf('重点')},王,教师,2026-01-01,`,
      `${idOf('重点')},赵,村干部,2026-10-15,`,
      `${idOf('重点缺教师')},赵,干部,2026-01-01,`,
    ])
    county.write('01', '突发事件.csv', [
      INCIDENTS,
      `准时,${idOf('平常')},走失,2026-10-12 08:00,2026-10-12 08:30,2026-10-12 09:00,2026-10-12 09:30,2026-10-12 10:00`,
      `迟一分,${idOf('平常')},走失,2026-10-12 08:00,2026-10-12 08:31,2026-10-12 09:01,2026-10-12 08:10,2026-10-12 10:01`,
      `倒序,${idOf('平常')},走失,2026-10-12 08:00,2026-10-12 07:59,2026-10-12 08:00,2026-10-12 08:10,`,
      `去年,${idOf('平常')},走失,2025-12-31 23:59,,,,`,
    ])
    await county.pull('2026-10-15T09:00:00+08:00')
  })
  afterAll(async () => {
    await county.application.close()
    await removeFolder(folder)
  })

  it('have one row each in the catalogue, in the order of duties.md', () => {
    expect(dutyCatalogue().map(({ code }) => code)).toEqual(
      expect.arrayContaining([
        'file',
        'pairing',
        'key_pairing',
        'talk',
        'three_ones',
        'notify_guardian',
        'notify_parents',
        'report_authority',
        'quarter_update',
      ]),
    )
  })

  it.each(dutyCatalogue())('$code says in one sentence what it asks for, in Chinese and in English', (duty) => {
    expect(duty.sentence).toMatch(/^[^\n。]*\p{Script=Han}[^\n。]*。$/u)
    expect(duty.sentence_en).toMatch(/^[A-Z0-9][^\n\p{Script=Han}]*\.$/u)
  })

  it('owe nothing to a child whose situation does not count', async () => {
    expect(await of('一方', 'file', '2026-10-15T12:00:00')).toEqual([])
    expect(await of('另一方', 'file', '2026-10-15T12:00:00')).toEqual(['state missed'])
  })

  it('end on the birthday: sixteen on 15 October', async () => {
    // what came at 9 o'clock on the 15th is asked as of that day: sixteen today is no longer under sixteen
    expect(await of('满十六', 'file', '2026-10-15T12:00:00')).toEqual([])
    // for the talks of a month the age on its last day counts
    expect(await of('满十六', 'talk', '2026-10-15T12:00:00')).toEqual([
      '2026-03 missed',
      '2026-04 missed',
      '2026-05 missed',
      '2026-06 missed',
      '2026-09 missed',
    ])
    // for a semester that runs the age today, for one that is over the age on its last day
    expect(await of('满十六', 'three_ones', '2026-10-15T12:00:00')).toEqual(['2026-spring missed'])
  })

  it('talk: by the class teacher, in the month; open until its last day is over', async () => {
    expect(await of('平常', 'talk', '2026-10-15T12:00:00')).toEqual([
      '2026-03 missed',
      '2026-04 missed',
      '2026-05 missed',
      '2026-06 missed',
      '2026-09 met',
      '2026-10 pending',
    ])
    expect((await of('平常', 'talk', '2026-10-31T23:59:59')).at(-1)).toBe('2026-10 pending')
    expect((await of('平常', 'talk', '2026-11-01T00:00:00')).slice(-2)).toEqual(['2026-10 missed', '2026-11 pending'])
  })

  it('talk: owed from the first day of the month to its last', async () => {
    expect(await of('月初来', 'talk', '2026-10-15T12:00:00')).toEqual(['2026-09 met', '2026-10 pending'])
    expect(await of('月中来', 'talk', '2026-10-15T12:00:00')).toEqual(['2026-10 pending'])
    expect((await of('月末走', 'talk', '2026-10-15T12:00:00')).at(-1)).toBe('2026-06 missed')
    expect((await of('次月走', 'talk', '2026-10-15T12:00:00')).at(-1)).toBe('2026-09 missed')
  })

  it('three ones: each kind inside the semester; August belongs to none', async () => {
    expect(await of('平常', 'three_ones', '2026-10-15T12:00:00')).toEqual(['2026-autumn ahead', '2026-spring missed'])
    expect(await of('重点', 'three_ones', '2026-10-15T12:00:00')).toEqual(['2026-autumn pending', '2026-spring missed'])
    const [row] = await subjects(county.application.warehouse, {
      as_of: '2026-10-15T12:00:00',
      duty: 'three_ones',
      statuses: ['ahead'],
      limit: 1,
      offset: 0,
    })
    expect(row).toMatchObject({ met_at: '2026-10-10T00:00:00', due_at: '2027-01-31T23:59:59' })
  })

  it('three ones: a semester belongs to the year in which it starts', async () => {
    expect(await ledger('three_ones', '2027-01-15T12:00:00')).toEqual([])
  })

  it('pairing: until the day it ends, whichever township exported it', async () => {
    expect(await of('平常', 'pairing', '2026-10-30T23:59:59')).toEqual(['state met'])
    expect(await of('平常', 'pairing', '2026-10-31T00:00:00')).toEqual(['state missed'])
  })

  it('key pairing: a cadre and a teacher', async () => {
    expect(await ledger('key_pairing', '2026-10-15T12:00:00')).toEqual(['重点 state met', '重点缺教师 state missed'])
  })

  it('escalation: on the dot is in time, a minute later is late, before the incident is not there', async () => {
    const as_of = '2026-10-15T12:00:00'
    expect(await ledger('notify_guardian', as_of)).toEqual([
      '倒序 2026-10 missed',
      '准时 2026-10 met',
      '迟一分 2026-10 late',
    ])
    expect(await ledger('notify_parents', as_of)).toEqual([
      '倒序 2026-10 met',
      '准时 2026-10 met',
      '迟一分 2026-10 late',
    ])
    expect(await ledger('report_authority', as_of)).toEqual([
      '倒序 2026-10 missed',
      '准时 2026-10 met',
      '迟一分 2026-10 late',
    ])
  })
})

describe('ages', () => {
  it('are full years: a child born on 29 February is a year older on 1 March of a common year', async () => {
    const folder = await makeTempFolder()
    const county = await SmallCounty.open({ folder, policy: { age_limit: 18 } })
    county.write('01', '摸底花名册.csv', [
      CENSUS,
      census({ name: '闰', birth: '20080229' }),
      census({ name: '平', birth: '20080228' }),
      census({ name: '月初', birth: '20080301' }),
    ])
    await county.pull('2026-02-27T09:00:00+08:00')
    const count = async (as_of: string): Promise<number> => {
      const [row] = await county.summary({ as_of, duties: ['file'], levels: ['county'] })
      return row ? row.missed : 0
    }
    expect(await count('2026-02-27T12:00:00')).toBe(3)
    expect(await count('2026-02-28T12:00:00')).toBe(2)
    expect(await count('2026-03-01T12:00:00')).toBe(0)
    await county.application.close()
    await removeFolder(folder)
  })
})

describe('quarter_update', () => {
  it('is met by a new census in the window, late after it, and an old file left lying is no update', async () => {
    const folder = await makeTempFolder()
    const county = await SmallCounty.open({ folder, townships: ['01'] })
    const status = async (as_of: string): Promise<string[]> =>
      (await subjects(county.application.warehouse, { as_of, duty: 'quarter_update', limit: 10, offset: 0 }))
        .map((row) => `${String(row.period)} ${String(row.status)}`)
        .sort()
    const rows = [CENSUS, census({ name: '平常' })]
    county.write('01', '摸底花名册.csv', rows, new Date('2026-02-20T08:00:00+08:00'))
    await county.pull('2026-03-20T09:00:00+08:00')
    // the old file again, in the window of the second quarter
    await county.pull('2026-06-05T09:00:00+08:00')
    expect(await status('2026-06-10T00:00:00')).toEqual(['2026-Q1 late', '2026-Q2 pending'])
    expect(await status('2026-06-15T23:59:59')).toEqual(['2026-Q1 late', '2026-Q2 pending'])
    expect(await status('2026-06-16T00:00:00')).toEqual(['2026-Q1 late', '2026-Q2 missed'])
    // written anew with the same rows
    county.write('01', '摸底花名册.csv', rows, new Date('2026-09-15T08:00:00+08:00'))
    await county.pull('2026-09-15T23:00:00+08:00')
    expect(await status('2026-09-15T23:30:00')).toEqual(['2026-Q1 late', '2026-Q2 missed', '2026-Q3 ahead'])
    expect(await status('2026-09-16T00:00:00')).toEqual(['2026-Q1 late', '2026-Q2 missed', '2026-Q3 met'])
    await county.application.close()
    await removeFolder(folder)
  })
})
