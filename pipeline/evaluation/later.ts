import type { Results } from './results.ts'

/** What differs of a township between what was frozen and what the same rules give now. Null: it had no score on that side. */
export interface Correction {
  township: string
  score: Pair<number>
  grade: Pair<string>
  /** Only those that differ; counts are null on a side on which nothing was owed. */
  items: { duty: string; met: Pair<number>; total: Pair<number>; points: Pair<number> }[]
}

interface Pair<Value> {
  frozen: Value | null
  now: Value | null
}

/** What was corrected after a freeze, township by township and item by item: only what differs, in the order of the townships. */
export function correctionsOf(frozen: Results, now: Results): Correction[] {
  const townships = [...new Set([...frozen.standings, ...now.standings].map(({ township }) => township))].sort()
  return townships.flatMap((township) => {
    const before = frozen.standings.find((each) => each.township === township)
    const after = now.standings.find((each) => each.township === township)
    const duties = [...new Set([...(before?.items ?? []), ...(after?.items ?? [])].map(({ duty }) => duty))]
    const items = duties.flatMap((duty) => {
      const was = before?.items.find((item) => item.duty === duty)
      const is = after?.items.find((item) => item.duty === duty)
      const pair = (name: 'met' | 'total' | 'points') => ({ frozen: was?.[name] ?? null, now: is?.[name] ?? null })
      const item = { duty, met: pair('met'), total: pair('total'), points: pair('points') }
      return differs(item.met) || differs(item.total) || differs(item.points) ? [item] : []
    })
    const score = { frozen: before?.score ?? null, now: after?.score ?? null }
    const grade = { frozen: before?.grade ?? null, now: after?.grade ?? null }
    return items.length > 0 || differs(score) || differs(grade) ? [{ township, score, grade, items }] : []
  })
}

const differs = <Value>({ frozen, now }: Pair<Value>): boolean => !Object.is(frozen, now)
