import { fail } from '@sveltejs/kit'
import { formOf, textOf } from '../../../form.server.ts'
import { postTo } from '../../../post.server.ts'

interface Sent {
  request: Request
  fetch: typeof globalThis.fetch
  params: { year: string }
}

export type Step = 'propose' | 'confirm' | 'decline' | 'withdraw'

/** What became of a form, and the reason that was written in it. */
export interface StepSaid {
  of: Step
  reason: string
  problem: string | null
}

const FIELDS: Record<Step, readonly string[]> = {
  propose: [],
  confirm: ['digest', 'password'],
  decline: ['digest', 'reason'],
  withdraw: ['digest'],
}

const take =
  (of: Step) =>
  async ({ request, fetch, params }: Sent) => {
    const form = await formOf(request)
    const body = Object.fromEntries(FIELDS[of].map((field) => [field, textOf(form, field)]))
    const path = `/api/evaluation/${params.year}/freeze${of === 'propose' ? '' : `/${of}`}`
    const refusal = await postTo(fetch, path, body)
    const said: StepSaid = { of, reason: textOf(form, 'reason'), problem: refusal?.detail ?? null }
    return refusal === null ? { said } : fail(refusal.status, { said })
  }

/** The steps of a freeze, one a form. */
export const freezeActions = {
  propose: take('propose'),
  confirm: take('confirm'),
  decline: take('decline'),
  withdraw: take('withdraw'),
}
