import { error, fail } from '@sveltejs/kit'
import { z } from 'zod'
import { m } from '$lib/i18n/compiled/messages.js'
import { AnswerError, fetchAnswer } from '../../../../server/fetch-answer.ts'
import { formOf, textOf } from '../../../form.server.ts'
import { refuseOthers } from '../../../not-yours.server.ts'
import { postTo } from '../../../post.server.ts'
import type { Actions, PageServerLoad } from './$types'

const text = z.string().nullable()
const rate = z.number().nullable()
const count = z.int()
const results = { confirmed: count, not_confirmed: count, contradicted: count, unchecked: count }
const kinds = z.enum(['child', 'school', 'home', 'incident'])

const reportAnswer = z.object({
  title: z.string(),
  kind: z.enum(['announced', 'unannounced']),
  starts_on: z.string(),
  ends_on: z.string(),
  units: z.array(z.string()),
  team: z.array(z.string()),
  is_second_visit: z.boolean(),
  written_at: text,
  draw: z.object({
    as_of: text,
    revealed_at: text,
    closed_at: text,
    frame_hash: z.string(),
    commitment: z.string(),
    seed: z.string(),
  }),
  duties: z.array(z.object({ code: z.string(), zh: z.string(), en: z.string() })),
  drawn: z.array(
    z.object({
      sample_id: count,
      kind: kinds,
      township: z.string(),
      place: text,
      subject: z.string(),
      share: z.enum(['random', 'risk', 'second_visit']),
      inclusion: z.number(),
      ...results,
    }),
  ),
  findings: z.array(z.object({ duty: z.string(), township: z.string(), ...results })),
  rates: z.array(
    z.object({
      duty: z.string(),
      unit: z.string(),
      reported_rate: rate,
      checked: count,
      confirmed: count,
      rate,
      low: rate,
      high: rate,
      random_checked: count,
      random_confirmed: count,
      random_rate: rate,
      random_low: rate,
      random_high: rate,
    }),
  ),
  orders: z.array(
    z.object({
      order_id: z.string(),
      township: text,
      unit_id: z.string(),
      duty: z.string(),
      owner: text,
      to_mend: text,
      due_on: z.string(),
      state: z.enum(['overdue', 'open', 'returned', 'handed_in', 'accepted']),
    }),
  ),
  replies: z.array(z.object({ reply_id: z.string(), unit: z.string(), written_at: text, reply: text })),
  may_reply_for: z.array(z.string()),
})

export const load: PageServerLoad = async ({ fetch, params, setHeaders }) => {
  setHeaders({ 'cache-control': 'no-store' })
  try {
    const report = await fetchAnswer(fetch, `/api/inspections/${encodeURIComponent(params.id)}/report`, reportAnswer)
    return { report, id: params.id, instant: report.draw.as_of }
  } catch (cause) {
    if (!(cause instanceof AnswerError)) throw cause
    refuseOthers(cause)
    // One that is not revealed has no report yet; one that is hidden and one that is not there are the same.
    if (cause.status === 409) error(409, { message: m.report_not_yet(), advice: cause.detail })
    error(404, { message: m.error_not_found(), advice: m.error_not_found_advice() })
  }
}

export const actions: Actions = {
  reply: async ({ request, fetch, params }) => {
    const form = await formOf(request)
    const reply = textOf(form, 'reply')
    const path = `/api/inspections/${encodeURIComponent(params.id)}/replies`
    const refusal = await postTo(fetch, path, { unit: textOf(form, 'unit'), reply })
    return refusal === null
      ? { isKept: true, problem: null, reply: '' }
      : fail(refusal.status, { isKept: false, problem: refusal.detail, reply })
  },
}
