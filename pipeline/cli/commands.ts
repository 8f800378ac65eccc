import type { CommandSpec } from './command.ts'
import { check } from './commands/check.ts'
import { duties } from './commands/duties.ts'
import { pull } from './commands/pull.ts'
import { rejects } from './commands/rejects.ts'
import { subjects } from './commands/subjects.ts'
import { summary } from './commands/summary.ts'

/** Every command, in the order in which the help lists them. */
export const COMMANDS: readonly CommandSpec[] = [pull, check, summary, subjects, rejects, duties]
