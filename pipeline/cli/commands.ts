import type { CommandSpec } from './command.ts'
import { ageOut } from './commands/age-out.ts'
import { audit } from './commands/audit.ts'
import { backup } from './commands/backup.ts'
import { check } from './commands/check.ts'
import { demo } from './commands/demo.ts'
import { duties } from './commands/duties.ts'
import { evaluateYear } from './commands/evaluate.ts'
import { forget } from './commands/forget.ts'
import { generate } from './commands/generate.ts'
import { key } from './commands/key.ts'
import { pull } from './commands/pull.ts'
import { rejects } from './commands/rejects.ts'
import { restore } from './commands/restore.ts'
import { statisticalReturn } from './commands/return.ts'
import { serve } from './commands/serve.ts'
import { subjects } from './commands/subjects.ts'
import { summary } from './commands/summary.ts'
import { template } from './commands/template.ts'
import { user } from './commands/user.ts'

/** Every command, in the order in which the help lists them. */
export const COMMANDS: readonly CommandSpec[] = [
  ...[pull, check, summary, subjects, rejects, duties, statisticalReturn, evaluateYear],
  ...[serve, user, audit, key, forget, ageOut, backup, restore, generate, template, demo],
]
