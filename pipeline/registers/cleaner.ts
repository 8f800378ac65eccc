import type { CellBlock, RawCell, Row } from '../reading/table.ts'
import { CellMemory } from './cell-memory.ts'
import {
  contentOf,
  EMPTY,
  fault,
  normalizeText,
  textOf,
  type CellValue,
  type Cleaned,
  type Content,
  type FaultCode,
} from './cells/cell.ts'
import { choiceCleaner, cleanLevel, cleanNumber, cleanYesNo } from './cells/choice.ts'
import { cleanDate, cleanDatetime } from './cells/date.ts'
import { birthDaysOf, cleanId, sexOf } from './cells/id.ts'
import { cleanPhone } from './cells/phone.ts'
import { PlainMoment } from './cells/plain-moment.ts'
import { isFooter } from './footer.ts'
import type { Layout } from './layout.ts'
import type { Field, Register } from './register.ts'
import type { UnitNames } from './units.ts'

/** What a row of a register became. `values` is used again for the next row. */
export interface CleanRow<Stored> {
  outcome: 'accepted' | 'rejected' | 'blank' | 'footer'
  /** One entry a field, in the register's order, as `store` made it; null where empty. */
  values: (Stored | null)[]
  faults: Fault[]
}

export interface Fault {
  field: string
  /** The column's header as it stands in the file; the field's own header where the table has no such column. */
  column: string
  code: FaultCode
  /** The cell's text. */
  text: string
}

export interface CleanerContext<Stored> {
  villages: UnitNames
  schools: UnitNames
  /** The day of the pull: days since 1970 in the county's zone. */
  day: number
  decode(raw: string): string
  /** Turns a value into what the warehouse holds (a key for an identity). Called once for each distinct cell. */
  store(field: Field, value: CellValue): Stored
}

interface Entry<Stored> extends Pick<Cleaned, 'value' | 'fault'> {
  stored: Stored | null
}

const MAX_REMEMBERED = 120_000
const NONE = -1
const SEVERAL = -2

/**
 * Cleans the rows of one table (registers.md, Cells and The registers). What a cell means is remembered by its raw text:
 * registers repeat themselves, and a cell seen before costs one look-up.
 */
export class Cleaner<Stored> {
  /** The earliest day after `day` that made a cell `date_in_future`: from then on the clock changes the outcome. */
  first_future_day: number | null = null
  readonly #register: Register
  readonly #layout: Layout
  readonly #context: CleanerContext<Stored>
  readonly #cleaners: ((content: Content) => Cleaned)[]
  readonly #memory: CellMemory<Entry<Stored>>[]
  readonly #entries: Entry<Stored>[]
  readonly #row: CleanRow<Stored>
  readonly #idIndex: number
  /** Of each field the one column that it stands in, or NONE or SEVERAL. */
  readonly #only: number[]
  readonly #isRequired: boolean[]
  readonly #hasRowRules: boolean
  readonly #moment = new PlainMoment()
  /** Of each date or datetime field the entry for a plain cell, used again for each row; null for other fields. */
  readonly #plain: (Entry<Stored> | null)[]
  readonly #empty: Entry<Stored> = { value: null, stored: null, fault: undefined }

