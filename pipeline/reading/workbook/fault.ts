import type { RefusalReason } from '../refusal.ts'

/** Where in a workbook a fault stands; `row` as Excel shows it. */
export interface FaultPlace {
  sheet?: string
  row?: number
}

/** What is wrong with a workbook, before it is put into a sentence. The message is for developers. */
export class WorkbookFault extends Error {
  readonly reason: Extract<RefusalReason, 'damaged' | 'hostile' | 'too_large'>
  readonly place: FaultPlace

  constructor(reason: WorkbookFault['reason'], message: string, place: FaultPlace = {}) {
    super(message)
    this.name = 'WorkbookFault'
    this.reason = reason
    this.place = place
  }

  /** The same fault at a place that is known by now. */
  at(place: FaultPlace): WorkbookFault {
    return new WorkbookFault(this.reason, this.message, { ...place, ...this.place })
  }
}
