import type { Sample } from '../answers.ts'

/** Rows about children that a browser gets at once. */
const MOST = 100

/** What of the samples an address asks for: those of a township, from one on. */
export interface AskedSamples {
  township: string | null
  from: number
}

/** How many claims of a township were checked of how many. */
export interface TownshipCount {
  township_id: string
  township: string
  samples: number
  claims: number
  checked: number
}

/** What was drawn and found, by township. */
export function townshipCounts(samples: readonly Sample[]): TownshipCount[] {
  const counts = new Map<string, TownshipCount>()
  for (const { township_id, township, claims } of samples) {
    const before = counts.get(township_id)
    counts.set(township_id, {
      township_id,
      township: township ?? township_id,
      samples: (before?.samples ?? 0) + 1,
      claims: (before?.claims ?? 0) + claims.length,
      checked: (before?.checked ?? 0) + claims.filter(({ finding }) => finding !== null).length,
    })
  }
  return [...counts.values()]
}

/** At most a hundred samples of the township that is asked for, or of all, with where the next begin. */
export function samplePage(
  samples: readonly Sample[],
  { township, from }: AskedSamples,
): { samples: Sample[]; next: number | null } {
  const asked = samples.filter(({ township_id }) => township === null || township_id === township)
  const end = from + MOST
  return { samples: asked.slice(from, end), next: end < asked.length ? end : null }
}

/** Samples of one place, which the same people go to. */
export interface Place {
  key: string
  township: string
  name: string
  inspectors: string[]
  samples: Sample[]
}

/** Samples by the place where they are, in the order in which they come. */
export function placesOf(samples: readonly Sample[]): Place[] {
  const places = new Map<string, Place>()
  for (const sample of samples) {
    const { township_id, township, village, school, inspectors } = sample
    const key = JSON.stringify([township_id, school ?? village])
    const known = places.get(key)
    if (known) known.samples.push(sample)
    else {
      const name = school ?? village ?? ''
      places.set(key, { key, township: township ?? township_id, name, inspectors, samples: [sample] })
    }
  }
  return [...places.values()]
}

/** What of the samples an address asks for. */
export function askedSamples(url: URL): AskedSamples {
  const from = Number(url.searchParams.get('from') ?? '0')
  return { township: url.searchParams.get('township') || null, from: Number.isSafeInteger(from) && from > 0 ? from : 0 }
}
