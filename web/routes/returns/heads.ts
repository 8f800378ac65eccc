import type { ReturnColumn } from '../../api/return-tables.ts'

/** A heading over one column or, with a name of its own, over neighbours that share it. */
export interface GroupHead {
  /** The first column under it. */
  key: string
  group: string | null
  count: number
}

/** The upper row of a table's head. */
export function groupHeads(columns: readonly ReturnColumn[]): GroupHead[] {
  const heads: GroupHead[] = []
  for (const { name, group } of columns) {
    const last = heads.at(-1)
    if (group !== null && last?.group === group) last.count += 1
    else heads.push({ key: name, group, count: 1 })
  }
  return heads
}
