import { readdir, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest'
import { ratesOf, type CheckedRow } from '../../inspection/rates.ts'
import { openApplication } from '../../pipeline/application.ts'
import { readConfig } from '../../pipeline/config.ts'
import { digestOf } from '../../pipeline/evaluation/archive/archived-results.ts'
import { checkBytes } from '../../pipeline/evaluation/archive/check-bytes.ts'
import { CLAIM_COLUMNS, renumberedClaims } from '../../pipeline/evaluation/archive/claims.ts'
import { containerOf, entriesOf } from '../../pipeline/evaluation/archive/container.ts'
import { verifyArchive } from '../../pipeline/evaluation/archive/verify-archive.ts'
import { writeArchive } from '../../pipeline/evaluation/archive/write-archive.ts'
import { withoutNumbers } from '../../pipeline/evaluation/archive/without-numbers.ts'
import { factsOf } from '../../pipeline/evaluation/draft.ts'
import { resultsOf } from '../../pipeline/evaluation/results.ts'
import { generate } from '../../pipeline/generate/generate.ts'
import { rotateKeys } from '../../pipeline/keeping/rotate-keys.ts'
import { pull } from '../../pipeline/pull.ts'
import { ArchiveEngine } from '../../queries/archive-engine.ts'
import { seededRandom } from '../../web/lib/statistics/random.ts'
import { run } from '../cli/fake-io.ts'
import { openApiCounty, type ApiCounty } from '../support/api-county.ts'
import { ByteSearch, personalTextsIn } from '../support/personal-texts.ts'
import { entryText, resigned } from '../support/resigned-archive.ts'
import { tempFolder } from '../support/temp-folder.ts'

const YEAR = { year: '2026', now: '2027-01-20T08:00:00.000', draws: 200 }
/** What inspections checked, in two townships: rates below one, so that the order of their parts shows in the last digit. */
const claims: CheckedRow[] = Array.from({ length: 90 }, (_, i) => ({
  inspection_id: 'abcdefghij',
  duty: i % 3 === 0 ? 'file' : 'talk',
  township_id: i % 2 === 0 ? '01' : '02',
  subject: `abcdefghij/${i % 40}`,
  stratum: `abcdefghij/0${(i % 2) + 1}/${i % 7 === 0 ? '青石中心小学' : ''}`,
  share: i % 4 === 0 ? 'risk' : 'random',
  inclusion: 0.1 + (i % 40) / 61,
  result: i % 5 === 0 ? 'contradicted' : 'confirmed',
}))

let county: ApiCounty
let bytes: Buffer
let fingerprint: string | null
let digest: string

beforeAll(async () => {
  county = await openApiCounty()
  const facts = { ...(await factsOf(county.application, YEAR)), claims }
  const results = resultsOf(facts)
  digest = digestOf(results)
  bytes = await writeArchive(county.application, { facts, results, frozen: null })
  fingerprint = (await checkBytes(bytes)).fingerprint
})
afterAll(() => county.close())

const faultsOf = async (changed: Buffer) =>
  (await verifyArchive(changed)).faults.map(({ message }) => message).join('\n')

describe('evaluate verify, in a folder with nothing in it', () => {
  it('recomputes an archive from itself alone, and says whose key to compare', async () => {
    const cwd = await tempFolder()
    await writeFile(join(cwd, 'a.zip'), bytes)
    const { exit, text } = await run(['evaluate', 'verify', 'a.zip'], { cwd })
    expect({ exit, text }).toMatchObject({ exit: 0, text: expect.stringContaining(`签名密钥的指纹：${fingerprint}`) })
    expect(text).toContain('没有给 --fingerprint')
    expect(await readdir(cwd)).toEqual(['a.zip'])
    const named = await run(['evaluate', 'verify', 'a.zip', '--fingerprint', fingerprint ?? ''], { cwd })
    expect({ exit: named.exit, text: named.text }).toMatchObject({
      exit: 0,
      text: expect.stringContaining('与要求的指纹一致'),
    })
  })

  it('answers 2 where the key is another one or a byte was changed, and 1 where there is no file', async () => {
    const cwd = await tempFolder()
    await writeFile(join(cwd, 'forged.zip'), await resigned(bytes, {}))
    await writeFile(join(cwd, 'cut.zip'), bytes.subarray(0, -1))
    const verify = (...args: string[]) => run(['evaluate', 'verify', ...args], { cwd })
    expect(await verify('forged.zip')).toMatchObject({ exit: 0 })
    const forged = await verify('forged.zip', '--fingerprint', fingerprint ?? '')
    expect(forged).toMatchObject({ exit: 2, said: expect.stringContaining('不是要求的') })
    const cut = await verify('cut.zip', '--json')
    expect(cut).toMatchObject({ exit: 2, json: { is_verified: false, faults: [{}] } })
    expect(await verify('none.zip')).toMatchObject({ exit: 1, said: expect.stringContaining('none.zip') })
    expect(await verify('cut.zip', '--fingerprint', 'ab')).toMatchObject({ exit: 1 })
    expect(await verify()).toMatchObject({ exit: 1 })
  })
})

describe('the names of files in an archive', () => {
  it('have no number of a person in them', async () => {
    const names: [string, string][] = [
      ['谈心 99010120160101123X.xlsx', '谈心 ….xlsx'],
      ['990101201601011234_李.csv', '…李.csv'],
      ['１３８００００００００.xls', '….xls'],
      ['138-0000-0000 报来.csv', '…报来.csv'],
      ['名册 20260910.xlsx', '名册 20260910.xlsx'],
    ]
    expect(names.map(([name]) => withoutNumbers(name))).toEqual(names.map(([, told]) => told))
    const batches = JSON.parse(await entryText(bytes, 'inputs/batches.json')) as { file: string }[]
    expect(batches.every(({ file }) => file === withoutNumbers(file))).toBe(true)
  })
})

describe('one changed byte anywhere', () => {
  it('is found, and of a file in it the name is told', async () => {
    for (const { name, bytes: content } of await entriesOf(bytes)) {
      const at = bytes.indexOf(content) + (content.length >> 1)
      const { faults } = await checkBytes(flipped(bytes, at, 1))
      expect([name, faults.length > 0, faults.some(({ message }) => message.includes(name))]).toEqual([
        name,
        true,
        true,
      ])
    }
  })

  it('is found wherever it is and whatever it was', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), async (at, mask) => {
        expect((await checkBytes(flipped(bytes, at, mask))).faults).not.toEqual([])
      }),
      { numRuns: 250, seed: 7 },
    )
  })

  it('is found in every byte of the heads, the directory and the end', async () => {
    const { bytes: rebuilt, stretches } = containerOf(await entriesOf(bytes))
    expect(rebuilt.equals(bytes)).toBe(true)
    const directory_at = stretches[stretches.length >> 1]?.from ?? 0
    const heads = stretches.filter((_, index) => index % 9 === 0).flatMap(({ from }) => range(from, from + 30))
    for (const at of [...heads, ...range(directory_at, directory_at + 90), ...range(bytes.length - 60, bytes.length)]) {
      if (at >= bytes.length) continue
      expect([at, (await checkBytes(flipped(bytes, at, 0x41))).faults.length > 0]).toEqual([at, true])
    }
  })

  it('is found when it was added or removed', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(bytes.length), fc.nat(255), async (at, value) => {
        const added = Buffer.concat([bytes.subarray(0, at), Buffer.from([value]), bytes.subarray(at)])
        const removed = Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + 1)])
        expect((await checkBytes(added)).faults).not.toEqual([])
        if (at < bytes.length) expect((await checkBytes(removed)).faults).not.toEqual([])
      }),
      {
        numRuns: 80,
        seed: 7,
        examples: [
          [0, 0],
          [bytes.length, 0],
        ],
      },
    )
    expect((await checkBytes(Buffer.alloc(0))).faults).not.toEqual([])
  })

  it('is found where whole files were put in, taken out or moved', async () => {
    const entries = await entriesOf(bytes)
    const [first, second, ...rest] = entries
    if (first === undefined || second === undefined) throw new Error('too few')
    const told = async (changed: typeof entries) => (await checkBytes(containerOf(changed).bytes)).faults
    const extra = { name: 'inputs/more.json', bytes: Buffer.from('{}') }
    expect(await told([...entries, extra])).toMatchObject([{ entry: extra.name }])
    expect(await told([first, ...entries])).toMatchObject([{ entry: first.name }])
    expect(await told([second, ...rest])).toMatchObject([{ entry: first.name }])
    expect(await told([second, first, ...rest])).toMatchObject([{ entry: second.name }])
    expect(await told(entries.slice(0, -1))).toMatchObject([{ entry: 'manifest.sig' }])
  })
})

