import { census } from './census.ts'
import { contacts } from './contacts.ts'
import { files } from './files.ts'
import { incidents } from './incidents.ts'
import { pairings } from './pairings.ts'
import type { Register } from './register.ts'

/** Every register, in the order in which they are read and reported. */
export const REGISTERS: readonly Register[] = [census, files, pairings, contacts, incidents]
