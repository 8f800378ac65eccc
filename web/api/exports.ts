import type { Context } from 'hono'
import type { ApiEnv } from './problem.ts'
import type { ApiServices } from './services.ts'

/** Why somebody looks at a child's record in clear, or takes a list of them away. */
export const PURPOSES = ['duty', 'inspection', 'emergency', 'correction'] as const
export type Purpose = (typeof PURPOSES)[number]

/** Keeps in the audit trail that rows about children left as a file: who, of which units, what and why. */
export async function recordExport(
  c: Context<ApiEnv>,
  { gate, county }: ApiServices,
  { what, purpose }: { what: string; purpose?: Purpose },
): Promise<void> {
  const units = c.get('units').length > 0 ? c.get('units') : [county.code]
  // Each unit has an entry of its own, so that each can read it.
  for (const unit_id of units) await gate.record(c.get('viewer'), { action: 'export', unit_id, purpose, detail: what })
}
