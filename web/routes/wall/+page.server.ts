import { turningOf } from './rotation.ts'
import { loadWall } from './wall.server.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ fetch, depends, url }) => {
  depends('shouwang:state')
  const answer = await loadWall(fetch)
  return { ...answer, turning: turningOf(url.searchParams) }
}
