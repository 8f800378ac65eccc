import { even } from './even.ts'
import { drawBinomial, seededRandom } from './random.ts'

/** So many children (or incidents) of a unit have `met` of `total`. */
export interface ClusterCell {
  met: number
  total: number
  count: number
}

/** The 90 % range of a unit's rank, 1 the best, and its band: units of one band cannot be told apart. */
export interface RankRange {
  low: number
  high: number
  band: number
}

/** statistics.md, Ranks and bands. */
export const DRAWS = 2000

/** Each unit's draw is mixed with so many children of the whole county: a unit of 5/5 is not certain to be the best. */
const MIXED_IN = 2

/** Draws that vary by no more than this do not vary: their sums were added up in another order. */
const NO_SPREAD = 1e-18
/** Of the widest variance a unit's has at least this part. */
const LEAST_SPREAD = 1e-6

interface Unit {
  cells: readonly ClusterCell[]
  clusters: number
  rate: number
}

/**
 * Rank ranges and bands of units by a cluster bootstrap over children (statistics.md, Ranks and bands). Drawing around
 * the observed rates alone would count their noise twice and tell equal units apart (Goldstein & Spiegelhalter 1996); so
 * the centres are first drawn towards the mean, by as much as the spread between units is no more than the draws' own.
 */
export function rankBands(
  units: readonly (readonly ClusterCell[])[],
  { seed, draws = DRAWS }: { seed: number; draws?: number },
): RankRange[] {
  const known = units.map(unitOf)
  const random = seededRandom(seed)
  const pool = poolOf(known)
  const values = known.map((unit) => drawRates(unit, pool, { random, draws }))
  return bandsOfDraws(
    known.map(({ rate }) => rate),
    values,
  )
}

/**
 * The same of anything that was drawn, more being better: what was observed of each unit, and its draws, as many of each. The
 * draws are moved in place. `certain` is what is added to a unit's and no chance is in.
 */
export function bandsOfDraws(
  observed: readonly number[],
  values: readonly Float64Array[],
  certain: readonly number[] = [],
): RankRange[] {
  recentre(
    observed.map((rate) => ({ rate })),
    values,
  )
  const added = observed.map((rate, i) => ({ rate: even(rate + (certain[i] ?? 0)) }))
  const drawn = values.map((each, i) => each.map((value) => even(value + (certain[i] ?? 0))))
  return withBands(added, rangesOf(drawn, drawn[0]?.length ?? 0))
}

const sumOf = (cells: readonly ClusterCell[], of: (cell: ClusterCell) => number): number =>
  cells.reduce((sum, cell) => sum + of(cell) * cell.count, 0)

function unitOf(cells: readonly ClusterCell[]): Unit {
  return {
    cells,
    clusters: sumOf(cells, () => 1),
    rate: sumOf(cells, ({ met }) => met) / sumOf(cells, ({ total }) => total),
  }
}

/** All clusters of the county, to draw one at random. */
function poolOf(units: readonly Unit[]): (random: () => number) => ClusterCell | undefined {
  const merged = new Map<string, ClusterCell>()
  for (const cell of units.flatMap(({ cells }) => cells)) {
    const key = `${cell.met}/${cell.total}`
    merged.set(key, { ...cell, count: cell.count + (merged.get(key)?.count ?? 0) })
  }
  const cells = [...merged.values()].sort((a, b) => b.count - a.count)
  const all = sumOf(cells, () => 1)
  return (random) => {
    let rest = random() * all
    return cells.find((cell) => (rest -= cell.count) < 0) ?? cells[0]
  }
}

/** One bootstrap rate a draw: children with replacement, as a multinomial draw over the cells they fall into. */
function drawRates(
  { cells, clusters, rate }: Unit,
  pool: (random: () => number) => ClusterCell | undefined,
  { random, draws }: { random: () => number; draws: number },
): Float64Array {
  const mixed = MIXED_IN / (clusters + MIXED_IN)
  return Float64Array.from({ length: draws }, () => {
    const foreign = drawBinomial(clusters, mixed, random)
    let met = 0
    let total = 0
    for (let i = 0; i < foreign; i++) {
      const cell = pool(random)
      met += cell?.met ?? 0
      total += cell?.total ?? 0
    }
    let left = clusters - foreign
    let mass = clusters
    for (const cell of cells) {
      const drawn = mass <= cell.count ? left : drawBinomial(left, cell.count / mass, random)
      met += drawn * cell.met
      total += drawn * cell.total
      left -= drawn
      mass -= cell.count
    }
    return total === 0 ? rate : met / total
  })
}

