import type { Field, Register } from '../../registers/register.ts'
import type { Day } from '../calendar.ts'
import type { County, Township } from '../county.ts'
import { identityNumber } from '../identity-number.ts'
import { PURPOSE, streamOf } from '../random.ts'
import type { Random } from '../random.ts'
import type { ExportRow, Value } from '../row.ts'
import { alteredRow, faultyCell, rowFaultsOf, sideFaultOf } from './fault.ts'
import type { RowFault } from './fault.ts'
import { writeCell } from './hand.ts'
import type { WrittenCell } from './hand.ts'
import type { Column, Style } from './style.ts'
import { count } from './tally.ts'
import type { RegisterTally } from './tally.ts'

/** One register of one township, about to be written. */
export interface Task {
  county: County
  township: Township
  register: Register
  columns: readonly Column[]
  style: Style
  /** The day of the export. */
  today: Day
  rows: Iterable<ExportRow>
}

/** A row below the header; `village` is the one its cell means: in a workbook it may be merged with its neighbours. */
export interface BodyRow {
  cells: WrittenCell[]
  village: Value
  isBlank: boolean
}

/** Faults stay in the books for so many days; then some are mended and others made. */
const FAULT_DAYS = 120
const FAULTS_A_ROW = 0.03
// A township has few incidents and homes; at the rate of the other registers their faults would never be seen.
const RARE_REGISTERS: Record<string, number> = { incidents: 6, legal_cases: 6, homes: 3, school_links: 3 }
/** No allocator gets this far: the numbers of children whom no sweep has found. */
const STRAY_AREA = 999_999

class Body {
  readonly #task: Task
  readonly #tally: RegisterTally
  readonly #faults: [RowFault, Register['fields']][]
  readonly #rate: number
  /** The columns with a time that cannot be before another one's. */
  readonly #timed: Field[]
  /** Whether a row of a child whom no sweep has found can stand beside the others: not where something else is its key. */
  readonly #hasStrays: boolean

  constructor(task: Task, tally: RegisterTally) {
    this.#task = task
    this.#tally = tally
    this.#faults = [...rowFaultsOf(task.register)]
    this.#timed = task.columns.flatMap(({ field }) => (field?.not_before === undefined ? [] : [field]))
    this.#hasStrays = task.register.code !== 'census' && task.register.key.includes('child_id')
    const rare = RARE_REGISTERS[task.register.code] ?? 1
    this.#rate = Math.min(0.5, task.county.mess * FAULTS_A_ROW * (1.4 - task.township.quality) * rare)
  }

  *rows(): Generator<BodyRow, void, undefined> {
    const { county, style, rows } = this.#task
    for (const row of rows) {
      const random = streamOf(county.seed, PURPOSE.surface, row.key)
      if (style.hasBlankRows && random.chance(0.02 * style.hand.noise)) yield this.#blank()
      if (county.mess === 0) {
        yield this.#accepted(row, random)
        continue
      }
      const chance = streamOf(county.seed, PURPOSE.fault, row.key, this.#period(row.key))
      const fate = chance.unit()
      if (fate < this.#rate) yield* this.#faulty(row, random, chance)
      else if (fate < 1.6 * this.#rate) yield this.#sideFaulty(row, random, chance)
      else yield this.#accepted(row, random)
      if (this.#hasStrays && chance.chance(this.#rate * 0.06)) yield this.#accepted(strayRow(row, chance), chance)
    }
  }

  #period(key: number): number {
    return Math.floor((this.#task.today + (key % FAULT_DAYS)) / FAULT_DAYS)
  }

  #written(row: ExportRow, random: Random): BodyRow {
    const { columns, style } = this.#task
    const cells = columns.map(({ field }) =>
      field === null ? null : writeCell(field, row.values[field.name] ?? null, style.hand, random),
    )
    return { cells, village: row.values.village ?? null, isBlank: false }
  }

  #accepted(row: ExportRow, random: Random): BodyRow {
    this.#tally.accepted++
    // registers.md, incidents: a time before occurred_at counts as not given, with a warning.
    for (const { name, not_before } of this.#timed) {
      const start = row.values[not_before ?? '']
      const value = row.values[name]
      if (typeof start === 'number' && typeof value === 'number' && value < start)
        count(this.#tally.warnings, 'time_order')
    }
    return this.#written(row, random)
  }

  #sideFaulty(row: ExportRow, random: Random, chance: Random): BodyRow {
    const written = this.#accepted(row, random)
    const fault = sideFaultOf(this.#task.register, row, this.#task.today, chance)
    const place = this.#task.columns.findIndex(({ field }) => field !== null && field === fault?.field)
    if (fault === null || place < 0) return written
    count(this.#tally.warnings, fault.code)
    written.cells[place] = fault.cell
    return written
  }

  /** The good row, and beside it the wrong one that the clerk mended but did not delete: so no child is lost. */
  *#faulty(row: ExportRow, random: Random, chance: Random): Generator<BodyRow, void, undefined> {
    const [fault, fields] = chance.pick(this.#faults) ?? (['duplicate', []] as const)
    const good = this.#accepted(row, random)
    const field = chance.pick(fields)
    if (fault === 'duplicate' || field === undefined) {
      yield good
      yield this.#duplicate(row, good, chance)
      return
    }
    const wrong = this.#wrong(row, fault, field, chance)
    const isBelow = fault !== 'superseded' && chance.chance(0.5)
    yield* isBelow ? [good, wrong] : [wrong, good]
  }

  #wrong(row: ExportRow, fault: RowFault, field: Register['fields'][number], chance: Random): BodyRow {
    const { columns, style, today } = this.#task
    this.#tally.rejected++
    count(this.#tally.reasons, fault)
    if (fault === 'superseded') return this.#written(alteredRow(row, field, chance), chance)
    const written = this.#written(row, chance)
    const place = columns.findIndex((column) => column.field === field)
    written.cells[place] = faultyCell(fault, field, row.values[field.name] ?? null, today, style.hand, chance)
    return written
  }

  #duplicate(row: ExportRow, good: BodyRow, chance: Random): BodyRow {
    this.#tally.skipped++
    const written = this.#written(row, chance)
    // A village or school in other words is another text: only forms that clean to the same are varied.
    for (const [place, { field }] of this.#task.columns.entries()) {
      if (field?.unit !== undefined) written.cells[place] = good.cells[place] ?? null
    }
    return written
  }

  #blank(): BodyRow {
    this.#tally.skipped++
    return { cells: this.#task.columns.map(() => null), village: null, isBlank: true }
  }
}

function strayRow(row: ExportRow, random: Random): ExportRow {
  const birth = 15_000 + random.integer(0, 4000)
  return {
    key: row.key,
    values: { ...row.values, child_id: identityNumber(STRAY_AREA, birth, random.integer(1, 998)) },
  }
}

/** The rows below the header, with what `mess` asks for; `tally` is counted as they are taken. */
export const bodyOf = (task: Task, tally: RegisterTally): Iterable<BodyRow> => new Body(task, tally).rows()
