import { error, fail } from '@sveltejs/kit'
import { z } from 'zod'
import { m } from '$lib/i18n/compiled/messages.js'
import { problemAnswer } from '../../../server/answers.ts'
import { presentInstant } from '../../present.server.ts'
import type { Actions, PageServerLoad } from './$types'

const text = z.string().nullable()
const record = z.object({
  name: text,
  id_number: text,
  township: z.string(),
  village: text,
  school: text,
  guardian_name: text,
  guardian_phone: text,
  is_forgotten: z.boolean(),
})

const KEY = /^[a-z]{28}$/

/** Nothing of the child is read until a purpose is given; the address holds its key, which tells nothing. */
export const load: PageServerLoad = ({ locals, params, setHeaders }) => {
  if (!KEY.test(params.key)) error(404, { message: m.error_not_found(), advice: m.error_not_found_advice() })
  setHeaders({ 'cache-control': 'no-store' })
  return { instant: presentInstant(locals) }
}

export const actions: Actions = {
  default: async ({ request, fetch, params }) => {
    const form = await request.formData()
    const asked = { child_key: params.key, purpose: form.get('purpose'), note: form.get('note') ?? '' }
    const response = await fetch('/api/unmask', {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'sec-fetch-site': 'same-origin' },
      body: JSON.stringify(asked),
    })
    const body: unknown = await response.json().catch(() => null)
    if (response.ok) return { record: record.parse(body), problem: null, typed: asked }
    const detail = problemAnswer.safeParse(body).data?.detail ?? m.load_failed()
    return fail(response.status, { record: null, problem: detail, typed: asked })
  },
}
