import type { KeptFigures, KeptQuestion } from '../../queries/kept-figures.ts'
import type { Present } from './county-time.ts'

/** Where figures of days that are over are kept for good: whoever asks finds them, whoever computes ahead puts them there. */
export class Shelf {
  readonly #kept: KeptFigures
  readonly #present: Pick<Present, 'local'>
  readonly #keeps: boolean
  /** How much of the memory that readers' figures have is for those that are put here: each is asked for once. */
  readonly share: number

  constructor(kept: KeptFigures, present: Pick<Present, 'local'>, { keeps = false } = {}) {
    this.#kept = kept
    this.#present = present
    this.#keeps = keeps
    this.share = keeps ? 1 / 8 : 1
  }

  /** Whether such figures can be here. */
  has({ as_of, isKept = false }: { as_of: string; isKept?: boolean }): boolean {
    return isKept && this.isOver(as_of)
  }

  /** Whether the day of a local time is over. */
  isOver(as_of: string): boolean {
    return as_of.slice(0, 10) < this.#present.local.slice(0, 10)
  }

  find<V extends object>(question: KeptQuestion): Promise<V | undefined> {
    return this.#kept.find<V>(question)
  }

  async keep(question: KeptQuestion, figures: object): Promise<void> {
    if (this.#keeps) await this.#kept.keep(question, figures)
  }
}
