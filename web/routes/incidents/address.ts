/** The board's address with another cursor, everything else unchanged; null is its beginning. */
export function pageAddress(parameters: URLSearchParams, cursor: string | null): string {
  const query = new URLSearchParams(parameters)
  if (cursor === null) query.delete('cursor')
  else query.set('cursor', cursor)
  return `?${query}`
}
