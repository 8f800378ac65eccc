import { checkDigit } from '../../pipeline/registers/cells/id.ts'

/** An id with the right check digit. Areas begin with 99, which is no place. */
export function validId(area: string, birth: string, sequence: number): string {
  const first17 = `${area}${birth}${String(sequence).padStart(3, '0')}`
  return first17 + checkDigit(first17)
}
