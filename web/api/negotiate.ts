import { parseAccept } from 'hono/utils/accept'

export const FORMATS = ['json', 'csv', 'arrow', 'xlsx'] as const
export type Format = (typeof FORMATS)[number]

export const MEDIA_TYPES: Readonly<Record<Format, string>> = {
  json: 'application/json',
  csv: 'text/csv',
  arrow: 'application/vnd.apache.arrow.stream',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
}

/**
 * The first of `offered` media types that `Accept` likes best (RFC 9110, 12.5.1: quality, then the more exact range; no
 * header: anything), or null when it likes none.
 */
export function negotiate<T extends string>(accept: string | undefined, offered: readonly T[]): T | null {
  if (accept === undefined || accept.trim() === '') return offered[0] ?? null
  const ranges = parseAccept(accept).map(({ type, q }) => ({ type: type.toLowerCase(), q }))
  let best: { type: T; q: number } | null = null
  for (const type of offered) {
    const q = qualityOf(type, ranges)
    if (q > 0 && (best === null || q > best.q)) best = { type, q }
  }
  return best?.type ?? null
}

/** The quality that the most exact range gives a type; 0 where none speaks of it. */
function qualityOf(type: string, ranges: readonly { type: string; q: number }[]): number {
  for (const range of [type, `${type.slice(0, type.indexOf('/'))}/*`, '*/*']) {
    const found = ranges.find((candidate) => candidate.type === range)
    if (found) return found.q
  }
  return 0
}
