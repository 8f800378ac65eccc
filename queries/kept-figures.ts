import { promisify } from 'node:util'
import { gunzipSync, gzip } from 'node:zlib'
import { roomDigest } from './statement-files.ts'
import type { Warehouse } from './warehouse.ts'

const pack = promisify(gzip)

/** What is asked of a day that is over: the county's local time at its end, and everything else that the figures depend on. */
export interface KeptQuestion {
  as_of: string
  about: readonly unknown[]
}

/** Under which a day stands of which all is kept. */
const WHOLE = { about: ['whole'] } as const

/**
 * Figures of days that are over, kept in the warehouse: what comes in later changes nothing of them (states.ts), so that a restart
 * need not compute them again. They are found as long as the statements and the state of the registers are those that they were
 * computed of. What shows at every instant (an erasure, a policy) empties them in the same transaction (warehouse.ts).
 */
export class KeptFigures {
  readonly #warehouse: Warehouse

  constructor(warehouse: Warehouse) {
    this.#warehouse = warehouse
  }

  /** What was kept, as JSON has it; undefined where nothing is. */
  async find<Figures extends object>(question: KeptQuestion): Promise<Figures | undefined> {
    const [row] = await this.#warehouse.lookUp('kept/find', this.#placeOf(question))
    if (row === undefined) return undefined
    // At once: some ten kilobytes, which would wait for a thread that counts.
    return JSON.parse(gunzipSync(row.figures as Uint8Array).toString()) as Figures
  }

  /** Keeps figures that JSON can hold. */
  async keep(question: KeptQuestion, figures: object): Promise<void> {
    const packed = await pack(JSON.stringify(figures))
    const place = this.#placeOf(question)
    await this.#warehouse.transaction((transaction) => transaction.run('kept/keep', { ...place, figures: packed }))
  }

  /** Says that all that is computed of a day is kept. */
  async markWhole(as_of: string): Promise<void> {
    await this.keep({ as_of, ...WHOLE }, [])
  }

  /** Of which of some ends of days all is kept. */
  async whole(ends: readonly string[]): Promise<Set<string>> {
    const marked = await this.#warehouse.query('kept/marked', { question: JSON.stringify(WHOLE.about) })
    const states = new Map(marked.map(({ day, state }) => [day as string, state as string]))
    return new Set(ends.filter((as_of) => states.get(as_of.slice(0, 10)) === this.#stateAt(as_of)))
  }

  /** The first day of which anything is known; null where nothing is. */
  async firstDay(): Promise<string | null> {
    const [row] = await this.#warehouse.query('kept/first_day')
    return (row?.first_day ?? null) as string | null
  }

  #placeOf({ as_of, about }: KeptQuestion): { day: string; question: string; state: string } {
    return { day: as_of.slice(0, 10), question: JSON.stringify(about), state: this.#stateAt(as_of) }
  }

  #stateAt(as_of: string): string {
    return `${roomDigest()} ${this.#warehouse.stateAt(as_of)}`
  }
}
