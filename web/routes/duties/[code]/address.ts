/** The page's address with other parameters, from the first row; null takes a parameter out. `place` is a `#…` in it. */
export function addressWith(url: URL, changes: Record<string, string | null>, place = ''): string {
  const query = new URLSearchParams(url.searchParams)
  for (const [key, value] of Object.entries({ cursor: null, ...changes })) {
    if (value === null) query.delete(key)
    else query.set(key, value)
  }
  return `${url.pathname}${query.size === 0 ? '' : `?${query}`}${place}`
}
