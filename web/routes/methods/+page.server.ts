import { presentInstant } from '../present.server.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, parent }) => ({
  instant: (await parent()).asOf ?? presentInstant(locals),
})
