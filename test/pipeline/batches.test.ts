import { writeFileSync } from 'node:fs'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { validId } from '../support/ids.ts'
import { SmallCounty } from '../support/small-county.ts'
import { makeTempFolder, removeFolder } from '../support/temp-folder.ts'

const CENSUS = '身份证号,姓名,性别,出生日期,村,学校,留守类型,留守开始日期,留守结束日期,关爱等级'
const id = (n: number, birth = '20160901'): string => validId('990001', birth, n)
const child = (n: number, from = '2024-03-01', to = '', name = `孩子${n}`): string =>
  `${id(n)},${name},,,石桥村,中心小学,父母双方外出,${from},${to},`
const CONTACTS = '身份证号,方式,日期,记录人,记录人身份,内容'
const T1 = '2026-09-10T02:00:00+08:00'
const T2 = '2026-09-11T02:00:00+08:00'
const T3 = '2026-09-12T02:00:00+08:00'

let folder = ''
let county: SmallCounty

beforeEach(async () => {
  folder = await makeTempFolder()
  county = await SmallCounty.open({ folder })
})
afterEach(async () => {
  await county.application.close()
  await removeFolder(folder)
})

const count = async (as_of: string): Promise<number> => {
  const [row] = await county.summary({ as_of, duties: ['file'], levels: ['county'] })
  return row ? row.met + row.missed : 0
}

describe('a batch (registers.md, A batch)', () => {
  it('loads, and is unchanged when the same rows come again', async () => {
    county.write('01', '摸底花名册.csv', [CENSUS, child(1), child(2)])
    expect(await county.pullRegister(T1, 'census')).toMatchObject({ state: 'loaded', read: 2, accepted: 2 })
    expect(await county.pullRegister(T2, 'census')).toMatchObject({ state: 'unchanged', read: 2, accepted: 2 })
    // other bytes, the same rows
    county.write('01', '摸底花名册.csv', [CENSUS, child(1), '', child(2), '合计,2'])
    expect(await county.pullRegister(T3, 'census')).toMatchObject({
      state: 'unchanged',
      read: 4,
      accepted: 2,
      skipped: 2,
    })
  })

  it('keeps rows as versions, so that a figure can be had as it stood', async () => {
    county.write('01', '摸底花名册.csv', [CENSUS, child(1), child(2), child(3)])
    await county.pull(T1)
    county.write('01', '摸底花名册.csv', [CENSUS, child(1), child(2, '2024-03-01', '2026-09-01')])
    await county.pull(T2)
    expect(await count('2026-09-10T01:59:59')).toBe(0)
    expect(await count('2026-09-10T02:00:00')).toBe(3)
    expect(await count('2026-09-11T01:59:59')).toBe(3)
    expect(await count('2026-09-11T02:00:00')).toBe(1)
  })

  it('is kept through a restart', async () => {
    county.write('01', '摸底花名册.csv', [CENSUS, child(1)])
    await county.pull(T1)
    await county.reopen()
    expect(await count('2026-09-10T12:00:00')).toBe(1)
    expect(await county.pullRegister(T2, 'census')).toMatchObject({ state: 'unchanged' })
  })

  it('leaves a register that is absent as it was', async () => {
    county.write('01', '摸底花名册.csv', [CENSUS, child(1)])
    await county.pull(T1)
    county.remove('01', '摸底花名册.csv')
    expect(await county.pullRegister(T2, 'census')).toMatchObject({ state: 'absent', read: 0 })
    expect(await count('2026-09-11T12:00:00')).toBe(1)
  })

  it('holds a register that shrank by more than half, until it is accepted', async () => {
    county.write('01', '摸底花名册.csv', [CENSUS, child(1), child(2), child(3), child(4)])
    await county.pull(T1)
    county.write('01', '摸底花名册.csv', [CENSUS, child(1)])
    const held = await county.pullRegister(T2, 'census')
    expect(held).toMatchObject({ state: 'held', accepted: 1 })
    expect(held.message).toContain('4 行减为 1 行')
    expect(await count('2026-09-11T12:00:00')).toBe(4)
    expect(await county.pullRegister(T3, 'census', '01', true)).toMatchObject({ state: 'loaded' })
    expect(await count('2026-09-12T12:00:00')).toBe(1)
  })

  it('does not hold one that shrank by just half', async () => {
    county.write('01', '摸底花名册.csv', [CENSUS, child(1), child(2)])
    await county.pull(T1)
    county.write('01', '摸底花名册.csv', [CENSUS, child(1)])
    expect(await county.pullRegister(T2, 'census')).toMatchObject({ state: 'loaded' })
  })

  it('takes a row out again that is now rejected', async () => {
    county.write('01', '摸底花名册.csv', [CENSUS, child(1), child(2), child(3)])
    await county.pull(T1)
    county.write('01', '摸底花名册.csv', [CENSUS, child(1), child(2), child(3, '2024-13-01')])
    expect(await county.pullRegister(T2, 'census')).toMatchObject({
      state: 'loaded',
      rejected: 1,
      reasons: { bad_date: 1 },
    })
    expect(await count('2026-09-11T12:00:00')).toBe(2)
  })

  it('reads an unchanged file again when the clock reaches a day that was in the future', async () => {
    county.write('01', '摸底花名册.csv', [CENSUS, child(1), child(2, '2026-09-12')])
    expect(await county.pullRegister(T1, 'census')).toMatchObject({
      state: 'loaded',
      accepted: 1,
      reasons: { date_in_future: 1 },
    })
    expect(await county.pullRegister(T2, 'census')).toMatchObject({ state: 'unchanged', accepted: 1 })
    expect(await county.pullRegister(T3, 'census')).toMatchObject({ state: 'loaded', accepted: 2, rejected: 0 })
  })

  it('refuses a clock before the last batch and changes nothing', async () => {
    county.write('01', '摸底花名册.csv', [CENSUS, child(1)])
    await county.pull(T2)
    const [report] = await county.pull(T1, { township: '01' })
    expect(report).toMatchObject({ state: 'failed' })
    expect(report?.message).toContain('请检查系统时钟')
  })
})

