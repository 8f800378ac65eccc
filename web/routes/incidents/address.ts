/** The lines that an address opens, each `TOWNSHIP/NUMBER`; the first is the one that somebody was sent to. */
export const openedOf = (parameters: URLSearchParams): string[] => parameters.getAll('incident').filter(Boolean)

/**
 * The query of the board's address with other lines open, everything else unchanged. `unit` is whose incidents the board
 * shows: an address that does not say it would show, with a line open, those of that line's township alone.
 */
export function openedQuery(parameters: URLSearchParams, unit: string | null, opened: readonly string[]): string {
  const query = new URLSearchParams(parameters)
  query.delete('incident')
  if (!query.has('unit') && (unit !== null || opened.length > 0)) query.set('unit', unit ?? '')
  for (const incident of opened) query.append('incident', incident)
  return query.size === 0 ? '' : `?${query}`
}

/** The board's address with another cursor, no line open, everything else unchanged; null is its beginning. */
export function pageAddress(parameters: URLSearchParams, unit: string | null, cursor: string | null): string {
  const query = new URLSearchParams(openedQuery(parameters, unit, []))
  if (cursor === null) query.delete('cursor')
  else query.set('cursor', cursor)
  return `?${query}`
}