describe('an archive that somebody else wrote', () => {
  it('with another score: the place is named, to the last digit', async () => {
    const score = /"score": (\d+\.\d+)/.exec(await entryText(bytes, 'results.json'))?.[1] ?? ''
    const other = `${score.slice(0, -1)}${score.endsWith('9') ? '8' : '9'}`
    const forged = await resigned(bytes, {
      'results.json': (text) => text.replace(`"score": ${score}`, `"score": ${other}`),
    })
    expect(await faultsOf(forged)).toMatch(/^standings\[\d+\]\.score 归档是 .*，复算是 .*。$/)
  })

  it('with another weight, target or seed: the results no longer follow', async () => {
    const seed = await resigned(bytes, { 'seed.json': (text) => text.replace('20260101', '20260102') })
    expect(await faultsOf(seed)).toContain('归档是')
    const scheme = await resigned(bytes, { 'scheme.json': (text) => text.replace('"weight": 1', '"weight": 3') })
    expect(await faultsOf(scheme)).toContain('standings[0]')
  })

  it('with other statements: they are named; what they would read of the machine they do not get', async () => {
    const commented = await resigned(bytes, { 'sql/clusters.sql': (text) => `-- another\n${text}` })
    expect(await verifyArchive(commented)).toMatchObject({ faults: [], other_statements: ['sql/clusters.sql'] })
    const secret = join(await tempFolder(), 'secret.csv')
    await writeFile(secret, 'a\n1\n')
    for (const sql of [
      `create table stolen as from read_csv('${secret}')`,
      `copy (select 1) to '${secret}'`,
      `attach '${secret}' as other`,
      `set enable_external_access = true`,
      'load httpfs',
    ])
      expect(await faultsOf(await resigned(bytes, { 'sql/tables.sql': () => sql }))).toContain('无法复算')
  })

  it('in a format or by a method that this program does not know: refused in words', async () => {
    expect(await faultsOf(await resigned(bytes, {}, { format: 2 }))).toContain('格式是第 2 版')
    expect(await faultsOf(await resigned(bytes, {}, { method: 9 }))).toContain('第 9 版计分方法')
    expect(await faultsOf(await resigned(bytes, {}, { year: 'x' }))).toContain('manifest.json 读不懂')
  })
})

