import { ShouwangError } from '../../errors.ts'
import type { Level } from '../../queries/ledger.ts'
import type { Warehouse } from '../../queries/warehouse.ts'

const LEVEL_NAMES: Readonly<Record<Level, string>> = { county: '县', township: '乡镇', village: '村', school: '学校' }
const SHOWN = 40

/** The county's units by id, looked up once a state. */
export class Units {
  readonly #warehouse: Warehouse
  #version: number | undefined
  #levels: Promise<ReadonlyMap<string, Level>> | undefined

  constructor(warehouse: Warehouse) {
    this.#warehouse = warehouse
  }

  /**
   * The units to answer for, of those that a question is for: of several (a viewer's own) those whose level makes sense;
   * none where it is the whole county. Throws `bad_parameter` where none is left.
   */
  async chosen(units: readonly string[], allowed?: readonly Level[]): Promise<readonly string[]> {
    const levels = await this.#known()
    const fit = units.filter((unit) => {
      const level = levels.get(unit)
      return level !== undefined && (allowed === undefined || allowed.includes(level))
    })
    if (fit.length === 0) await this.check(units[0], allowed)
    return fit.some((unit) => levels.get(unit) === 'county') ? [] : fit
  }

  /** Throws `bad_parameter` where the config knows no such unit, or it is of none of the levels that make sense. */
  async check(unit: string | undefined, allowed?: readonly Level[]): Promise<void> {
    if (unit === undefined) return
    const levels = await this.#known()
    const level = levels.get(unit)
    if (level === undefined) throw wrong(unit, `没有“${unit}”这个单位；${waysOut(levels)}`)
    if (allowed !== undefined && !allowed.includes(level)) {
      const names = allowed.map((each) => LEVEL_NAMES[each]).join('、')
      throw wrong(unit, `unit 应为${names}的编号，“${unit}”是${LEVEL_NAMES[level]}。`)
    }
  }

  #known(): Promise<ReadonlyMap<string, Level>> {
    const { version } = this.#warehouse
    if (this.#levels === undefined || version !== this.#version) {
      this.#version = version
      this.#levels = this.#warehouse
        .query('summary/units')
        .then((rows) => new Map(rows.map((row) => [row.unit_id as string, row.level as Level])))
      this.#levels.catch(() => (this.#levels = undefined))
    }
    return this.#levels
  }
}

function waysOut(levels: ReadonlyMap<string, Level>): string {
  const ids = [...levels].filter(([, level]) => level === 'county' || level === 'township').map(([id]) => id)
  const shown = ids.slice(0, SHOWN).join('、') + (ids.length > SHOWN ? '等' : '')
  return `可用的县和乡镇：${shown}；村和学校写作“乡镇编号/名称”。`
}

const wrong = (unit: string, message: string): ShouwangError =>
  new ShouwangError('bad_parameter', message, { parameter: 'unit', value: unit })
