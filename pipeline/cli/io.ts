import Table from 'cli-table3'

/** Where a command writes: results to `out`, progress and messages to `err` (interfaces.md, Command line). */
export interface Io {
  out(text: string | Uint8Array): void
  err(text: string): void
  /** Whether `err` is a terminal that can show a progress bar. */
  isTerminal: boolean
  /** Shows where long work stands; an empty text ends it. */
  progress(done: number, total: number, text: string): void
  /** The folder that relative paths start from. */
  cwd: string
  /** All of standard input, for passwords. */
  input(): Promise<string>
}

/** A table for people: hairline only under the header, Chinese characters two columns wide. */
export function tableText(head: readonly string[], rows: readonly (readonly (string | number | null)[])[]): string {
  const table = new Table({
    head: [...head],
    chars: {
      top: '',
      'top-mid': '',
      'top-left': '',
      'top-right': '',
      bottom: '',
      'bottom-mid': '',
      'bottom-left': '',
      'bottom-right': '',
      left: '',
      'left-mid': '',
      mid: '',
      'mid-mid': '',
      right: '',
      'right-mid': '',
      middle: '  ',
    },
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': 0 },
    colAligns: head.map((_, index) => (rows.some((row) => typeof row[index] === 'number') ? 'right' : 'left')),
  })
  for (const row of rows) table.push(row.map((cell) => (cell === null ? '' : String(cell))))
  return `${table.toString()}\n`
}