  constructor(register: Register, layout: Layout, context: CleanerContext<Stored>) {
    this.#register = register
    this.#layout = layout
    this.#context = context
    this.#cleaners = register.fields.map((field) => cleanerOf(field, context))
    this.#memory = register.fields.map(() => new CellMemory(MAX_REMEMBERED))
    this.#entries = register.fields.map(() => this.#empty)
    this.#row = { outcome: 'accepted', values: register.fields.map(() => null), faults: [] }
    this.#idIndex = register.fields.findIndex((field) => field.name === 'child_id')
    this.#only = layout.columns.map((columns) => (columns.length > 1 ? SEVERAL : (columns[0]?.index ?? NONE)))
    this.#plain = register.fields.map(({ type }) =>
      type === 'date' || type === 'datetime' ? { value: null, fault: undefined, stored: null } : null,
    )
    this.#isRequired = register.fields.map((field) => field.required === 'value')
    this.#hasRowRules = register.fields.some((field) => field.ends ?? field.not_before ?? field.from_id)
  }

  /** Cleans a row of a workbook. */
  clean(row: Row): CleanRow<Stored> {
    const { fields } = this.#register
    for (let f = 0; f < fields.length; f++) this.#entries[f] = this.#entryOf(f, row)
    return this.#settle(() => row)
  }

  /** Cleans row `r` of a block of a delimited text. */
  cleanCells(block: CellBlock, r: number): CleanRow<Stored> {
    const { rows, starts, ends, hashes, bytes } = block
    const first = rows[r] as number
    const count = (rows[r + 1] as number) - first
    for (let f = 0; f < this.#entries.length; f++) {
      const only = this.#only[f] as number
      if (only === SEVERAL) this.#entries[f] = this.#entryOf(f, rowIn(block, r))
      else if (only === NONE || only >= count) this.#entries[f] = this.#empty
      else {
        const cell = first + only
        const start = starts[cell] as number
        const end = ends[cell] as number
        if (start === end) this.#entries[f] = this.#empty
        else
          this.#entries[f] =
            this.#plainMoment(f, bytes, start, end) ?? this.#recalled(f, bytes, start, end, hashes[cell] as number)
      }
    }
    return this.#settle(() => rowIn(block, r))
  }

  #recalled(f: number, bytes: Buffer, start: number, end: number, hash: number): Entry<Stored> {
    const memory = this.#memory[f] as CellMemory<Entry<Stored>>
    const known = memory.find(bytes, start, end, hash)
    if (known) return known
    const entry = this.#make(f, bytes.toString('latin1', start, end))
    memory.add(bytes, start, end, hash, entry)
    return entry
  }

  /** A date or datetime in the commonest spelling and not in the future, without remembering it. */
  #plainMoment(f: number, bytes: Buffer, start: number, end: number): Entry<Stored> | null {
    const entry = this.#plain[f] as Entry<Stored> | null
    if (entry === null || !this.#moment.read(bytes, start, end)) return null
    const { days, seconds } = this.#moment
    const field = this.#register.fields[f] as Field
    if (field.type === 'datetime' ? seconds < 0 : false) return null
    if (days > this.#context.day && !field.ends) return null
    const value = field.type === 'datetime' ? days * 86_400 + seconds : days
    entry.value = value
    entry.stored = this.#context.store(field, value)
    return entry
  }

  /** Judges the entries of a row; `row` gives its cells where a fault is to be shown. */
  #settle(row: () => Row): CleanRow<Stored> {
    const { fields } = this.#register
    const result = this.#row
    if (result.faults.length > 0) result.faults = []
    let isSound = !this.#hasRowRules
    for (let f = 0; f < fields.length; f++) {
      const entry = this.#entries[f] as Entry<Stored>
      result.values[f] = entry.stored
      if (entry.fault !== undefined || (entry.value === null && this.#isRequired[f])) isSound = false
    }
    if (isSound) {
      result.outcome = 'accepted'
      return result
    }
    if (this.#idIndex < 0 || this.#entries[this.#idIndex]?.value === null) {
      const empty = this.#emptyOutcome(row())
      if (empty) {
        result.outcome = empty
        return result
      }
    }
    this.#judge(row, result)
    return result
  }

  /** The header of a field's column as it stands in the file. */
  columnOf(name: string): string {
    const index = this.#register.fields.findIndex((field) => field.name === name)
    return this.#layout.columns[index]?.[0]?.text ?? this.#register.fields[index]?.headers[0] ?? ''
  }

  #entryOf(f: number, row: Row): Entry<Stored> {
    const columns = this.#layout.columns[f]
    if (!columns || columns.length === 0) return this.#empty
    let first: Entry<Stored> | undefined
    for (const column of columns) {
      const raw = row.cells[column.index] ?? null
      if (raw === null || raw === '') continue
      const entry = this.#make(f, raw)
      // of several columns that differ only in their notes the first filled cell counts
      if (entry.value !== null || entry.fault !== undefined) return entry
      first ??= entry
    }
    return first ?? this.#empty
  }

  #make(f: number, raw: RawCell): Entry<Stored> {
    const field = this.#register.fields[f] as Field
    const keepsNone = field.is_none_an_answer === true || field.type === 'yes_no'
    const content = contentOf(raw, this.#context.decode, keepsNone)
    if (content === null) return this.#empty
    const cleaned = this.#inTime(field, (this.#cleaners[f] as (content: Content) => Cleaned)(content))
    const stored = cleaned.value === null ? null : this.#context.store(field, cleaned.value)
    return { value: cleaned.value, fault: cleaned.fault, stored }
  }

  /** A date or datetime, other than an end, after the day of the pull. */
  #inTime(field: Field, cleaned: Cleaned): Cleaned {
    if (typeof cleaned.value !== 'number' || field.ends || (field.type !== 'date' && field.type !== 'datetime'))
      return cleaned
    const day = field.type === 'date' ? cleaned.value : Math.floor(cleaned.value / 86_400)
    if (day <= this.#context.day) return cleaned
    this.first_future_day = Math.min(this.first_future_day ?? day, day)
    return fault('date_in_future')
  }

  /** Blank and footer rows hold no valid id; a row with nothing but a running number is blank too. */
  #emptyOutcome(row: Row): 'blank' | 'footer' | null {
    const texts = row.cells.map((cell) => contentText(cell, this.#context.decode))
    if (texts.every((text) => text === '')) return 'blank'
    if (isFooter(texts)) return 'footer'
    const indexes = new Set([...this.#layout.columns.flat(), ...this.#layout.unknown].map((column) => column.index))
    const isOnlyNumber = texts.every((text, index) => text === '' || (!indexes.has(index) && /^\d{1,6}$/.test(text)))
    return isOnlyNumber ? 'blank' : null
  }

  #judge(row: () => Row, result: CleanRow<Stored>): void {
    const { fields } = this.#register
    let isRejected = false
    for (let f = 0; f < fields.length; f++) {
      const field = fields[f] as Field
      const code = this.#faultOf(f, field, result)
      if (code === undefined) continue
      isRejected ||= field.required === 'value'
      result.faults.push({ field: field.name, code, ...this.#cellOf(f, row()) })
    }
    if (isRejected) {
      // the first fault of a ★ cell is the reason; side cells' faults follow in the detail
      const isGrave = (item: Fault): boolean => fields.find((field) => field.name === item.field)?.required === 'value'
      result.faults = [...result.faults.filter(isGrave), ...result.faults.filter((item) => !isGrave(item))]
    }
    result.outcome = isRejected ? 'rejected' : 'accepted'
  }

  #faultOf(f: number, field: Field, result: CleanRow<Stored>): FaultCode | undefined {
    const entry = this.#entries[f] as Entry<Stored>
    if (field.from_id) return this.#settleFromId(f, field, entry, result)
    if (entry.fault !== undefined) return entry.fault
    if (entry.value === null) return field.required === 'value' ? 'missing_value' : undefined
    if (field.ends !== undefined && isBefore(entry.value, this.#valueOf(field.ends))) {
      result.values[f] = null
      return 'date_order'
    }
    if (field.not_before !== undefined && isBefore(entry.value, this.#valueOf(field.not_before))) return 'time_order'
    return undefined
  }

  /** registers.md, census: the id counts where sex or birth date disagree with it or are empty. */
  #settleFromId(f: number, field: Field, entry: Entry<Stored>, result: CleanRow<Stored>): FaultCode | undefined {
    const id = this.#entries[this.#idIndex]?.value
    if (typeof id !== 'string') return entry.fault
    const derived: CellValue | null = field.from_id === 'sex' ? sexOf(id) : birthDaysOf(id)
    if (derived !== null && entry.value !== derived) result.values[f] = this.#context.store(field, derived)
    if (entry.fault !== undefined) return entry.fault
    return entry.value !== null && entry.value !== derived ? 'id_mismatch' : undefined
  }

  #valueOf(name: string): CellValue | null {
    const index = this.#register.fields.findIndex((field) => field.name === name)
    return this.#entries[index]?.value ?? null
  }

  #cellOf(f: number, row: Row): { column: string; text: string } {
    const columns = this.#layout.columns[f] ?? []
    const filled = columns.find((column) => contentText(row.cells[column.index] ?? null, this.#context.decode) !== '')
    const column = filled ?? columns[0]
    const text = column ? contentText(row.cells[column.index] ?? null, this.#context.decode) : ''
    return { column: column?.text ?? (this.#register.fields[f] as Field).headers[0], text }
  }
}

function rowIn(block: CellBlock, r: number): Row {
  const first = block.rows[r] as number
  const count = (block.rows[r + 1] as number) - first
  const cells = Array.from({ length: count }, (_, c) =>
    block.bytes.toString('latin1', block.starts[first + c], block.ends[first + c]),
  )
  return { number: block.numbers[r] as number, cells }
}

const isBefore = (value: CellValue, start: CellValue | null): boolean =>
  typeof value === 'number' && typeof start === 'number' && value < start

function contentText(cell: RawCell, decode: (raw: string) => string): string {
  if (cell === null) return ''
  if (typeof cell === 'string') return normalizeText(decode(cell))
  return typeof cell === 'boolean' ? String(cell) : textOf(cell)
}

function cleanerOf<Stored>(field: Field, context: CleanerContext<Stored>): (content: Content) => Cleaned {
  switch (field.type) {
    case 'id':
      return cleanId
    case 'date':
      return cleanDate
    case 'datetime':
      return cleanDatetime
    case 'phone':
      return cleanPhone
    case 'number':
      return cleanNumber
    case 'yes_no':
      return cleanYesNo
    case 'level':
      return cleanLevel
    case 'choice':
      return choiceCleaner(field.choices ?? {})
    case 'text':
      return textCleaner(field, context)
  }
}

function textCleaner<Stored>(field: Field, context: CleanerContext<Stored>): (content: Content) => Cleaned {
  if (!field.unit) return (content) => ({ value: textOf(content) })
  const names = field.unit === 'village' ? context.villages : context.schools
  const code = field.unit === 'village' ? 'unknown_village' : 'unknown_school'
  return (content) => {
    const text = textOf(content)
    if (text === '') return EMPTY
    const name = names.find(text)
    return name === undefined ? fault(code) : { value: name }
  }
}