describe('two rows of one key (registers.md, The registers)', () => {
  it('skips an equal one and rejects an earlier one that differs', async () => {
    county.write('01', '摸底花名册.csv', [
      CENSUS,
      child(1, '2024-03-01', '', '甲'),
      child(1, '2024-03-01', '', '甲'),
      child(2, '2024-03-01', '', '乙'),
      child(2, '2024-04-01', '', '乙'),
      child(2, '2024-04-01', '', '乙'),
    ])
    const report = await county.pullRegister(T1, 'census')
    expect(report).toMatchObject({ read: 5, accepted: 2, skipped: 2, rejected: 1, reasons: { superseded: 1 } })
    expect(await county.rejects('01')).toMatchObject([{ row: 4, code: 'superseded', column: '身份证号', value: id(2) }])
  })

  it('compares with the last that stands: A B A leaves the last A', async () => {
    county.write('01', '摸底花名册.csv', [
      CENSUS,
      child(1, '2024-03-01'),
      child(1, '2024-04-01'),
      child(1, '2024-03-01'),
    ])
    expect(await county.pullRegister(T1, 'census')).toMatchObject({ accepted: 1, skipped: 0, rejected: 2 })
    expect((await county.rejects()).map(({ row }) => row)).toEqual([2, 3])
  })

  it('lets a rejected row take no part', async () => {
    county.write('01', '摸底花名册.csv', [CENSUS, child(1), child(1, '2024-13-01')])
    expect(await county.pullRegister(T1, 'census')).toMatchObject({
      accepted: 1,
      rejected: 1,
      reasons: { bad_date: 1 },
    })
  })
})

