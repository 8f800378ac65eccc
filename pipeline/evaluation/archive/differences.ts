/** No list of differences is longer: the first ones say what is wrong. */
const MOST = 20

/**
 * Where a value differs from what was recomputed, to the last digit, each as a sentence with its place. What was recomputed
 * may tell more than an archive of before has; everything that the archive has must be there.
 */
export function differencesOf(archived: unknown, recomputed: unknown): string[] {
  const found: string[] = []
  const visit = (a: unknown, b: unknown, place: string): void => {
    if (found.length >= MOST) return
    if (Array.isArray(a) && Array.isArray(b)) {
      if (a.length !== b.length) found.push(`${place} 归档有 ${a.length} 项，复算有 ${b.length} 项。`)
      else for (const [index, value] of a.entries()) visit(value, b[index], `${place}[${index}]`)
    } else if (isObject(a) && isObject(b)) {
      for (const [name, value] of Object.entries(a)) visit(value, b[name], place === '' ? name : `${place}.${name}`)
    } else if (!Object.is(a, b)) found.push(`${place} 归档是 ${textOf(a)}，复算是 ${textOf(b)}。`)
  }
  visit(archived, recomputed, '')
  return found
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const textOf = (value: unknown): string => (value === undefined ? '没有' : JSON.stringify(value))
