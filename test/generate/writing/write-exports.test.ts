import { createHash } from 'node:crypto'
import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { instantOf } from '../../../pipeline/generate/calendar.ts'
import { generateCounty } from '../../../pipeline/generate/county.ts'
import type { County } from '../../../pipeline/generate/county.ts'
import { exportOf, GENERATED_REGISTERS } from '../../../pipeline/generate/export.ts'
import { lastExportAt, replay } from '../../../pipeline/generate/schedule.ts'
import { STYLE_NAMES, styleNameOf } from '../../../pipeline/generate/writing/style.ts'
import type { RegisterTally, Tally } from '../../../pipeline/generate/writing/tally.ts'
import { writeExports } from '../../../pipeline/generate/writing/write-exports.ts'
import { tempFolder } from '../../support/temp-folder.ts'
import { plainId, readFolder, registerIn } from './plain-reader.ts'

const countyOf = (mess: number, children = 600, townships: number = STYLE_NAMES.length): County =>
  generateCounty({ townships, children, year: 2026, seed: 9, mess })
const allStyles = (county: County) =>
  Object.fromEntries(county.townships.map(({ id }, place) => [id, STYLE_NAMES[place % STYLE_NAMES.length]!]))
const endOf = (county: County): Date => instantOf(county.through)

async function hashes(folder: string): Promise<Record<string, string>> {
  const found: Record<string, string> = {}
  for (const name of (await readdir(folder, { recursive: true })).sort()) {
    if (!/\.(csv|txt|xlsx)$/.test(name)) continue
    found[name] = createHash('sha256')
      .update(await readFile(join(folder, name)))
      .digest('hex')
  }
  return found
}

const sumOf = (tally: Tally, of: (register: RegisterTally) => number): number =>
  Object.values(tally)
    .flatMap((township) => Object.values(township))
    .reduce((sum, register) => sum + of(register), 0)

