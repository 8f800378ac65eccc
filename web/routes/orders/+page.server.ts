import { refuseOthers } from '../not-yours.server.ts'
import { presentInstant } from '../present.server.ts'
import { tellOrder } from './actions.server.ts'
import { loadOrders } from './orders.server.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ fetch, locals, url, depends }) => {
  depends('shouwang:state')
  const state = url.searchParams.get('state') || null
  const cursor = url.searchParams.get('cursor')
  const answer = await loadOrders(fetch, { state, cursor })
  refuseOthers(answer.problem)
  return { ...answer, state, cursor, instant: presentInstant(locals) }
}

export const actions: Actions = { tell: tellOrder }
