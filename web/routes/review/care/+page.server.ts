import { loadList } from '../lists.server.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = (event) => loadList('/api/review/care', event)
