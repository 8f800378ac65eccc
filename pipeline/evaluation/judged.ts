import { z } from 'zod'
import { frozenOf } from '../../queries/freezes.ts'
import { isShouwangError } from '../../errors.ts'
import type { Application } from '../application.ts'
import type { Config } from '../config.ts'
import { entriesOf } from './archive/container.ts'
import { keptArchive } from './kept-archive.ts'

const JUDGED = [
  'age_limit',
  'situations',
  'min_months_out',
  'talk_months',
  'notify_guardian_minutes',
  'notify_parents_minutes',
  'report_authority_minutes',
  'police_report_minutes',
  'legal_aid_days',
] as const

/** What of the policy decides which rows are owed and when: the targets and the scheme are kept with the results. */
export type JudgedBy = Record<string, unknown>

/** The policy by which it is judged today what is owed. */
export const judgedBy = ({ policy }: Config): JudgedBy => Object.fromEntries(JUDGED.map((name) => [name, policy[name]]))

const settings = z.object({ policy: z.record(z.string(), z.unknown()) })

/** What a frozen year was judged by, as its archive tells; null where that is gone or does not say. */
export async function judgedThen(
  { warehouse }: Pick<Application, 'warehouse'>,
  year: string,
): Promise<JudgedBy | null> {
  const frozen = await frozenOf(warehouse, year)
  if (frozen === null) return null
  try {
    const entries = await entriesOf(await keptArchive(warehouse.file, year, frozen))
    const told = entries.find(({ name }) => name === 'inputs/settings.json')
    return settings.safeParse(JSON.parse(told?.bytes.toString('utf8') ?? 'null')).data?.policy ?? null
  } catch (error) {
    if (isShouwangError(error)) return null
    throw error
  }
}

/** The names of what differs. */
export const changedPolicy = (then: JudgedBy, now: JudgedBy): string[] =>
  JUDGED.filter((name) => JSON.stringify(then[name]) !== JSON.stringify(now[name]))
