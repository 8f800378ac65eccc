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

/** The page that a result is on: a village's or school's open items, a township's incidents of one month. */
export function foundAddress({ kind, id, name, month }: Found): string {
  const township = id.split('/')[0] ?? id
  const page = `/townships/${encodeURIComponent(township)}`
  if (kind === 'township') return page
  if (kind === 'incident') {
    return `/incidents?${new URLSearchParams({ unit: township, ...(month === null ? {} : { period: month }) })}`
  }
  return `${page}?${new URLSearchParams({ [kind]: name })}#todo`
}
