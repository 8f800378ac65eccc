import { hash } from 'node:crypto'
import { seededRandom } from '../web/lib/statistics/random.ts'
import { wilson, Z_95 } from '../web/lib/statistics/wilson.ts'

/** What an inspector found of one claim of the record. */
export type Result = 'confirmed' | 'not_confirmed' | 'contradicted' | 'unchecked'

export interface CheckedClaim {
  subject: string
  stratum: string
  share: 'random' | 'risk'
  /** As the draw gave it. */
  inclusion: number
  result: Result
}

interface Rate {
  /** Claims that could be checked. */
  checked: number
  confirmed: number
  /** 0 to 1, with its 95 % interval; null where nothing was checked. */
  rate: number | null
  low: number | null
  high: number | null
}

export interface VerificationRate extends Rate {
  /** Claims that could not be checked: not in the denominator. */
  unchecked: number
  /** Subjects of whom at least one claim was checked. */
  subjects: number
  /** Where the interval's effective number of cases comes from. */
  method: 'bootstrap' | 'wilson'
  /** The random share alone, each claim counted once. */
  random: Rate
}

/** statistics.md, Ranks and bands: as many as for any bootstrap here. */
const DRAWS = 2000

/** Below this many subjects in a stratum its own spread says too little (statistics.md, Draw of an inspection). */
const FEW = 5

/** The checked claims of one subject, which go together. */
interface Cluster {
  stratum: string
  weight: number
  checked: number
  confirmed: number
}

/**
 * The rate of claims that are confirmed, as Hájek's Σ(c/π)/Σ(1/π) (statistics.md, Draw of an inspection). The interval is
 * Wilson's on an effective number of cases: p(1 − p) by the variance of a bootstrap of subjects within strata, at Student's
 * quantile; Kish's number where a stratum has under five subjects or the bootstrap finds no spread. docs/inspections.md has
 * what they cover. The same seed, the same interval, in whatever order the claims come.
 */
export function verificationRate(
  claims: readonly CheckedClaim[],
  { seed, draws = DRAWS }: { seed: string; draws?: number },
): VerificationRate {
  const checked = claims.filter(({ result }) => result !== 'unchecked')
  const clusters = clustersOf(checked, ({ inclusion }) => 1 / inclusion)
  const variance = bootstrapVariance(clusters, { seed, draws })
  const random = checked.filter(({ share }) => share === 'random')
  return {
    ...(variance > 0 ? bootstrapRate(clusters, variance) : kishRate(clusters)),
    unchecked: claims.length - checked.length,
    subjects: clusters.length,
    method: variance > 0 ? 'bootstrap' : 'wilson',
    random: kishRate(clustersOf(random, () => 1)),
  }
}

function clustersOf(claims: readonly CheckedClaim[], weightOf: (claim: CheckedClaim) => number): Cluster[] {
  const clusters = new Map<string, Cluster>()
  for (const claim of claims) {
    const { stratum, subject, result } = claim
    const key = JSON.stringify([stratum, subject])
    const cluster = clusters.get(key) ?? { stratum, weight: weightOf(claim), checked: 0, confirmed: 0 }
    cluster.checked += 1
    if (result === 'confirmed') cluster.confirmed += 1
    clusters.set(key, cluster)
  }
  return [...clusters].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, cluster]) => cluster)
}

const sumOf = (clusters: readonly Cluster[], of: (cluster: Cluster) => number): number =>
  clusters.reduce((sum, cluster) => sum + of(cluster), 0)

/** The rate on an effective number of cases. */
function rateOf(clusters: readonly Cluster[], casesFor: (rate: number) => number, z: number): Rate {
  const counts = {
    checked: sumOf(clusters, (each) => each.checked),
    confirmed: sumOf(clusters, (each) => each.confirmed),
  }
  if (counts.checked === 0) return { ...counts, rate: null, low: null, high: null }
  const rate =
    sumOf(clusters, ({ weight, confirmed }) => weight * confirmed) /
    sumOf(clusters, ({ weight, checked }) => weight * checked)
  const cases = casesFor(rate)
  // Weights do not add up to exact ones: all or none is told by the counts.
  const met = counts.confirmed === counts.checked ? cases : counts.confirmed === 0 ? 0 : rate * cases
  const { low, high } = wilson(met, cases, z) ?? { low: 0, high: 1 }
  return { ...counts, rate: met / cases, low, high }
}

/** Kish's effective number of subjects (Survey Sampling, 1965): all claims of one subject stand for one case. */
function kishRate(clusters: readonly Cluster[]): Rate {
  const weight = ({ weight, checked }: Cluster): number => weight * checked
  const cases = sumOf(clusters, weight) ** 2 / sumOf(clusters, (each) => weight(each) ** 2)
  return rateOf(clusters, () => cases, Z_95)
}

function bootstrapRate(clusters: readonly Cluster[], variance: number): Rate {
  const claims = sumOf(clusters, ({ checked }) => checked)
  const freedom = clusters.length - strataOf(clusters).length
  return rateOf(clusters, (rate) => Math.min(claims, (rate * (1 - rate)) / variance), studentQuantile(freedom))
}

/** Student's 97.5 % quantile by Cornish and Fisher's first terms (Abramowitz & Stegun 26.7.5): within 0.01 from 4 on. */
function studentQuantile(freedom: number): number {
  const z = Z_95
  const first = (z ** 3 + z) / (4 * freedom)
  const second = (5 * z ** 5 + 16 * z ** 3 + 3 * z) / (96 * freedom ** 2)
  const third = (3 * z ** 7 + 19 * z ** 5 + 17 * z ** 3 - 15 * z) / (384 * freedom ** 3)
  return z + first + second + third
}

function strataOf(clusters: readonly Cluster[]): Cluster[][] {
  const strata = new Map<string, Cluster[]>()
  for (const cluster of clusters) strata.set(cluster.stratum, [...(strata.get(cluster.stratum) ?? []), cluster])
  return [...strata.values()]
}

/**
 * The variance of the rate when subjects are drawn again within strata: m − 1 of m, scaled up (Rao & Wu, J. Am. Stat. Assoc.
 * 83:231, 1988). 0 where a stratum has too few for that.
 */
function bootstrapVariance(clusters: readonly Cluster[], { seed, draws }: { seed: string; draws: number }): number {
  const strata = strataOf(clusters)
  if (strata.length === 0 || strata.some((stratum) => stratum.length < FEW)) return 0
  if (clusters.every(({ checked, confirmed }) => confirmed === checked)) return 0
  if (clusters.every(({ confirmed }) => confirmed === 0)) return 0
  const random = seededRandom(Number.parseInt(hash('sha256', seed).slice(0, 8), 16))
  const rates = Array.from({ length: draws }, () => {
    let confirmed = 0
    let checked = 0
    for (const stratum of strata) {
      const scale = stratum.length / (stratum.length - 1)
      for (let i = 1; i < stratum.length; i++) {
        const drawn = stratum[Math.floor(random() * stratum.length)] as Cluster
        confirmed += scale * drawn.weight * drawn.confirmed
        checked += scale * drawn.weight * drawn.checked
      }
    }
    return confirmed / checked
  })
  const mean = rates.reduce((sum, rate) => sum + rate, 0) / draws
  return rates.reduce((sum, rate) => sum + (rate - mean) ** 2, 0) / draws
}
