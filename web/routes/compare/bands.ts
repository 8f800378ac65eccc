import { m } from '$lib/i18n/compiled/messages.js'
import type { ComparedRow } from './compare.server.ts'

/** How many units share each band. */
export function bandSizes(rows: readonly ComparedRow[]): Map<number, number> {
  const sizes = new Map<number, number>()
  for (const { band } of rows) if (band !== null) sizes.set(band, (sizes.get(band) ?? 0) + 1)
  return sizes
}

/** The band in words: with how many others a unit cannot be told apart, and the range of its rank, never a bare one. */
export function bandWords(row: ComparedRow, sizes: ReadonlyMap<number, number>): string {
  const { band, rank_low: low, rank_high: high } = row
  if (band === null || low === null || high === null) return ''
  const others = (sizes.get(band) ?? 1) - 1
  const range = m.compare_ranks({ low, high })
  return others === 0 ? range : `${m.compare_apart({ count: others })} · ${range}`
}

/** Furthest below the target first; what has no rate yet last. */
export const byDistance = (rows: readonly ComparedRow[]): ComparedRow[] =>
  [...rows].sort((a, b) => distanceOf(a) - distanceOf(b))

const distanceOf = ({ distance, rate }: ComparedRow): number => distance ?? rate ?? Infinity
