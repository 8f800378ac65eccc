import { toLocal } from '../../queries/instants.ts'
import type { Application } from '../application.ts'
import { eraseForgotten } from './forget.ts'

/** The audit trail, as far as it ages. */
export interface AgingTrail {
  /** How many entries are older than an instant (local time). */
  countBefore(instant: string): Promise<number>
  /** Keeps what was aged out, and removes the entries before an instant, where there are any. */
  ageOut(instant: string, detail: object): Promise<void>
}

/** What is older than it is kept, or was aged out. */
export interface Aged {
  children: number
  rejected_texts: number
  audit_entries: number
}

export interface AgeOutOptions {
  trail: AgingTrail
  /** Only counts. */
  is_dry_run?: boolean
}

/**
 * Takes away what `policy.retention` says is not kept longer: identities of children that left the census, texts of
 * rejected rows, entries of the audit trail. Rows and counts stay.
 */
export async function ageOut(application: Application, { trail, is_dry_run = false }: AgeOutOptions): Promise<Aged> {
  const { warehouse, vault, config } = application
  const { identity_years, rejected_years, audit_years } = config.policy.retention
  const parameters = {
    children_before_at: yearsAgo(application, identity_years),
    findings_before_at: yearsAgo(application, rejected_years),
    forgotten_at: toLocal(application.now(), config.county.timezone),
  }
  const audit_before = yearsAgo(application, audit_years)
  const [found] = await warehouse.query('forget/aged', parameters)
  const aged: Aged = {
    children: found?.children as number,
    rejected_texts: found?.rejected_texts as number,
    audit_entries: await trail.countBefore(audit_before),
  }
  if (is_dry_run || Object.values(aged).every((count) => count === 0)) return aged
  await warehouse.transaction(async (transaction) => {
    if (aged.children + aged.rejected_texts > 0) {
      await transaction.run('forget/add_aged', parameters)
      await transaction.run('forget/age_findings', parameters)
      await eraseForgotten(transaction, vault, { is_taken: aged.rejected_texts > 0 })
      transaction.touch()
    }
    await trail.ageOut(audit_before, aged)
  })
  await warehouse.checkpoint()
  return aged
}

/** The county's local time some years ago. */
function yearsAgo({ now, config }: Application, years: number): string {
  const instant = new Date(now())
  instant.setUTCFullYear(instant.getUTCFullYear() - years)
  return toLocal(instant, config.county.timezone)
}
