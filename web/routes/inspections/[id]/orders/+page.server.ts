import { error } from '@sveltejs/kit'
import { m } from '$lib/i18n/compiled/messages.js'
import { AnswerError } from '../../../../server/fetch-answer.ts'
import { refuseOthers } from '../../../not-yours.server.ts'
import { tellOrder } from '../../../orders/actions.server.ts'
import { presentInstant } from '../../../present.server.ts'
import { loadOrders } from '../../../orders/orders.server.ts'
import { loadMaking, makeOrder, planSecondVisit } from './make.server.ts'
import type { Actions, PageServerLoad } from './$types'

/** So many orders of one inspection are read at once. */
const MOST = '1000'

export const load: PageServerLoad = async ({ fetch, locals, params, url, depends }) => {
  depends('shouwang:state')
  const state = url.searchParams.get('state') || null
  const cursor = url.searchParams.get('cursor')
  const answer = await loadOrders(fetch, { inspection: params.id, state, cursor })
  refuseOthers(answer.problem)
  // No claim has two orders that wait: which ones have one is read of all of them, not of a page.
  const isWhole = state === null && cursor === null && answer.orders?.next === null
  const all = isWhole ? answer : await loadOrders(fetch, { inspection: params.id, state: null, limit: MOST })
  try {
    const making = await loadMaking(fetch, params.id, all.orders?.rows ?? [])
    return { ...answer, state, cursor, id: params.id, instant: presentInstant(locals), ...making }
  } catch (cause) {
    if (!(cause instanceof AnswerError)) throw cause
    // One that is hidden and one that is not there are the same.
    error(404, { message: m.error_not_found(), advice: m.error_not_found_advice() })
  }
}

export const actions: Actions = { tell: tellOrder, make: makeOrder, second: planSecondVisit }
