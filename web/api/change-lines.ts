import type { ChangeCount } from '../../queries/changes.ts'

/** How many rows of one register of a township are others at the later of two instants. */
export interface ChangeLine {
  township_id: string
  township: string
  register: string
  added: number
  changed: number
  removed: number
}

/** Counts of changes as a table, a row a township and register, by township; `names` are those of the units by id. */
export function changeLines(counts: readonly ChangeCount[], names: ReadonlyMap<string, string>): ChangeLine[] {
  const lines = new Map<string, ChangeLine>()
  for (const { township_id, register, change, row_count } of counts) {
    const key = `${township_id}/${register}`
    const township = names.get(township_id) ?? township_id
    const line = lines.get(key) ?? { township_id, township, register, added: 0, changed: 0, removed: 0 }
    line[change] += row_count
    lines.set(key, line)
  }
  return [...lines.values()].sort((a, b) => a.township_id.localeCompare(b.township_id))
}
