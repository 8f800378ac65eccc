/** A count from one to four tells of single children to those who know the place (statistics.md, Small cells). */
const LEAST = 5

/** A unit's counts of one duty. */
export interface CountRow {
  duty: string
  /** The units whose counts add up to one that is published: the villages of a township. */
  group: string
  counts: readonly number[]
  /** The same counts at other instants at which they can be asked for: what two of them differ by can be had too. */
  earlier?: readonly (readonly number[])[]
}

/**
 * Which rows must not be shown to somebody outside the unit. A row with a count from one to four is hidden whole, so that
 * nothing of it can be had from its other counts, its rate or its interval; so is one with a count that differs by one to
 * four from an earlier one. The total of the group is published, so what is hidden can be had together by subtraction: the
 * next smallest rows are hidden too, until there are two and they are together no small count and no small difference.
 */
export function hiddenRows(rows: readonly CountRow[]): Set<number> {
  const hidden = new Set<number>()
  for (const members of groupsOf(rows).values()) {
    const own = members.filter(({ row }) => isTelling([row]))
    if (own.length === 0) continue
    const others = members.filter((member) => !own.includes(member)).sort((a, b) => totalOf(a.row) - totalOf(b.row))
    while (others.length > 0 && (own.length < 2 || isTelling(own.map(({ row }) => row))))
      own.push(...others.splice(0, 1))
    for (const { index } of own) hidden.add(index)
  }
  return hidden
}

interface Member {
  index: number
  row: CountRow
}

function groupsOf(rows: readonly CountRow[]): Map<string, Member[]> {
  const groups = new Map<string, Member[]>()
  for (const [index, row] of rows.entries()) {
    const key = `${row.duty}\0${row.group}`
    groups.set(key, [...(groups.get(key) ?? []), { index, row }])
  }
  return groups
}

/** Whether rows taken together have a count from one to four, or one that differs so from an earlier one. */
function isTelling(rows: readonly CountRow[]): boolean {
  const counts = sumOf(rows.map((row) => row.counts))
  if (counts.some(isSmall)) return true
  const instants = Math.max(...rows.map(({ earlier = [] }) => earlier.length))
  return Array.from({ length: instants }, (_, at) => sumOf(rows.map(({ earlier = [] }) => earlier[at] ?? []))).some(
    (before) => counts.some((count, index) => isSmall(count - (before[index] ?? 0))),
  )
}

const isSmall = (count: number): boolean => Math.abs(count) > 0 && Math.abs(count) < LEAST

const sumOf = (lists: readonly (readonly number[])[]): number[] =>
  Array.from({ length: Math.max(0, ...lists.map(({ length }) => length)) }, (_, index) =>
    lists.reduce((sum, list) => sum + (list[index] ?? 0), 0),
  )

const totalOf = (row: CountRow): number => row.counts.reduce((sum, count) => sum + count, 0)
