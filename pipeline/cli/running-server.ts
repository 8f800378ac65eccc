import type { GlobalOptions } from './command.ts'
import type { Io } from './io.ts'

export async function runElsewhere(argv: readonly string[], globals: GlobalOptions, io: Io): Promise<number | undefined> {
  void argv
  void globals
  void io
  return Promise.resolve(undefined)
}
