import type { Level, SummaryRow } from '../../queries/ledger.ts'
import type { Viewer } from '../server/viewer.ts'
import { earlierEnds, settledAt } from './settled.ts'
import type { Present } from './county-time.ts'
import type { Gate } from './gate.ts'
import { isOfOthers, protect, type SuppressedRow } from './small-cells.ts'
import { inOrder, type SummaryAsked, type SummaryRows } from './summary-rows.ts'

type Asked = Pick<SummaryAsked, 'period' | 'duties'> & { levels: readonly Level[] }

/** The summary as a viewer may have it. */
export class SeenRows {
  readonly #summaries: SummaryRows
  readonly #gate: Gate
  readonly #present: Present

  constructor(summaries: SummaryRows, gate: Gate, present: Present) {
    this.#summaries = summaries
    this.#gate = gate
    this.#present = present
  }

  /**
   * Rows as they are at `as_of`; those of other units' villages and schools as they were at the last end of a quarter, and
   * what of them may be shown. What is hidden is found among all units of a level, whichever of them are asked for.
   */
  async rows(asked: SummaryAsked, viewer: Viewer): Promise<(SummaryRow | (SuppressedRow & { settled_at: string }))[]> {
    const rows = await this.#summaries.rows(asked)
    const levels = this.strangeLevels(asked, viewer)
    if (levels.length === 0) return rows
    const settled = this.settledAt(asked)
    const all = await this.#summaries.rows({ ...this.#everywhere({ ...asked, levels }), as_of: settled })
    const seen = protect(all, viewer, { gate: this.#gate, earlier: await this.earlier(settled, { ...asked, levels }) })
    const others = seen
      .filter((row) => isOfOthers(row, viewer, this.#gate) && this.#summaries.isAsked(row, asked))
      .map((row) => ({ ...row, settled_at: settled }))
    return inOrder([...rows.filter((row) => !isOfOthers(row, viewer, this.#gate)), ...others])
  }

  /** The end of a quarter that such a question is answered for: none that is still to come, whatever is asked. */
  settledAt({ as_of, period }: { as_of: string; period: string }): string {
    const { local } = this.#present
    return settledAt(as_of < local ? as_of : local, period)
  }

  /** The levels of a question at which it may be of units whose children the viewer may not see. */
  strangeLevels({ levels, unit }: Pick<SummaryAsked, 'levels' | 'unit'>, viewer: Viewer): Level[] {
    if (this.#gate.maySeeRowsOf(viewer, unit ?? '')) return []
    return levels.filter((level) => level === 'village' || level === 'school')
  }

  /** The same rows at the ends of quarters before, with which they may be compared. */
  earlier(settled: string, asked: Asked): Promise<SummaryRow[][]> {
    return Promise.all(earlierEnds(settled).map((as_of) => this.#summaries.rows({ ...this.#everywhere(asked), as_of })))
  }

  #everywhere({ period, duties, levels }: Asked): Omit<SummaryAsked, 'as_of'> {
    return { period, duties, levels, is_within: true }
  }
}
