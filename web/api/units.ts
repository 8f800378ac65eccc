import { ShouwangError } from '../../errors.ts'
import type { Level } from '../../queries/ledger.ts'
import type { ResultRow } from '../../queries/rows.ts'
import type { Warehouse } from '../../queries/warehouse.ts'

const LEVEL_NAMES: Readonly<Record<Level, string>> = { county: '县', township: '乡镇', village: '村', school: '学校' }
const SHOWN = 40

interface Unit {
  level: Level
  name: string
}

/** The county's units by id, looked up once a state. */
export class Units {
  readonly #warehouse: Warehouse
  #version: number | undefined
  #units: Promise<ReadonlyMap<string, Unit>> | undefined

  constructor(warehouse: Warehouse) {
    this.#warehouse = warehouse
  }

  /**
   * The units to answer for, of those that a question is for: of several (a viewer's own) those whose level makes sense;
   * none where it is the whole county. Throws `bad_parameter` where none is left.
   */
  async chosen(units: readonly string[], allowed?: readonly Level[]): Promise<readonly string[]> {
    const known = await this.#known()
    const fit = units.filter((unit) => {
      const level = known.get(unit)?.level
      return level !== undefined && (allowed === undefined || allowed.includes(level))
    })
    if (fit.length === 0) await this.check(units[0], allowed)
    return fit.some((unit) => known.get(unit)?.level === 'county') ? [] : fit
  }

  /** Throws `bad_parameter` where the config knows no such unit, or it is of none of the levels that make sense. */
  async check(unit: string | undefined, allowed?: readonly Level[]): Promise<void> {
    if (unit === undefined) return
    const units = await this.#known()
    const level = units.get(unit)?.level
    if (level === undefined) throw wrong(unit, `没有“${unit}”这个单位；${waysOut(units)}`)
    if (allowed !== undefined && !allowed.includes(level)) {
      const names = allowed.map((each) => LEVEL_NAMES[each]).join('、')
      throw wrong(unit, `unit 应为${names}的编号，“${unit}”是${LEVEL_NAMES[level]}。`)
    }
  }

  /** What the units are called, by id. */
  async names(): Promise<ReadonlyMap<string, string>> {
    const units = await this.#known()
    return new Map([...units].map(([id, { name }]) => [id, name]))
  }

  /** The ids of the townships, as the config has them. */
  async townships(): Promise<string[]> {
    return [...(await this.#known())].filter(([, { level }]) => level === 'township').map(([id]) => id)
  }

  #known(): Promise<ReadonlyMap<string, Unit>> {
    const { version } = this.#warehouse
    if (this.#units === undefined || version !== this.#version) {
      this.#version = version
      this.#units = this.#warehouse
        .query('summary/units')
        .then((rows) => new Map(rows.map((row) => [row.unit_id as string, unitOf(row)])))
      this.#units.catch(() => (this.#units = undefined))
    }
    return this.#units
  }
}

const unitOf = ({ level, unit_name }: ResultRow): Unit => ({ level: level as Level, name: unit_name as string })

function waysOut(units: ReadonlyMap<string, Unit>): string {
  const ids = [...units].filter(([, { level }]) => level === 'county' || level === 'township').map(([id]) => id)
  const shown = ids.slice(0, SHOWN).join('、') + (ids.length > SHOWN ? '等' : '')
  return `可用的县和乡镇：${shown}；村和学校写作“乡镇编号/名称”。`
}

const wrong = (unit: string, message: string): ShouwangError =>
  new ShouwangError('bad_parameter', message, { parameter: 'unit', value: unit })
