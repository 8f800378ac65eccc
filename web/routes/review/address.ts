/** What a part of the review keeps of the address of another: the instant and the unit that were chosen. */
const KEPT = ['as_of', 'unit']

/** The address of a part of the review, at the instant and of the unit of the one in sight. */
export function sectionAddress(href: string, present: URL): string {
  const kept = [...present.searchParams].filter(([name]) => KEPT.includes(name))
  return kept.length === 0 ? href : `${href}?${new URLSearchParams(kept)}`
}

/** The address of a list of the part in sight: what `change` names is asked anew, at the list's first page. */
export function listAddress(present: URL, change: { list?: string; unit?: string; cursor?: string }): string {
  const query = new URLSearchParams(present.searchParams)
  query.delete('cursor')
  // Reasons and orders are of one list.
  if (change.list !== undefined) for (const name of ['reason', 'sort']) query.delete(name)
  for (const [name, value] of Object.entries(change)) query.set(name, value)
  return `?${query}`
}
