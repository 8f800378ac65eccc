import { fail, redirect } from '@sveltejs/kit'
import { z } from 'zod'
import { fetchAnswer, fetchPart } from '../../../../server/fetch-answer.ts'
import { formOf, textOf } from '../../../form.server.ts'
import { postTo } from '../../../post.server.ts'
import type { Order } from '../../../orders/orders.server.ts'

/** So many findings are offered at once; the rest follow when these have their orders. */
const MOST_FINDINGS = 50

const text = z.string().nullable()
const claim = z.object({
  claim_id: z.number(),
  duty: z.string(),
  item: z.string(),
  period: z.string(),
  status: z.string(),
  finding: z.object({ result: z.string() }).nullable(),
})
const sample = z.object({
  township_id: z.string(),
  township: text,
  school: text,
  number: text,
  child: z.object({ name: text, digits: text }).nullable(),
  claims: z.array(claim),
})
const inspectionAnswer = z.object({
  title: z.string(),
  step: z.string(),
  may_lead: z.boolean(),
  samples: z.array(sample),
})
const teamAnswer = z.object({ inspectors: z.array(z.string()) })

/** A finding of which an order can be made. */
export interface Finding {
  claim_id: number
  duty: string
  item: string
  period: string
  result: string
  subject: string
  units: { id: string; name: string }[]
}

/** The inspection, and to who leads it what can be ordered and who can go a second time. */
export async function loadMaking(fetch: typeof globalThis.fetch, id: string, orders: readonly Order[]) {
  const { title, step, may_lead, samples } = await fetchAnswer(fetch, `/api/inspections/${id}`, inspectionAnswer)
  const isMade = new Set(orders.filter(({ state }) => state !== 'accepted').map(({ claim_id }) => claim_id))
  const findings = samples.flatMap((each) =>
    each.claims.flatMap(({ finding, status, ...rest }): Finding[] => {
      // What was found as the record says needs mending only where the record says that it was missed.
      const isFault = finding !== null && (finding.result !== 'confirmed' || status === 'missed')
      if (!isFault || isMade.has(rest.claim_id)) return []
      return [{ ...rest, result: finding.result, subject: subjectOf(each), units: unitsOf(each) }]
    }),
  )
  const isOpen = may_lead && ['revealed', 'closed'].includes(step)
  const team = isOpen ? await fetchPart(fetch, '/api/inspections', teamAnswer) : null
  return {
    title,
    making: isOpen ? { findings: findings.slice(0, MOST_FINDINGS), inspectors: team?.inspectors ?? [] } : null,
  }
}

const subjectOf = ({ child, number }: z.infer<typeof sample>): string =>
  [child?.name, child?.digits && `…${child.digits}`, number].filter(Boolean).join(' ')

function unitsOf({ township_id, township, school }: z.infer<typeof sample>): Finding['units'] {
  const name = township ?? township_id
  const own = school === null ? [] : [{ id: `${township_id}/${school}`, name: `${name} ${school}` }]
  return [...own, { id: township_id, name }]
}

interface Sent {
  request: Request
  fetch: typeof globalThis.fetch
  params: { id: string }
}

/** Makes an order as the form says. */
export async function makeOrder({ request, fetch, params }: Sent) {
  const form = await formOf(request)
  const words = { owner: textOf(form, 'owner'), to_mend: textOf(form, 'to_mend'), proof_wanted: textOf(form, 'proof') }
  const due_on = textOf(form, 'due_on')
  const claim_id = Number(textOf(form, 'claim'))
  const refusal = await postTo(fetch, `/api/inspections/${params.id}/orders`, {
    claim_id,
    unit: textOf(form, 'unit'),
    due_on,
    ...words,
  })
  if (refusal !== null) return fail(refusal.status, { made: { claim_id, due_on, ...words, problem: refusal.detail } })
  return { made: { claim_id, due_on: '', owner: '', to_mend: '', proof_wanted: '', problem: null } }
}

/** Plans a second visit to the subjects of the chosen orders, and goes to it. */
export async function planSecondVisit({ request, fetch }: Sent) {
  const form = await formOf(request)
  const list = (name: string): string[] => form.getAll(name).filter((value) => typeof value === 'string')
  const response = await fetch('/api/orders/second-visit', {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'sec-fetch-site': 'same-origin' },
    body: JSON.stringify({
      title: textOf(form, 'title'),
      kind: textOf(form, 'kind'),
      starts_on: textOf(form, 'starts_on'),
      ends_on: textOf(form, 'ends_on'),
      team: list('team').map((account) => ({ account, ties: [] })),
      orders: list('orders'),
    }),
  })
  const answer = planned.safeParse(await response.json().catch(() => null))
  if (response.ok && answer.data?.inspection_id !== undefined)
    redirect(303, `/inspections/${answer.data.inspection_id}`)
  return fail(response.ok ? 502 : response.status, { second: { problem: answer.data?.detail ?? response.statusText } })
}
const planned = z.object({ inspection_id: z.string().optional(), detail: z.string().optional() })
