import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import type { Result } from '../../answers.ts'
import { textOf } from '../../../form.server.ts'

/** What the API made of each finding. */
export const takenAnswer = z.object({
  results: z.array(
    z.object({ finding_id: z.string(), claim_id: z.number().int(), state: z.enum(['kept', 'known', 'conflict']) }),
  ),
})

/** A finding as `POST …/findings` takes it. */
export interface Told {
  finding_id: string
  claim_id: number
  after: string | null
  result: Result
  note: string
  found_at: string
}

/**
 * The findings of a form: of each of its claims what was chosen, unless it is what stands already. `id` was made with
 * the form, so that a form sent twice is kept once.
 */
export function toldIn(form: FormData, now: Date): Told[] {
  return form.getAll('claim').flatMap((value) => {
    const claim_id = Number(value)
    const field = (name: string): string => textOf(form, `${name}:${claim_id}`)
    const [result, note] = [field('result'), field('note').trim()]
    if (result === '' || (result === field('was') && note === field('was-note').trim())) return []
    return [
      {
        finding_id: field('id') || randomUUID(),
        claim_id,
        after: field('after') || null,
        // What is none of the results goes on to the API, which says so.
        result: result as Result,
        note,
        found_at: now.toISOString(),
      },
    ]
  })
}