describe('a refusal of one register', () => {
  it('names a missing column, and the other registers still load', async () => {
    county.write('01', '摸底花名册.csv', [
      '身份证号,姓名,村,学校,留守开始日期',
      `${id(1)},甲,石桥村,中心小学,2024-03-01`,
    ])
    county.write('01', '谈心走访记录.csv', [CONTACTS, `${id(1)},谈心,2026-09-01,李,班主任,好`])
    const [report] = await county.pull(T1, { township: '01' })
    const find = (register: string): unknown => report?.registers.find((candidate) => candidate.register === register)
    expect(find('census')).toMatchObject({ state: 'refused', code: 'missing_column' })
    expect((find('census') as { message: string }).message).toContain('“留守类型”')
    expect(find('contacts')).toMatchObject({ state: 'loaded', accepted: 1 })
  })

  it('names a column that stands twice', async () => {
    county.write('01', '摸底花名册.csv', [`${CENSUS},儿童姓名`, `${child(1)},乙`])
    expect(await county.pullRegister(T1, 'census')).toMatchObject({ state: 'refused', code: 'duplicate_column' })
  })

  it('takes columns that differ only in their notes as one: the first filled cell counts', async () => {
    county.write('01', '儿童档案.csv', [
      '身份证号,建档日期,家长联系电话(座机),家长联系电话(手机)',
      `${id(1)},2026-01-01,,13800000000`,
      `${id(2)},2026-01-01,0512-57771076,13800000000`,
    ])
    expect(await county.pullRegister(T1, 'files')).toMatchObject({
      state: 'loaded',
      accepted: 2,
      warning_codes: { unknown_child: 2 },
    })
  })

  it('refuses two sources of one register', async () => {
    county.write('01', '摸底花名册.csv', [CENSUS, child(1)])
    county.write('01', '2026摸底花名册(终稿).csv', [CENSUS, child(1)])
    const census = await county.pullRegister(T1, 'census')
    expect(census).toMatchObject({ state: 'refused', code: 'ambiguous_source' })
    expect(census.message).toContain('2026摸底花名册(终稿).csv')
  })

  it('says what is wrong with an unreadable file', async () => {
    writeFileSync(county.path('01', '摸底花名册.xlsx'), '身份证号,姓名\n')
    const census = await county.pullRegister(T1, 'census')
    expect(census).toMatchObject({ state: 'refused', code: 'unreadable_file' })
    expect(census.message).toMatch(/XLSX/)
  })

  it('refuses what an unreadable workbook of no register may have held', async () => {
    county.write('01', '摸底花名册.csv', [CENSUS, child(1)])
    writeFileSync(county.path('01', '01镇台账.xlsx'), 'PK\x03\x04broken')
    const [report] = await county.pull(T1, { township: '01' })
    expect(report?.registers.map(({ register, state }) => `${register} ${state}`)).toEqual([
      'census loaded',
      'files refused',
      'pairings refused',
      'contacts refused',
      'incidents refused',
    ])
  })
})

describe('a source that fails', () => {
  it('leaves the other townships untouched', async () => {
    county.write('01', '摸底花名册.csv', [CENSUS, child(1)])
    county.application.config.townships[1]!.source = { kind: 'folder', path: 'nowhere' }
    const reports = await county.pull(T1)
    expect(reports.map(({ id: township, state }) => [township, state])).toEqual([
      ['01', 'loaded'],
      ['02', 'failed'],
    ])
    expect(reports[1]?.message).toContain('nowhere')
  })
})

describe('warnings', () => {
  it('empties a faulty side cell and keeps the row', async () => {
    county.write('01', '摸底花名册.csv', [
      CENSUS,
      `${id(1)},甲,女,2016-09-02,无名村,别的小学,双方外出,2024-03-01,2024-01-01,高`,
    ])
    const report = await county.pullRegister(T1, 'census')
    expect(report).toMatchObject({
      accepted: 1,
      rejected: 0,
      warnings: 6,
      warning_codes: { id_mismatch: 2, unknown_village: 1, unknown_school: 1, date_order: 1, unknown_value: 1 },
    })
    // counts for its township, and in no village or school
    const rows = await county.summary({ as_of: '2026-09-10T12:00:00', duties: ['file'] })
    expect(rows.map(({ level }) => level)).toEqual(['county', 'township'])
  })

  it('knows a village with another ending, and a township’s own headers', async () => {
    await county.application.close()
    await removeFolder(folder)
    folder = await makeTempFolder()
    county = await SmallCounty.open({ folder, synonyms: { census: { child_id: ['证件号码'] } } })
    county.write('01', '摸底花名册.csv', [
      CENSUS.replace('身份证号', '证件 号码（必填）*'),
      child(1).replace('石桥村', '石桥'),
      child(2).replace('石桥村', '上坪村委会'),
    ])
    expect(await county.pullRegister(T1, 'census')).toMatchObject({ accepted: 2, warnings: 0 })
  })

  it('tells of a child in two townships, and counts it in the one where it has been left behind later', async () => {
    county.write('01', '摸底花名册.csv', [CENSUS, child(1, '2024-03-01')])
    county.write('02', '摸底花名册.csv', [CENSUS, child(1, '2025-03-01')])
    const reports = await county.pull(T1)
    for (const { registers } of reports) expect(registers[0]?.warning_codes).toEqual({ cross_township_duplicate: 1 })
    const rows = await county.summary({ as_of: '2026-09-10T12:00:00', duties: ['file'], levels: ['township'] })
    expect(rows.map(({ unit_id }) => unit_id)).toEqual(['02'])
  })
})
