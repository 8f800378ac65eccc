import type { PageServerLoad } from './$types'

/** Nothing but the page: whatever it shows it asks for in the browser, and keeps it sealed there. */
export const load: PageServerLoad = ({ setHeaders }) => {
  // The place is asked for when somebody wants it kept; pictures come from the telephone's own camera.
  setHeaders({ 'permissions-policy': 'geolocation=(self), camera=(), microphone=()' })
}
