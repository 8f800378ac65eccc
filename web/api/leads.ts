import { signalCatalogue, type Signal, type SignalCount } from '../../queries/credibility.ts'
import { betaBinomialTail } from '../lib/statistics/beta-binomial.ts'
import { discoveries } from '../lib/statistics/benjamini-hochberg.ts'
import { funnelAround, pooledRate, winsorised } from '../lib/statistics/funnel.ts'

/** The part of the leads of a level that may be false (statistics.md, Odd units). */
export const FALSE_LEADS = 0.01
const LEAST_CHANCE = 1e-12

/** A unit's count of a signal against what the other units of its level would have. */
export interface Lead extends SignalCount {
  /** What a unit like the others would have of `n`; null where no other unit has any. */
  expected: number | null
  /** The chance that an honest unit has so many or more; null as above. */
  chance: number | null
  is_flagged: boolean
}

/**
 * Counts as leads. A unit is held against the pooled rate of the others of its level and against how much those differ: the
 * upper tail of a beta-binomial whose correlation is the others' spread beyond chance (funnelAround), at least the one that
 * honest units were measured to have. Across all units and signals of a level by Benjamini–Hochberg.
 */
export function leadsOf(counts: readonly SignalCount[]): Lead[] {
  const signals = new Map(signalCatalogue().map((signal) => [signal.code, signal]))
  const tested = counts.map((count) => {
    const signal = signals.get(count.signal)
    const others = counts.filter((other) => isPeer(other, count))
    return { ...count, ...(signal === undefined ? UNTESTED : against(count, others, signal)) }
  })
  const flagged = new Set(
    (['township', 'school'] as const).flatMap((level) => {
      const able = tested.filter((each) => each.level === level && each.chance !== null)
      const stands = discoveries(
        able.map(({ chance }) => chance ?? 1),
        FALSE_LEADS,
      )
      return able.filter(
        ({ signal, observed }, index) => stands[index] && observed >= (signals.get(signal)?.least ?? 0),
      )
    }),
  )
  return tested.map((each) => ({ ...each, is_flagged: flagged.has(each) }))
}

const UNTESTED = { expected: null, chance: null }

const isPeer = (other: SignalCount, { signal, level, unit_id }: SignalCount): boolean =>
  other.signal === signal && other.level === level && other.unit_id !== unit_id

function against({ observed, n }: SignalCount, others: readonly SignalCount[], { test, spread }: Signal) {
  const units = others.map((other) => ({ met: other.observed, n: other.n }))
  const pooled = pooledRate(winsorised(units))
  if (pooled === null) return UNTESTED
  const total = units.reduce((sum, unit) => sum + unit.n, 0)
  // Half a hit more: where the others have none, one is not impossible.
  const theta = (pooled * total + 0.5) / (total + 1)
  const { tau2 } = funnelAround(pooled, units)
  const rho = Math.min(0.9, Math.max(spread, tau2 === 0 ? 0 : tau2 / (pooled * (1 - pooled))))
  const isOdd = test === 'tail' || observed === n
  const chance = isOdd ? betaBinomialTail(observed, n, { theta, rho }) : 1
  return { expected: theta * n, chance: Math.max(LEAST_CHANCE, chance) }
}
