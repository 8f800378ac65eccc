import { Z_95, Z_998 } from './wilson.ts'

/** One unit of a funnel: `met` of `n`. */
export interface FunnelUnit {
  met: number
  n: number
}

/** Limits at one size: 99.8 % outside, 95 % inside. */
export interface FunnelLimits {
  low998: number
  low95: number
  high95: number
  high998: number
}

/** The limits around `theta`; `exact` as long as the units spread no more than the binomial says. */
export interface Funnel {
  theta: number
  /** Mean squared, winsorised z: 1 where the binomial explains everything. */
  phi: number
  /** Variance between units beyond chance; 0 where the exact limits stand. */
  tau2: number
  method: 'exact' | 'overdispersed'
  at(n: number): FunnelLimits
}

/** Units from which on z is winsorised. */
const WINSORISED_FROM = 10

/** Exact binomial limits by interpolation (statistics.md, Funnel plot), clipped to 0–1. */
export function exactLimits(theta: number, n: number): FunnelLimits {
  if (theta <= 0 || theta >= 1) return { low998: theta, low95: theta, high95: theta, high998: theta }
  const limit = quantiles(theta, n, [0.001, 0.025, 0.975, 0.999])
  const [low998 = 0, low95 = 0, high95 = 1, high998 = 1] = limit
  return { low998, low95, high95, high998 }
}

/** One walk along the binomial's mass, from its first term, whose logarithm does not underflow. */
function quantiles(theta: number, n: number, probabilities: readonly number[]): number[] {
  const odds = Math.log(theta / (1 - theta))
  let logMass = n * Math.log1p(-theta)
  let before = 0
  let sum = Math.exp(logMass)
  let r = 0
  return probabilities.map((p) => {
    while (sum < p && r < n) {
      logMass += Math.log((n - r) / (r + 1)) + odds
      r += 1
      before = sum
      sum += Math.exp(logMass)
    }
    const alpha = (sum - p) / (sum - before)
    return Math.min(1, Math.max(0, (r - alpha) / n))
  })
}

/** The 10 % and 90 % quantiles, by linear interpolation, bound the values. */
function winsorise(values: readonly number[]): number[] {
  if (values.length < WINSORISED_FROM) return [...values]
  const sorted = [...values].sort((a, b) => a - b)
  const quantile = (p: number) => {
    const at = p * (sorted.length - 1)
    const below = sorted[Math.floor(at)] ?? 0
    return below + (at - Math.floor(at)) * ((sorted[Math.ceil(at)] ?? below) - below)
  }
  const [low, high] = [quantile(0.1), quantile(0.9)]
  return values.map((value) => Math.min(high, Math.max(low, value)))
}

/** The units with their rates winsorised, as z is: a few that are far out cannot move the pooled rate of all. */
export function winsorised(units: readonly FunnelUnit[]): FunnelUnit[] {
  const known = units.filter(({ n }) => n > 0)
  return winsorise(known.map(({ met, n }) => met / n)).map((rate, index) => {
    const n = known[index]?.n ?? 0
    return { met: rate * n, n }
  })
}

/** The pooled rate; null where nothing is owed. */
export function pooledRate(units: readonly FunnelUnit[]): number | null {
  const n = units.reduce((sum, unit) => sum + unit.n, 0)
  return n === 0 ? null : units.reduce((sum, unit) => sum + unit.met, 0) / n
}

/** The funnel around `theta`: exact limits, or wider ones where the units spread more than chance (Spiegelhalter 2005). */
export function funnelAround(theta: number, units: readonly FunnelUnit[]): Funnel {
  const known = units.filter(({ n }) => n > 0)
  const variance = theta * (1 - theta)
  const exact: Funnel = { theta, phi: 1, tau2: 0, method: 'exact', at: (n) => exactLimits(theta, n) }
  if (variance <= 0 || known.length < 2) return exact
  const z = known.map(({ met, n }) => (met / n - theta) / Math.sqrt(variance / n))
  const phi = winsorise(z).reduce((sum, each) => sum + each * each, 0) / known.length
  const count = known.length
  if (count * phi <= count - 1) return { ...exact, phi }
  const weights = known.map(({ n }) => n / variance)
  const sum = weights.reduce((total, weight) => total + weight, 0)
  const squares = weights.reduce((total, weight) => total + weight * weight, 0)
  const tau2 = (count * phi - (count - 1)) / (sum - squares / sum)
  const clip = (value: number) => Math.min(1, Math.max(0, value))
  const at = (n: number): FunnelLimits => {
    const spread = Math.sqrt(variance / n + tau2)
    return {
      low998: clip(theta - Z_998 * spread),
      low95: clip(theta - Z_95 * spread),
      high95: clip(theta + Z_95 * spread),
      high998: clip(theta + Z_998 * spread),
    }
  }
  return { theta, phi, tau2, method: 'overdispersed', at }
}
