/** In the order in which a page groups them. */
export const FOUND_KINDS = ['township', 'village', 'school', 'incident'] as const
export type FoundKind = (typeof FOUND_KINDS)[number]

/** One result of `/api/search`. */
export interface Found {
  kind: FoundKind
  /** Of a unit its id; of an incident `TOWNSHIP/NUMBER`. */
  id: string
  name: string
  /** The name of the township that it is or belongs to. */
  township: string
  /** Of an incident, when it occurred. */
  month: string | null
}

/** What tells two results apart: a village and a school may have one id. */
export const foundKey = ({ kind, id }: Found): string => `${kind}/${id}`

/**
 * The page that a result is on, at the instant of the page in sight: a village's or school's open items, an incident's own
 * line on the board of its month.
 */
export function foundAddress({ kind, id, name, month }: Found, asOf: string | null): string {
  const township = id.split('/')[0] ?? id
  const page = `/townships/${encodeURIComponent(township)}`
  const at: Record<string, string> = asOf === null ? {} : { as_of: asOf }
  if (kind === 'incident') {
    const query = new URLSearchParams({ ...(month === null ? {} : { period: month }), incident: id, ...at })
    return `/incidents?${query}#incident`
  }
  if (kind === 'township') return asOf === null ? page : `${page}?${new URLSearchParams(at)}`
  return `${page}?${new URLSearchParams({ [kind]: name, ...at })}#todo`
}
