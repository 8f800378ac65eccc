import { z } from 'zod'
import type { Verification } from '../lib/components/verification.ts'
import { AnswerError, fetchAnswer, withQuery } from '../server/fetch-answer.ts'

const rate = z.number().min(0).max(1).nullable()
const count = z.number().int().min(0)
const verificationAnswer = z.object({
  rows: z.array(
    z.object({
      unit_id: z.string(),
      duty: z.string(),
      checked: count,
      confirmed: count,
      rate,
      low: rate,
      high: rate,
      random_checked: count,
      random_confirmed: count,
      random_rate: rate,
    }),
  ),
})

/** What a page asks of the rates. */
export interface VerificationAsked {
  as_of: string | null
  duty?: string
  period?: string | null
}

/** The address of the rates that a page shows. */
export const verificationPath = (asked: VerificationAsked): string => withQuery('/api/verification', { ...asked })

export type VerificationRow = Verification & { unit_id: string; duty: string }

/**
 * What closed inspections confirmed, for the figures that it stands beside. It stands beside them only: where it cannot be
 * had, the figures are there without it.
 */
export async function loadVerification(
  fetch: typeof globalThis.fetch,
  asked: VerificationAsked,
): Promise<VerificationRow[]> {
  try {
    return (await fetchAnswer(fetch, verificationPath(asked), verificationAnswer)).rows
  } catch (error) {
    if (error instanceof AnswerError) return []
    throw error
  }
}
