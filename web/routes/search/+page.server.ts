import { loadSearch } from './search.server.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ fetch, url }) => {
  const q = (url.searchParams.get('q') ?? '').trim()
  return { q, ...(await loadSearch(fetch, q)) }
}
