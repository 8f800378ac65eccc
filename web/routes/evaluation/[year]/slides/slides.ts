import type { Standing } from '../../answers.ts'

/** One screen of the meeting. */
export type Slide =
  | { kind: 'cover' | 'ranking' | 'funnel' | 'trends' | 'inspections' | 'lists' }
  | { kind: 'township'; standing: Standing }

/** The slides in their order: the whole first, then each township in the config's order, then the lists. */
export function slidesOf({
  standings,
  hasFunnel,
  hasTrends,
}: {
  standings: readonly Standing[]
  hasFunnel: boolean
  hasTrends: boolean
}): Slide[] {
  const townships = [...standings].sort((a, b) => (a.township < b.township ? -1 : 1))
  return [
    { kind: 'cover' },
    { kind: 'ranking' },
    ...(hasFunnel ? [{ kind: 'funnel' } as const] : []),
    ...(hasTrends ? [{ kind: 'trends' } as const] : []),
    { kind: 'inspections' },
    ...townships.map((standing) => ({ kind: 'township', standing }) as const),
    { kind: 'lists' },
  ]
}

/** The slide that the address names, from 1; the nearest where it names none that is there. */
export function placeOf(text: string | null, count: number): number {
  const asked = Number(text ?? 1)
  return Math.min(count, Math.max(1, Number.isInteger(asked) ? asked : 1))
}

/** Where a key leads from a place; null for a key that turns nothing. A clicker sends the page keys. */
export function turned(key: string, place: number, count: number): number | null {
  switch (key) {
    case 'ArrowRight':
    case 'ArrowDown':
    case 'PageDown':
    case ' ':
    case 'Enter':
      return Math.min(count, place + 1)
    case 'ArrowLeft':
    case 'ArrowUp':
    case 'PageUp':
    case 'Backspace':
      return Math.max(1, place - 1)
    case 'Home':
      return 1
    case 'End':
      return count
    default:
      return null
  }
}

/** The query of another slide, or (null) of none; what else was asked stays. */
export function withSlide(asked: URLSearchParams, place: number | null): string {
  const query = new URLSearchParams(asked)
  if (place === null) query.delete('slide')
  else query.set('slide', `${place}`)
  return place !== null || query.size > 0 ? `?${query}` : ''
}
