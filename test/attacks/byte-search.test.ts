import { existsSync, lstatSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import iconv from 'iconv-lite'
import { describe, expect, it, onTestFinished } from 'vitest'
import { openApplication, type Application } from '../../pipeline/application.ts'
import { openAccess } from '../../pipeline/cli/access.ts'
import { readConfig } from '../../pipeline/config.ts'
import { generate } from '../../pipeline/generate/generate.ts'
import { takeIncident } from '../../pipeline/intake.ts'
import { backUp } from '../../pipeline/keeping/backup.ts'
import { forgetChild } from '../../pipeline/keeping/forget.ts'
import { rotateKeys } from '../../pipeline/keeping/rotate-keys.ts'
import { pull } from '../../pipeline/pull.ts'
import { validId } from '../support/ids.ts'
import { ByteSearch, personalTextsIn } from '../support/personal-texts.ts'
import { serveSample } from '../support/served-county.ts'
import { tempFolder } from '../support/temp-folder.ts'

const FIXTURES = join(import.meta.dirname, '..', 'fixtures', 'county-a')
const TOLD = validId('990100', '20150312', 77)

/** Every file of the data folder, by its path. */
const filesIn = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ name, parentPath }) => join(parentPath, name))

/** What stands in the files where it should not, and what others may read of the folder. */
function findings(search: ByteSearch, data: string, more: Record<string, Buffer>): string[] {
  const open = lstatSync(data).mode & 0o077
  const parts = [...filesIn(data).map((file) => [file, readFileSync(file)] as const), ...Object.entries(more)]
  return [
    ...(open === 0 ? [] : [`${data} is open to others`]),
    ...parts.flatMap(([name, bytes]) => search.foundIn(bytes).map((text) => `${name} holds ${text}`)),
  ]
}

const tell = (application: Application, township: string): Promise<unknown> =>
  takeIncident(application, township, {
    incident_id: 'B-1',
    child_id: TOLD,
    kind: 'injury',
    occurred_at: application.now(),
  })

/** Units stand in the warehouse in clear; an address that says no more than its village tells nothing of a child. */
const unitsOf = ({ config }: Application): string[] =>
  config.townships.flatMap(({ name, villages, schools }) => [name, ...villages, ...schools])

describe('the search', () => {
  it('finds a text in every encoding, and what is too short it names', () => {
    const search = new ByteSearch(['守小明', '守明', '13900000001', '1390'])
    expect(search).toMatchObject({ searched: ['守小明', '13900000001'], skipped: ['守明', '1390'] })
    for (const encoding of ['utf-8', 'utf-16le', 'gb18030']) {
      for (const text of search.searched) {
        const bytes = Buffer.concat([Buffer.alloc(11), iconv.encode(text, encoding), Buffer.alloc(3)])
        expect(search.foundIn(bytes), `${text} in ${encoding}`).toEqual([text])
      }
    }
  })
})

describe('no text of a child’s or a family’s stands', () => {
  it('in what a served county leaves: data folder, log, backup', async () => {
    const county = await serveSample()
    onTestFinished(() => county.close())
    const { application } = county
    const texts = [
      ...(await personalTextsIn(join(FIXTURES, 'pull-1'))),
      ...(await personalTextsIn(join(FIXTURES, 'pull-2'))),
    ]
    const [someone = ''] = texts.filter((text) => /^99\d{15}[\dX]$/.test(text))
    await tell(application, '01')
    for (const as of ['county', 'township01'] as const) {
      for (const path of [
        '/api/subjects?format=csv&unit=01',
        '/api/rejects?unit=01',
        '/api/faults?unit=01',
        '/api/send-back?unit=01',
        '/api/incidents?unit=01',
      ])
        await county.ask(path, { as })
      await county.ask(`/api/subjects?unit=01&duty=${someone}`, { as })
    }
    const form = { 'content-type': 'application/x-www-form-urlencoded', origin: county.address.replace(/\/$/, '') }
    await county.ask('/login', { method: 'POST', headers: form, body: `username=${someone}&password=${someone}` })
    const backup = join(application.config.folder, 'a.backup')
    await backUp(application, backup)
    // Something in the log of the file, as well as in the file.
    await tell(application, '02')
    const data = dirname(application.warehouse.file)
    expect(existsSync(`${application.warehouse.file}.wal`)).toBe(true)
    const search = new ByteSearch(new Set([...texts, TOLD].filter((text) => !unitsOf(application).includes(text))))
    expect(search.searched.length).toBeGreaterThan(500)
    expect(county.log.length).toBeGreaterThan(5)
    const more = { log: Buffer.from(county.log.join('\n')), backup: readFileSync(backup) }
    expect(findings(search, data, more)).toEqual([])
    // That it would have been found.
    expect(
      new ByteSearch([application.config.county.name]).foundIn(readFileSync(application.warehouse.file)),
    ).not.toEqual([])
  })

  it('in the warehouse of a county with every mess, after its keys were rotated and a child was forgotten', async () => {
    const out = await tempFolder()
    const made = await generate({ out, townships: 6, children: 120, year: 2026, mess: 1 })
    const config = readConfig(made.configPath)
    const now = new Date('2027-01-10T08:00:00+08:00')
    const application = await openApplication({ config, data: join(out, 'warehouse'), now: () => now, env: {} })
    onTestFinished(() => application.close())
    await pull(application, { townships: config.townships, reason: 'test' })
    await tell(application, config.townships[0]?.id ?? '')
    const access = await openAccess(application, () => now)
    await access.accounts.add(
      { name: 'chen', role: 'county', units: [], password: '三月的雨落在青石镇' },
      { name: 'test', role: 'operator' },
    )
    await forgetChild(application, application.vault.keyOf('child', TOLD), () => Promise.resolve())
    await rotateKeys(application, { resealOthers: () => access.accounts.reseal(), progress: () => undefined })
    const backup = join(out, 'a.backup')
    await backUp(application, backup)
    const texts = await personalTextsIn(join(out, 'exports'))
    const search = new ByteSearch([...texts, TOLD].filter((text) => !unitsOf(application).includes(text)))
    expect(search.searched.length).toBeGreaterThan(1000)
    // Names of two characters and what was written in place of a number: they stand somewhere by chance.
    expect(search.skipped.filter((text) => text.length > 5)).toEqual([])
    expect(findings(search, join(out, 'warehouse'), { backup: readFileSync(backup) })).toEqual([])
    for (const file of [application.warehouse.file, backup, made.configPath.replace(/yaml$/, 'key')])
      expect(lstatSync(file).mode & 0o777, file).toBe(0o600)
  })
})
