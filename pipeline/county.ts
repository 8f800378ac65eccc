import { createHash } from 'node:crypto'
import { dutyCatalogue } from '../queries/statements.ts'
import type { Parameters, Transaction, Warehouse } from '../queries/warehouse.ts'
import { careRules } from './care-policy.ts'
import type { Config, TownshipConfig } from './config.ts'
import { REGISTERS } from './registers/index.ts'
import type { Register } from './registers/register.ts'

/** Raised whenever the cleaning rules themselves change, so that unchanged files are read again. */
const RULES_VERSION = 1

/** Puts the county, its units and its policy into the warehouse, where they differ from what it last saw. */
export async function syncCounty(warehouse: Warehouse, config: Config): Promise<void> {
  const { county, policy } = config
  const townships = config.townships.map(({ id, name, villages, schools }) => ({ id, name, villages, schools }))
  const value = JSON.stringify({ county, townships, policy, duties: dutyCatalogue() })
  const [current] = await warehouse.query('county/current')
  if (current?.value === value) return
  await warehouse.transaction(async (transaction) => {
    await transaction.run('county/clear')
    await transaction.run('county/add_setting', { name: 'config', value })
    await transaction.run('county/add_county', { ...county })
    for (const [position, township] of townships.entries()) await addTownship(transaction, township, position)
    await transaction.run('county/add_policy', policyParameters(policy))
    for (const situation of policy.situations) await transaction.run('county/add_situation', { situation })
    for (const month of new Set(policy.talk_months)) await transaction.run('county/add_talk_month', { month })
    for (const days of policy.holidays) await transaction.run('county/add_days_off', daysOf(days, false))
    for (const days of policy.workdays) await transaction.run('county/add_days_off', daysOf(days, true))
    for (const carer_kind of new Set(policy.carer_kinds)) await transaction.run('county/add_carer_kind', { carer_kind })
    for (const rule of careRules(policy.care)) await transaction.run('county/add_care_rule', rule)
    for (const [index, points] of policy.care.level_points.entries())
      await transaction.run('county/add_care_level', { level: index + 2, points })
    for (const duty of dutyCatalogue()) {
      await transaction.run('county/set_target', { code: duty.code, target: policy.targets[duty.code] ?? duty.target })
    }
    transaction.touch()
  })
}

/** A day, or two with a slash between them: from the first to the last (ISO 8601). */
function daysOf(text: string, is_workday: boolean): Parameters {
  const [first_on = text, last_on = first_on] = text.split('/')
  return { first_on, last_on, is_workday }
}

const policyParameters = (policy: Config['policy']): Parameters => ({
  age_limit: policy.age_limit,
  notify_guardian_minutes: policy.notify_guardian_minutes,
  notify_parents_minutes: policy.notify_parents_minutes,
  report_authority_minutes: policy.report_authority_minutes,
  min_months_out: policy.min_months_out,
  police_report_minutes: policy.police_report_minutes,
  legal_aid_days: policy.legal_aid_days,
  ...policy.credibility,
  reconciliation_days: policy.reconciliation_days,
  max_children_per_carer: policy.max_children_per_carer,
})

async function addTownship(
  transaction: Transaction,
  township: { id: string; name: string; villages: string[]; schools: string[] },
  position: number,
): Promise<void> {
  await transaction.run('county/add_township', { township_id: township.id, name: township.name, position })
  for (const name of township.villages) await transaction.run('county/add_village', { township_id: township.id, name })
  for (const name of township.schools) await transaction.run('county/add_school', { township_id: township.id, name })
}

/**
 * A digest of everything besides its bytes and the clock that the outcome of reading a register depends on: the
 * declaration, the headers that the township uses, its units, the limits. Where it differs a file is read again.
 */
export function setupOf(register: Register, config: Config, township: TownshipConfig): string {
  const facts = {
    rules: RULES_VERSION,
    register,
    registers: REGISTERS.map(({ code, zh, aliases }) => [code, zh, aliases]),
    synonyms: synonymsFor(register, config, township),
    villages: township.villages,
    schools: township.schools,
    limits: config.policy.limits,
  }
  return createHash('sha256').update(JSON.stringify(facts)).digest('hex').slice(0, 32)
}

/** The further headers of a register: those for all townships and the township's own. */
export function synonymsFor(register: Register, config: Config, township: TownshipConfig): Record<string, string[]> {
  const all: Record<string, string[]> = {}
  for (const synonyms of [config.synonyms[register.code] ?? {}, township.synonyms[register.code] ?? {}]) {
    for (const [field, headers] of Object.entries(synonyms)) all[field] = [...(all[field] ?? []), ...headers]
  }
  return all
}