/** Moves each unit's draws so that they lie around its shrunk rate (DerSimonian–Laird variance between units). */
function recentre(units: readonly Pick<Unit, 'rate'>[], values: readonly Float64Array[]): void {
  const means = values.map((drawn) => drawn.reduce((sum, value) => sum + value, 0) / drawn.length)
  const spreads = values.map(
    (drawn, i) => drawn.reduce((sum, value) => sum + (value - (means[i] ?? 0)) ** 2, 0) / drawn.length,
  )
  const widest = Math.max(...spreads)
  // All children of the county alike: nothing was drawn apart and nothing is to be moved.
  if (units.length < 2 || widest < NO_SPREAD) return
  // Full points in every draw are no certainty either: no unit outweighs the others without bound.
  const variances = spreads.map((spread) => Math.max(spread, widest * LEAST_SPREAD))
  const weights = variances.map((variance) => 1 / variance)
  const sum = weights.reduce((total, weight) => total + weight, 0)
  const squares = weights.reduce((total, weight) => total + weight * weight, 0)
  const centre = units.reduce((total, { rate }, i) => total + rate * (weights[i] ?? 0), 0) / sum
  const q = units.reduce((total, { rate }, i) => total + (weights[i] ?? 0) * (rate - centre) ** 2, 0)
  const between = Math.max(0, (q - (units.length - 1)) / (sum - squares / sum))
  values.forEach((drawn, i) => {
    const kept = between / (between + (variances[i] ?? 0))
    const shift = centre + kept * ((units[i]?.rate ?? centre) - centre) - (means[i] ?? 0)
    for (let d = 0; d < drawn.length; d++) drawn[d] = (drawn[d] ?? 0) + shift
  })
}

/** The 5 % quantile of the best rank a unit may claim in each draw, the 95 % one of the worst: equal rates share ranks. */
function rangesOf(values: readonly Float64Array[], draws: number): { low: number; high: number }[] {
  const count = values.length
  const best = values.map(() => new Uint32Array(count + 1))
  const worst = values.map(() => new Uint32Array(count + 1))
  const order = Array.from({ length: count }, (_, i) => i)
  for (let d = 0; d < draws; d++) {
    const at = (i: number | undefined): number => (i === undefined ? Number.NaN : (values[i]?.[d] ?? 0))
    order.sort((a, b) => at(b) - at(a))
    for (let from = 0; from < count;) {
      let to = from
      while (to + 1 < count && at(order[to + 1]) === at(order[from])) to += 1
      for (const i of order.slice(from, to + 1)) {
        tally(best[i], from + 1)
        tally(worst[i], to + 1)
      }
      from = to + 1
    }
  }
  return values.map((_, i) => ({ low: quantile(best[i], 0.05 * draws), high: quantile(worst[i], 0.95 * draws) }))
}

function tally(counts: Uint32Array | undefined, rank: number): void {
  if (counts !== undefined) counts[rank] = (counts[rank] ?? 0) + 1
}

/** The first rank at which at least `share` draws are reached. */
function quantile(counts: Uint32Array | undefined, share: number): number {
  let sum = 0
  return counts?.findIndex((count) => (sum += count) > 0 && sum >= share) ?? 0
}

/** A band is a maximal run, in order of rate, whose members' ranges all overlap the first one's. */
function withBands(
  units: readonly Pick<Unit, 'rate'>[],
  ranges: readonly { low: number; high: number }[],
): RankRange[] {
  const order = units.map((_, i) => i).sort((a, b) => (units[b]?.rate ?? 0) - (units[a]?.rate ?? 0))
  const bands = new Map<number, number>()
  let band = 0
  let reach = -1
  for (const i of order) {
    const range = ranges[i] ?? { low: 0, high: 0 }
    if (range.low > reach) {
      band += 1
      reach = range.high
    }
    bands.set(i, band)
  }
  return ranges.map((range, i) => ({ ...range, band: bands.get(i) ?? 0 }))
}
