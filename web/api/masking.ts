import type { ApiServices } from './services.ts'

/** A name as pages show it: the first character, the rest as one star. They are the names of minors. */
export const maskName = (name: string): string => `${[...name][0] ?? ''}*`

/** What of an id number tells two children of one name apart. */
export const lastFour = (id: string): string => id.slice(-4)

/** An id number as lists show it: its last four characters. */
export const maskId = (id: string): string => `…${lastFour(id)}`

const PERSONAL = /name|phone|address/

/** A faulty cell as lists show it: they are names and numbers of minors and of those who care for them. */
export function maskCell(field: unknown, value: string): string {
  if (value === '') return ''
  if (typeof field === 'string' && PERSONAL.test(field)) return maskName(value)
  return value.replace(/\d{6,}[\dXx]?/g, maskId)
}

/** A sealed value opened; null where there is none. */
export const openSealed = ({ open_identity }: ApiServices, key: unknown, sealed: unknown): string | null =>
  typeof key === 'bigint' && sealed instanceof Uint8Array ? open_identity(key, sealed) : null
