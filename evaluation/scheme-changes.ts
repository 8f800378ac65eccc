import type { ItemisedScheme } from './scheme.ts'

/** One thing in which two schemes differ. A row that is in one of them alone has no `before` or no `after`. */
export interface SchemeChange {
  part: 'item' | 'entry' | 'veto' | 'grade' | 'verification' | 'least_checked' | 'objections_until'
  /** What it is of: a duty, a township, the name of a grade; empty of a rule of the whole. */
  of: string
  before: unknown
  after: unknown
}

type Told = Omit<SchemeChange, 'part'>

/** What is different between two schemes, in the order of a scheme; none where they are the same. */
export function schemeChanges(before: ItemisedScheme, after: ItemisedScheme): SchemeChange[] {
  const part = (name: SchemeChange['part'], changes: Told[]): SchemeChange[] =>
    changes.map((change) => ({ part: name, ...change }))
  return [
    ...part(
      'item',
      byName(before.items, after.items, ({ duty }) => duty),
    ),
    ...part('verification', single(before.verification, after.verification)),
    ...part('least_checked', single(before.least_checked, after.least_checked)),
    ...part('entry', asBags(before.entries, after.entries)),
    ...part('veto', asBags(before.vetoes, after.vetoes)),
    ...part(
      'grade',
      byName(before.grades, after.grades, ({ name }) => name),
    ),
    ...part('objections_until', single(before.objections_until, after.objections_until)),
  ]
}

const isSame = (a: unknown, b: unknown): boolean => textOf(a) === textOf(b)
const single = (before: unknown, after: unknown): Told[] => (isSame(before, after) ? [] : [{ of: '', before, after }])

/** JSON in which the order of keys and what is not there make no difference. */
const textOf = (value: unknown): string =>
  JSON.stringify(value, (_key, each: unknown) =>
    typeof each === 'object' && each !== null && !Array.isArray(each)
      ? Object.fromEntries(Object.entries(each).sort(([a], [b]) => (a < b ? -1 : 1)))
      : each,
  )

/** Rows that have a name of their own: one that is in both is one that was changed. */
function byName<Row>(before: readonly Row[], after: readonly Row[], nameOf: (row: Row) => string): Told[] {
  const names = [...new Set([...before, ...after].map(nameOf))]
  return names.flatMap((of) => {
    const pair = [before, after].map((rows) => rows.find((row) => nameOf(row) === of))
    return isSame(pair[0], pair[1]) ? [] : [{ of, before: pair[0] ?? null, after: pair[1] ?? null }]
  })
}

/** Rows without a name, of a township: what is in one and not in the other, each as often as it is there. */
function asBags<Row extends { township: string }>(before: readonly Row[], after: readonly Row[]): Told[] {
  const gone = without(before, after).map((row) => ({ of: row.township, before: row, after: null }))
  const come = without(after, before).map((row) => ({ of: row.township, before: null, after: row }))
  return [...gone, ...come]
}

function without<Row>(rows: readonly Row[], others: readonly Row[]): Row[] {
  const left = others.map(textOf)
  return rows.filter((row) => {
    const at = left.indexOf(textOf(row))
    if (at >= 0) left.splice(at, 1)
    return at < 0
  })
}
