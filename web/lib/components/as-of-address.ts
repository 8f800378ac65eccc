/** What does not outlive another instant: when what is told of this one was known, and a place in a list that was counted at it. */
const BOUND = ['as_of', 'known_at', 'cursor']

/** What an address asks for besides the instant, in its order. */
export function otherParameters(address: string): [string, string][] {
  return [...new URL(address, 'http://page').searchParams].filter(([name]) => !BOUND.includes(name))
}

/** The same page at another day (its last second), or at the present for null, with everything else that it asks for. */
export function addressAt(address: string, day: string | null): string {
  const { pathname } = new URL(address, 'http://page')
  const query = new URLSearchParams(otherParameters(address))
  if (day !== null) query.set('as_of', day)
  return query.size === 0 ? pathname : `${pathname}?${query}`
}