describe('writeExports', () => {
  it.each([0, 1])('writes every style so that a plain reader finds every row (mess %d)', async (mess) => {
    const county = countyOf(mess)
    const folder = await tempFolder()
    const tally = await writeExports(folder, county, { instant: endOf(county), styles: allStyles(county) })
    for (const township of county.townships) {
      const tables = await readFolder(join(folder, township.id))
      for (const register of GENERATED_REGISTERS) {
        const { rows } = registerIn(tables, register)
        const counted = tally[township.id]?.[register.code]
        expect(rows.length, `${township.id} ${register.code}`).toBe(counted?.read)
        expect(counted?.read).toBe((counted?.accepted ?? 0) + (counted?.skipped ?? 0) + (counted?.rejected ?? 0))
        const isOfChildren = register.fields.some(({ identity }) => identity === 'child')
        const name = isOfChildren ? 'child_id' : (register.key[0] ?? '')
        const plain = (text: string): string | null => (isOfChildren ? plainId(text) : text.normalize('NFKC').trim())
        const meant = [...exportOf(county, township, endOf(county)).rowsOf(register)].map(({ values }) => values[name])
        const found = new Set(rows.map((row) => plain(row[name] ?? '')))
        for (const id of meant) expect(found.has(String(id)), `${township.id} ${register.code} ${id}`).toBe(true)
      }
    }
  })

  it('writes the same bytes again, in every style', async () => {
    const county = countyOf(0.5)
    const [first, second] = [await tempFolder(), await tempFolder()]
    const options = { instant: endOf(county), styles: allStyles(county) }
    const tally = await writeExports(first, county, options)
    expect(await writeExports(second, countyOf(0.5), options)).toEqual(tally)
    const written = await hashes(first)
    expect(Object.keys(written)).toHaveLength(5 * GENERATED_REGISTERS.length + 1)
    expect(await hashes(second)).toEqual(written)
  })

  it('is perfectly clean without mess: tidy files, first headers, nothing rejected, skipped or warned of', async () => {
    const county = countyOf(0, 300, 3)
    const folder = await tempFolder()
    const tally = await writeExports(folder, county, { instant: endOf(county) })
    expect(sumOf(tally, ({ rejected, skipped }) => rejected + skipped)).toBe(0)
    expect(sumOf(tally, ({ warnings }) => Object.keys(warnings).length)).toBe(0)
    for (const { id, absentColumns } of county.townships) {
      for (const register of GENERATED_REGISTERS) {
        const bytes = await readFile(join(folder, id, `${register.zh}.csv`))
        expect([...bytes.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf])
        const head = bytes.subarray(3).toString('utf8').split('\r\n')[0]
        const present = register.fields.filter(({ name }) => !absentColumns.has(`${register.code}.${name}`))
        expect(head).toBe(present.map(({ headers }) => headers[0]).join(','))
      }
    }
  })

  it('writes every reason code, and duplicates, blank rows and footers', async () => {
    const county = countyOf(1, 6000, 12)
    const tally = await writeExports(await tempFolder(), county, { instant: endOf(county) })
    const registers = Object.values(tally).flatMap((township) => Object.values(township))
    const codes = (of: (register: RegisterTally) => Record<string, number>): string[] =>
      [...new Set(registers.flatMap((register) => Object.keys(of(register))))].sort()
    expect(codes(({ reasons }) => reasons)).toEqual(
      [
        'bad_date',
        'bad_datetime',
        'date_in_future',
        'id_check_digit',
        'id_format',
        'id_old_format',
        'id_precision_lost',
        'missing_value',
        'superseded',
        'unknown_value',
      ].sort(),
    )
    expect(codes(({ warnings }) => warnings)).toEqual(
      expect.arrayContaining(['bad_date', 'bad_phone', 'date_order', 'id_mismatch', 'time_order', 'unknown_value']),
    )
    for (const { rejected, reasons } of registers) {
      expect(Object.values(reasons).reduce((sum, times) => sum + times, 0)).toBe(rejected)
    }
  })

  it('has more faults where there is more mess, and loses no row to them', async () => {
    const rejected = async (mess: number): Promise<{ rejected: number; census: number }> => {
      const county = countyOf(mess, 2000)
      const tally = await writeExports(await tempFolder(), county, { instant: endOf(county) })
      const census = Object.values(tally).reduce((sum, { census: one }) => sum + (one?.accepted ?? 0), 0)
      return { rejected: sumOf(tally, (register) => register.rejected), census }
    }
    const [little, much] = [await rejected(0.1), await rejected(1)]
    expect(little.rejected).toBeGreaterThan(0)
    expect(much.rejected).toBeGreaterThan(little.rejected * 4)
    expect(much.census).toBe(little.census)
  })

  it('shows all styles in a county of a dozen townships', () => {
    const county = countyOf(1, 1200, 12)
    const names = county.townships.map((township) => styleNameOf(county, township))
    expect(names.slice(0, 3)).toEqual(['tidy_csv', 'gb18030_csv', 'workbook'])
    expect(new Set(names)).toEqual(new Set(STYLE_NAMES))
  })
})

describe('a replayed year', () => {
  it('leaves the files of a township that exported nothing, and dates the others by their export', async () => {
    const county = countyOf(0.3, 300, 6)
    const folder = await tempFolder()
    const { instants } = replay(county)
    let since: Date | undefined
    let lying = 0
    for (const instant of instants) {
      const tally = await writeExports(folder, county, { instant, since, isScheduled: true })
      for (const township of county.townships) {
        const exported = lastExportAt(county, township, instant)
        const isNew = since === undefined || lastExportAt(county, township, since).getTime() !== exported.getTime()
        expect(township.id in tally).toBe(isNew)
        if (!isNew) lying++
        const names = await readdir(join(folder, township.id))
        // One export at a time: a file of the quarter before would make the register's source ambiguous.
        expect(names.length).toBe(styleNameOf(county, township) === 'workbook' ? 1 : GENERATED_REGISTERS.length)
        for (const name of names) expect((await stat(join(folder, township.id, name))).mtime).toEqual(exported)
      }
      since = instant
    }
    expect(lying).toBeGreaterThan(5)
  })

  it('keeps other files in the folder', async () => {
    const county = countyOf(0, 20, 1)
    const folder = await tempFolder()
    await mkdir(join(folder, '01'))
    await writeFile(join(folder, '01', '通知.docx'), 'x')
    await writeFile(join(folder, '01', '2026年第二季度白溪镇摸底花名册(终稿).csv'), 'old')
    await writeExports(folder, county, { instant: endOf(county) })
    const names = await readdir(join(folder, '01'))
    expect(names).toContain('通知.docx')
    expect(names).not.toContain('2026年第二季度白溪镇摸底花名册(终稿).csv')
    expect(await readdir(folder)).toEqual(['01'])
  })
})
