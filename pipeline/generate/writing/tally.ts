/** What was written of one register of one township: what a pull that reads it well reports. */
export interface RegisterTally {
  /** Rows below the header, down to the last with a filled cell. */
  read: number
  accepted: number
  skipped: number
  rejected: number
  /** Reason code → rejected rows. */
  reasons: Record<string, number>
  /**
   * Warning code → cells of accepted rows. Not `unknown_child` and `cross_township_duplicate`, which hang on the registers
   * of the other townships, nor unknown columns.
   */
  warnings: Record<string, number>
}

/** Township id → register code → what was written. */
export type Tally = Record<string, Record<string, RegisterTally>>

export const emptyTally = (): RegisterTally => ({
  read: 0,
  accepted: 0,
  skipped: 0,
  rejected: 0,
  reasons: {},
  warnings: {},
})

/** Counts one more of a code. */
export const count = (counts: Record<string, number>, code: string): void => {
  counts[code] = (counts[code] ?? 0) + 1
}
