import { dutyCatalogue } from '../queries/statements.ts'

/** The target of every duty, 0 to 1, by its code: the county's own, else that of its definition; null where there is none. */
export const targetsOf = ({ targets }: { targets: Readonly<Record<string, number>> }): Map<string, number | null> =>
  new Map(dutyCatalogue().map(({ code, target }) => [code, targets[code] ?? target]))
