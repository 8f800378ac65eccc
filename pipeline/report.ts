/** What became of one register in a pull (interfaces.md, Command line, pull). */
export interface RegisterReport {
  register: string
  /** Rows below the header; read = accepted + skipped + rejected. */
  read: number
  accepted: number
  skipped: number
  rejected: number
  state: 'loaded' | 'unchanged' | 'held' | 'refused' | 'absent'
  warnings: number
  /** How many rejected rows have which reason. */
  reasons: Record<string, number>
  /** How many warnings have which code. */
  warning_codes: Record<string, number>
  file: string | null
  sheet: string | null
  /** For refused and held: what is wrong and the way out. */
  message: string | null
  code: string | null
}

/** What became of one township in a pull. */
export interface TownshipReport {
  id: string
  name: string
  state: RegisterReport['state'] | 'failed'
  batch_id: number | null
  /** The county's local time from which the batch's rows are valid. */
  received_at: string | null
  registers: RegisterReport[]
  /** Files and sheets that belong to no register. */
  unmatched: { file: string; sheet: string | null }[]
  /** For a source that failed: why. */
  message: string | null
}

/** Exit code of a pull: 2 when a source failed or a register was refused or held. */
export function exitCodeOf(townships: readonly TownshipReport[]): 0 | 2 {
  const isWhole = townships.every((township) => !['failed', 'refused', 'held'].includes(township.state))
  return isWhole ? 0 : 2
}
