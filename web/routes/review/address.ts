/** What a part of the review keeps of the address of another: the instant and the unit that were chosen. */
const KEPT = ['as_of', 'unit']

/** The address of a part of the review, at the instant and of the unit of the one in sight. */
export function sectionAddress(href: string, present: URL): string {
  const kept = [...present.searchParams].filter(([name]) => KEPT.includes(name))
  return kept.length === 0 ? href : `${href}?${new URLSearchParams(kept)}`
}
