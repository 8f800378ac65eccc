import { mkdir, readdir, rename, rm, utimes } from 'node:fs/promises'
import { join } from 'node:path'
import { dayOfMinute, minuteOf } from '../calendar.ts'
import type { County, Township } from '../county.ts'
import { exportOf, GENERATED_REGISTERS } from '../export.ts'
import type { TownshipExport } from '../export.ts'
import { lastExportAt } from '../schedule.ts'
import { bodyOf } from './body.ts'
import type { BodyRow, Task } from './body.ts'
import { writeDelimited } from './delimited.ts'
import { fileName, footRows, headerRows, isExportFile, titleRows, workbookName } from './register-file.ts'
import { columnsOf, styleOf } from './style.ts'
import type { Style, StyleName } from './style.ts'
import { emptyTally } from './tally.ts'
import type { RegisterTally, Tally } from './tally.ts'
import { writeWorkbook } from './workbook.ts'
import type { SheetTask } from './workbook.ts'
import type { WrittenCell } from './hand.ts'
import type { Register } from '../../registers/register.ts'

export interface WriteOptions {
  /** What is known by then is written. */
  instant: Date
  /**
   * Each township's files are those of its last export up to `instant` and bear its time as modification time: the files of
   * a township that exports seldom are old. Without it all townships export at `instant`.
   */
  isScheduled?: boolean
  /** With `isScheduled`: the instant of the writing before; a township that has exported nothing since is left alone. */
  since?: Date
  /** Township id → style, instead of the one that the seed and mess give. */
  styles?: Readonly<Record<string, StyleName>>
  /** Called after each township. */
  onTownship?: (done: number, of: number) => void
}

/** One register on its way into a file, with the tally that fills as its rows are taken. */
interface Preparation {
  sheet: SheetTask
  tally: RegisterTally
}

/** Adds 序号, which needs to know where a row stands. */
function* numbered(task: Task, tally: RegisterTally, headHeight: number): Generator<BodyRow, void, undefined> {
  const { style, columns } = task
  const hasSerial = columns[0]?.header === '序号'
  let serial = 0
  let height = 0
  for (const row of bodyOf(task, tally)) {
    height++
    if (hasSerial && !row.isBlank) {
      serial++
      row.cells[0] = serialCell(style, serial, height, headHeight)
    }
    yield row
  }
}

function serialCell(style: Style, serial: number, height: number, headHeight: number): WrittenCell {
  if (!style.hand.isWorkbook) return String(serial)
  if (!style.countsByFormula) return { number: serial, shows: 'number' }
  return { number: height, shows: 'number', formula: `ROW()-${headHeight}` }
}

function prepare(county: County, shown: TownshipExport, register: Register, style: Style): Preparation {
  const { township } = shown
  const today = dayOfMinute(minuteOf(shown.instant))
  const columns = columnsOf(county, township, register, style)
  const task: Task = { county, township, register, columns, style, today, rows: shown.rowsOf(register) }
  const titles = titleRows(township, register, style, today)
  const header = headerRows(columns, style)
  const tally = emptyTally()
  const body = numbered(task, tally, titles.length + header.rows.length)
  const foot = (): WrittenCell[][] => {
    const rows = footRows(style, tally.accepted)
    tally.skipped += rows.length
    tally.read = tally.accepted + tally.skipped + tally.rejected
    return rows
  }
  return { sheet: { name: register.zh, columns, titles, header, body, foot }, tally }
}

/** Writes one township's registers into an empty folder. */
async function writeTownship(
  folder: string,
  county: County,
  shown: TownshipExport,
  style: Style,
): Promise<Tally[string]> {
  const { township, instant } = shown
  const today = dayOfMinute(minuteOf(instant))
  const prepared = GENERATED_REGISTERS.map((register) => ({ register, ...prepare(county, shown, register, style) }))
  if (style.name === 'workbook') {
    await writeWorkbook(join(folder, workbookName(township)), style, prepared.map(({ sheet }) => sheet)) // prettier-ignore
  } else {
    for (const { register, sheet } of prepared) {
      await writeDelimited(join(folder, fileName(township, register, style, today)), style.name, sheet)
    }
  }
  return Object.fromEntries(prepared.map(({ register, tally }) => [register.code, tally]))
}

/** Moves freshly written files to where the township's source looks, in place of those of an earlier export. */
async function replaceFiles(from: string, to: string, writtenAt: Date | null): Promise<void> {
  await mkdir(to, { recursive: true })
  for (const name of await readdir(to)) {
    if (isExportFile(name, GENERATED_REGISTERS)) await rm(join(to, name))
  }
  for (const name of await readdir(from)) {
    if (writtenAt !== null) await utimes(join(from, name), writtenAt, writtenAt)
    await rename(join(from, name), join(to, name))
  }
}

/**
 * Writes every township's registers to `folder`/ID, each in its own style, and answers with what was written. The same county,
 * instant and styles give the same bytes. Files of an earlier export are replaced; other files are left alone.
 */
export async function writeExports(folder: string, county: County, options: WriteOptions): Promise<Tally> {
  const { instant, since, isScheduled = false } = options
  const exportAt = (township: Township, at: Date): Date => (isScheduled ? lastExportAt(county, township, at) : at)
  const tally: Tally = {}
  for (const township of county.townships) {
    const at = exportAt(township, instant)
    if (!isScheduled || since === undefined || exportAt(township, since).getTime() !== at.getTime()) {
      const fresh = join(folder, `.writing-${township.id}`)
      await rm(fresh, { recursive: true, force: true })
      await mkdir(fresh, { recursive: true })
      const style = styleOf(county, township, options.styles?.[township.id])
      tally[township.id] = await writeTownship(fresh, county, exportOf(county, township, at), style)
      await replaceFiles(fresh, join(folder, township.id), isScheduled ? at : null)
      await rm(fresh, { recursive: true })
    }
    options.onTownship?.(township.index + 1, county.townships.length)
  }
  return tally
}