describe('what an archive holds', () => {
  it('is the same result each time, under other numbers each time', async () => {
    const facts = { ...(await factsOf(county.application, YEAR)), claims }
    const again = await writeArchive(county.application, { facts, results: resultsOf(facts), frozen: null })
    expect(await entryText(again, 'results.json')).toBe(await entryText(bytes, 'results.json'))
    expect(digestOf(resultsOf(facts))).toBe(digest)
    const contacts = 'inputs/current_contacts.parquet'
    expect(await entryText(again, contacts)).not.toBe(await entryText(bytes, contacts))
  })

  it('is signed by the same key after the keys were rotated', async () => {
    await rotateKeys(county.application, { resealOthers: () => Promise.resolve(0), progress: () => undefined })
    const facts = await factsOf(county.application, YEAR)
    const after = await writeArchive(county.application, { facts, results: resultsOf(facts), frozen: null })
    const demanded = { fingerprint: fingerprint ?? '' }
    expect((await checkBytes(after, demanded)).faults).toEqual([])
    expect((await checkBytes(bytes, demanded)).faults).toEqual([])
  })

  it('follows from the inputs on any day of a county with every register, and names nobody', async () => {
    const out = await tempFolder()
    const made = await generate({ out, townships: 3, children: 60, year: 2026, mess: 0.5 })
    const config = readConfig(made.configPath)
    const now = () => new Date('2027-01-10T08:00:00+08:00')
    const application = await openApplication({ config, data: join(out, 'warehouse'), now, env: {} })
    onTestFinished(() => application.close())
    await pull(application, { townships: config.townships, reason: 'test' })
    const archives: Buffer[] = []
    for (const asked of [undefined, '2026-06-15T08:00:00.000', '2026-09-01T10:00:00.000']) {
      const known = '2027-01-15T08:00:00.000'
      const facts = { ...(await factsOf(application, { ...YEAR, asked, known })), claims }
      archives.push(await writeArchive(application, { facts, results: resultsOf(facts), frozen: null }))
    }
    const [whole = Buffer.alloc(0)] = archives
    expect(JSON.parse(await entryText(whole, 'scheme.json')).scheme.items.length).toBeGreaterThan(20)

    const units = config.townships.flatMap(({ name, villages, schools }) => [name, ...villages, ...schools])
    const texts = [...(await personalTextsIn(join(out, 'exports')))].filter((text) => !units.includes(text))
    const search = new ByteSearch(texts)
    expect(search.searched.length).toBeGreaterThan(500)
    const engine = await ArchiveEngine.open()
    onTestFinished(() => engine.close())
    const parquet = (await entriesOf(whole)).filter(({ name }) => name.endsWith('.parquet'))
    for (const { name, bytes: content } of parquet) await engine.keepParquet(name, content)
    const cells: string[] = []
    for (const { name } of parquet)
      for (const row of await engine.kept(name)) cells.push(...Object.values(row).map(String))
    expect(search.foundIn(whole)).toEqual([])
    expect(search.foundIn(Buffer.from(cells.join('\n')))).toEqual([])

    const children = await engine.kept('inputs/census_children.parquet')
    const numbers = children.map(({ child_id }) => Number(child_id))
    expect(Math.max(...numbers)).toBeLessThan(1000)
    const keys = await application.warehouse.queryText(
      'select distinct cast(child_id as varchar) as key from census_rows',
    )
    expect(keys.length).toBeGreaterThan(50)
    expect(keys.filter(({ key }) => cells.includes(String(key)))).toEqual([])
    // A birthday is shared: what is left of it does not tell children apart.
    expect(new Set(children.map(({ birth_date }) => birth_date)).size).toBeLessThan(20)
    expect(new Set(children.map(({ left_behind_from }) => left_behind_from)).size).toBeLessThan(20)
  })

  it('leaves nothing behind in the folder of temporary files, and keeps what is there meanwhile to its owner', async () => {
    const folder = await tempFolder()
    vi.stubEnv('TMPDIR', folder)
    onTestFinished(() => void vi.unstubAllEnvs())
    const engine = await ArchiveEngine.open()
    const [own = ''] = await readdir(folder)
    expect((await stat(join(folder, own))).mode & 0o777).toBe(0o700)
    engine.close()
    expect((await verifyArchive(bytes)).faults).toEqual([])
    expect(await readdir(folder)).toEqual([])
  })
})

describe('what inspections checked, renumbered', () => {
  it('has the same rates to the last digit, and none of the old names', () => {
    const random = seededRandom(3)
    const shuffled = [...claims].sort(() => random() - 0.5)
    const columns = Object.keys(CLAIM_COLUMNS)
    const renumbered = renumberedClaims(shuffled).map((row) =>
      Object.fromEntries(columns.map((name, i) => [name, row[i]])),
    )
    const byKey = (rows: readonly CheckedRow[]) =>
      new Map(ratesOf(rows, 'county').map((rate) => [`${rate.unit_id} ${rate.duty}`, rate]))
    expect(byKey(renumbered)).toEqual(byKey(claims))
    expect(JSON.stringify(renumbered)).not.toMatch(/abcdefghij|小学/)
  })
})

const range = (from: number, until: number): number[] => Array.from({ length: until - from }, (_, i) => from + i)

function flipped(of: Buffer, at: number, mask: number): Buffer {
  const changed = Buffer.from(of)
  changed.writeUInt8(changed.readUInt8(at) ^ mask, at)
  return changed
}
