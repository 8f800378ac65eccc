/** A count from one to four tells of single children to those who know the place (statistics.md, Small cells). */
const LEAST = 5

/** A unit's counts of one duty. */
export interface CountRow {
  duty: string
  /** The units whose counts add up to one that is published: the villages of a township. */
  group: string
  counts: readonly number[]
}

/**
 * Which rows must not be shown to somebody outside the unit. A row with a count from one to four is hidden whole, so that
 * nothing of it can be had from its other counts, its rate or its interval. Where it would be the only hidden one of its group, whose
 * total is published, the next smallest is hidden too: else it could be had by subtraction.
 */
export function hiddenRows(rows: readonly CountRow[]): Set<number> {
  const hidden = new Set<number>()
  for (const members of groupsOf(rows).values()) {
    const own = members.filter((index) => (rows[index]?.counts ?? []).some((count) => count > 0 && count < LEAST))
    if (own.length === 0) continue
    const others = members.filter((index) => !own.includes(index)).sort((a, b) => totalOf(rows[a]) - totalOf(rows[b]))
    while (others.length > 0 && own.length < 2) own.push(others.shift() as number)
    for (const index of own) hidden.add(index)
  }
  return hidden
}

function groupsOf(rows: readonly CountRow[]): Map<string, number[]> {
  const groups = new Map<string, number[]>()
  for (const [index, { duty, group }] of rows.entries()) {
    const key = `${duty}\0${group}`
    groups.set(key, [...(groups.get(key) ?? []), index])
  }
  return groups
}

const totalOf = (row: CountRow | undefined): number => (row?.counts ?? []).reduce((sum, count) => sum + count, 0)
