/** The roles of issue "Children's data": what each may see stands in scope.ts. */
export const ROLES = ['county', 'inspector', 'township', 'school', 'operator'] as const
export type Role = (typeof ROLES)[number]

/** Whoever asks: an account that is signed in. */
export interface Viewer {
  name: string
  role: Role
  /** The units that the account is for; none: the whole county. */
  units: readonly string[]
}

/** Roles that must name units: they are for a part of the county only. */
export const NEEDS_UNITS: readonly Role[] = ['township', 'school']

/** Whether a unit is one of these or lies in one. */
export const isWithin = (unit: string, units: readonly string[]): boolean =>
  units.some((own) => unit === own || unit.startsWith(`${own}/`))

/** Whether all of the county is open to them. */
export const seesAll = ({ role, units }: Viewer): boolean => units.length === 0 && !NEEDS_UNITS.includes(role)
