import { beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import { join } from 'node:path'
import { forgetChild, keyOfNumber, childKeyOf } from '../../pipeline/keeping/forget.ts'
import { writeChildKey } from '../../queries/child-key.ts'
import { takeIncident } from '../../pipeline/intake.ts'
import { REGISTERS } from '../../pipeline/registers/index.ts'
import { registerRelations } from '../../queries/registers.ts'
import { run } from '../cli/fake-io.ts'
import { validId } from '../support/ids.ts'
import { SmallCounty } from '../support/small-county.ts'
import { tempFolder } from '../support/temp-folder.ts'

const MING = validId('990001', '20150312', 1)
const HONG = validId('990001', '20160405', 2)
const AT = '2026-09-10T02:00:00+08:00'
const LATER = '2026-09-11T02:00:00+08:00'
const AS_OF = '2026-09-12T00:00:00'

const CENSUS = '身份证号,姓名,性别,出生日期,村,学校,留守类型,留守开始日期'
const census = (id: string, name: string, birth = ''): string =>
  `${id},${name},,${birth},石桥村,中心小学,父母双方外出,2026-01-01`
const FILES = '身份证号,建档日期,家长姓名,家庭住址,家长联系电话,监护人姓名,监护人电话'

let county: SmallCounty

const open = async (): Promise<string[]> => {
  const rows = await county.application.warehouse.queryText('select identity, sealed from identities')
  return rows.map((row) => county.application.vault.unseal(row.sealed as Uint8Array, row.identity as bigint)).sort()
}
const key = (id: string): bigint => county.application.vault.keyOf('child', id)
const forgetMing = () => forgetChild(county.application, key(MING), () => Promise.resolve())
const figures = () => county.summary({ as_of: AS_OF, levels: ['township'] })

function writeExports(): void {
  county.write('01', '摸底花名册.csv', [
    CENSUS,
    census(MING, '守小明', '2015-03-13'),
    census(HONG, '守小红'),
    `${MING.slice(0, 17)},守小明,,,石桥村,中心小学,父母双方外出,2026-01-01`,
    `${MING},守小明,,,石桥村,中心小学,不知道,2026-01-01`,
  ])
  county.write('01', '儿童档案.csv', [
    FILES,
    `${MING},2026-02-01,守大明,石桥村三组七号,13900000001,守爷爷,13900000002`,
    `${HONG},2026-02-01,守大红,石桥村三组八号,13900000003,守爷爷,13900000002`,
  ])
}

beforeEach(async () => {
  county = await SmallCounty.open({ folder: await tempFolder(), townships: ['01'] })
  onTestFinished(() => county.application.close())
  writeExports()
  await county.pull(AT)
})

describe('forgetting a child', () => {
  it('takes what only it has from the dictionary, and leaves what others have', async () => {
    expect(await open()).toEqual(expect.arrayContaining([MING, '守小明', '守大明', '石桥村三组七号', '13900000001']))
    await forgetMing()
    const left = await open()
    expect(left).toEqual(expect.arrayContaining([HONG, '守小红', '守大红', '守爷爷', '13900000002', '13900000003']))
    for (const gone of [MING, '守小明', '守大明', '石桥村三组七号', '13900000001', '2015-03-13', MING.slice(0, 17)])
      expect(left).not.toContain(gone)
  })

  it('leaves every figure and every row as it was', async () => {
    const before = { figures: await figures(), rejects: (await county.rejects()).length }
    await forgetMing()
    expect({ figures: await figures(), rejects: (await county.rejects()).length }).toEqual(before)
    expect(await county.application.warehouse.query('checks/identities_are_known')).toEqual([])
  })

  it('answers null for what identifies it, also for what it shares with others', async () => {
    await forgetMing()
    const [record] = await county.application.warehouse.query('children/record', { child_key: key(MING) })
    expect(record).toMatchObject({
      is_forgotten: true,
      village: '石桥村',
      sealed_id: null,
      sealed_name: null,
      sealed_guardian: null,
      sealed_phone: null,
    })
    const [other] = await county.application.warehouse.query('children/record', { child_key: key(HONG) })
    expect(other).toMatchObject({ is_forgotten: false, sealed_guardian: expect.anything() })
  })

  it('is refused a second time, and for a child that is not there', async () => {
    await forgetMing()
    await expect(forgetMing()).rejects.toMatchObject({ code: 'conflict' })
    const nobody = forgetChild(county.application, 17n, () => Promise.resolve())
    await expect(nobody).rejects.toMatchObject({ code: 'not_found' })
  })

  it('that cannot be kept in the audit trail is not done', async () => {
    const before = await open()
    const refused = forgetChild(county.application, key(MING), () => Promise.reject(new Error('full')))
    await expect(refused).rejects.toThrow('full')
    expect(await open()).toEqual(before)
  })
})

describe('a forgotten child that comes again', () => {
  beforeEach(forgetMing)

  it('in a pull counts, warns, and stays without a name', async () => {
    const before = await open()
    county.write('01', '摸底花名册.csv', [
      CENSUS,
      census(MING, '守小明').replace('石桥村', '上坪社区'),
      census(HONG, '守小红'),
      `${MING},守小明,,,石桥村,中心小学,不知道,2026-01-01`,
    ])
    const register = await county.pullRegister(LATER, 'census')
    expect(register).toMatchObject({ state: 'loaded', accepted: 2, warning_codes: { forgotten_child: 1 } })
    expect(await open()).toEqual(before)
  })

  it('in the same rows makes no new versions', async () => {
    const versions = async () => {
      const [row] = await county.application.warehouse.queryText(
        'select (select count(*) from census_rows) as census, (select count(*) from files_rows) as files',
      )
      return row
    }
    const before = await versions()
    county.write('01', '摸底花名册.csv', [CENSUS, census(MING, '守小明', '2015-03-13'), census(HONG, '守小红')])
    expect(await county.pullRegister(LATER, 'census')).toMatchObject({ state: 'unchanged' })
    expect(await versions()).toEqual(before)
  })

  it('in a live telling stays without a number', async () => {
    await takeIncident(county.application, '01', {
      incident_id: 'A-1',
      child_id: MING,
      kind: 'injury',
      occurred_at: new Date(AT),
    })
    expect(await open()).not.toContain(MING)
  })
})

describe('what refers to identities', () => {
  it('is known for every column of every register', () => {
    const text = registerRelations().get('each_identity') ?? ''
    const columns = REGISTERS.flatMap(({ code, fields }) =>
      fields.filter(({ identity }) => identity !== undefined).map(({ name }) => [code, name] as const),
    )
    expect(columns.length).toBeGreaterThan(10)
    for (const [register, column] of columns)
      expect(text).toMatch(new RegExp(`select ${column}\\b( as identity)? from ${register}_rows`))
  })
})

describe('shouwang forget', () => {
  const options = (): string[] => [
    '--config',
    join(county.folder, 'county.yaml'),
    '--data',
    join(county.folder, 'warehouse'),
  ]

  it.each([
    ['by neither', []],
    ['by both', ['--child', '17', '--child-stdin']],
    ['by a number in the arguments', ['--child', '99000120150312001X']],
    ['by nothing on standard input', ['--child-stdin']],
  ])('asked %s is refused', async (_, asked) => {
    await county.application.close()
    const { exit, said } = await run(['forget', ...options(), ...asked], { cwd: county.folder })
    expect(exit).toBe(1)
    expect(said).toContain('--child')
    await county.reopen()
  })

  it('by the key that pages show does it, and keeps who and why', async () => {
    const child = writeChildKey(key(MING))
    await county.application.close()
    const asked = ['--child', child, '--purpose', '监护人申请', '--json']
    const { exit, json } = await run(['forget', ...options(), ...asked], { cwd: county.folder })
    expect({ exit, json }).toEqual({ exit: 0, json: { child_key: child } })
    await county.reopen()
    expect(await open()).not.toContain(MING)
    const [entry] = await county.application.warehouse.queryText('select action, subject, purpose from audit_entries')
    expect(entry).toEqual({ action: 'child_forgotten', subject: String(key(MING)), purpose: '监护人申请' })
  })
})

describe('a child that is named', () => {
  it('by its number has the key of its rows, in half and full width', () => {
    const full = MING.replace(/\d/g, (digit) => String.fromCharCode(digit.charCodeAt(0) + 0xfee0))
    expect(keyOfNumber(county.application.vault, full)).toBe(key(MING))
  })

  it.each(['', 'x', '1'.repeat(40), String(2n ** 127n)])('as “%s” is refused', (text) => {
    expect(() => childKeyOf(text)).toThrow('--child')
  })
})
