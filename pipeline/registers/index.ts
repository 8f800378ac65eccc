import { activities } from './activities.ts'
import { assistance } from './assistance.ts'
import { census } from './census.ts'
import { checkups } from './checkups.ts'
import { contacts } from './contacts.ts'
import { enrolments } from './enrolments.ts'
import { files } from './files.ts'
import { homes } from './homes.ts'
import { incidents } from './incidents.ts'
import { legalCases } from './legal-cases.ts'
import { pairings } from './pairings.ts'
import { plans } from './plans.ts'
import type { Register } from './register.ts'
import { schoolLinks } from './school-links.ts'

/** Every register, in the order in which they are read and reported. */
export const REGISTERS: readonly Register[] = [
  ...[census, files, pairings, contacts, incidents],
  ...[enrolments, legalCases, checkups, homes, activities, plans, assistance, schoolLinks],
]
