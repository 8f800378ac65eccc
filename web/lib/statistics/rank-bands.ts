import { even } from './even.ts'
import { seededRandom } from './random.ts'
import { pickerOf, Resample } from './resample.ts'

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

/** Draws that vary by no more than this do not vary: their sums were added up in another order. */
const NO_SPREAD = 1e-18
/** Of the widest variance a unit's has at least this part. */
const LEAST_SPREAD = 1e-6

interface Unit {
  cells: readonly ClusterCell[]
  rate: number
}

/**
 * Rank ranges and bands of units by a cluster bootstrap over children (statistics.md, Ranks and bands). Drawing around
 * the observed rates alone would count their noise twice and tell equal units apart (Goldstein & Spiegelhalter 1996); so
 * the centres are first drawn towards the mean, by as much as the spread between units is no more than the draws' own.
 */
export function rankBands(
  units: readonly (readonly ClusterCell[])[],
  options: { seed: number; draws?: number },
): RankRange[] {
  const turns = rankBandsInTurns(units, options)
  for (;;) {
    const turn = turns.next()
    if (turn.done === true) return turn.value
  }
}

/** The same, a unit at a time, so that whoever else waits may do something between: the draws of a county take a while. */
export function* rankBandsInTurns(
  units: readonly (readonly ClusterCell[])[],
  { seed, draws = DRAWS }: { seed: number; draws?: number },
): Generator<undefined, RankRange[]> {
  const known = units.map(unitOf)
  const random = seededRandom(seed)
  const county = countyOf(units)
  const values: Float64Array[] = []
  for (const unit of known) {
    values.push(drawRates(unit, county, { random, draws }))
    yield
  }
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
    rate: sumOf(cells, ({ met }) => met) / sumOf(cells, ({ total }) => total),
  }
}

/** All clusters of the county, the most frequent first, and how one of them is picked. */
interface County {
  cells: readonly ClusterCell[]
  pick: (random: () => number) => number
}

function countyOf(units: readonly (readonly ClusterCell[])[]): County {
  const merged = new Map<string, ClusterCell>()
  for (const cell of units.flat()) {
    const key = `${cell.met}/${cell.total}`
    merged.set(key, { ...cell, count: cell.count + (merged.get(key)?.count ?? 0) })
  }
  const cells = [...merged.values()].sort((a, b) => b.count - a.count)
  return { cells, pick: pickerOf(cells.map(({ count }) => count)) }
}

/** One bootstrap rate a draw. */
function drawRates(
  { cells, rate }: Unit,
  county: County,
  { random, draws }: { random: () => number; draws: number },
): Float64Array {
  const counts = cells.map(({ count }) => count)
  const resample = new Resample(counts, county.pick)
  const values = new Float64Array(draws)
  for (let draw = 0; draw < draws; draw++) {
    resample.draw(random)
    let met = 0
    let total = 0
    for (let i = 0; i < resample.foreign_count; i++) {
      const cell = county.cells[resample.foreign[i] ?? 0]
      met += cell?.met ?? 0
      total += cell?.total ?? 0
    }
    for (let place = 0; place < cells.length; place++) {
      const times = resample.times[place] ?? 0
      met += times * (cells[place]?.met ?? 0)
      total += times * (cells[place]?.total ?? 0)
    }
    values[draw] = total === 0 ? rate : met / total
  }
  return values
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
  const order = Uint32Array.from(values, (_, i) => i)
  const drawn = new Float64Array(count)
  for (let d = 0; d < draws; d++) {
    for (let i = 0; i < count; i++) drawn[i] = values[i]?.[d] ?? 0
    sortDown(order, drawn)
    for (let from = 0; from < count;) {
      const value = drawn[order[from] ?? 0]
      let to = from
      while (to + 1 < count && drawn[order[to + 1] ?? 0] === value) to += 1
      for (let place = from; place <= to; place++) {
        tally(best[order[place] ?? 0], from + 1)
        tally(worst[order[place] ?? 0], to + 1)
      }
      from = to + 1
    }
  }
  return values.map((_, i) => ({ low: quantile(best[i], 0.05 * draws), high: quantile(worst[i], 0.95 * draws) }))
}

/** Puts places of `values` in order, the highest value first, by insertion: the order of the draw before is nearly the one. */
function sortDown(order: Uint32Array, values: Float64Array): void {
  for (let i = 1; i < order.length; i++) {
    const place = order[i] ?? 0
    const value = values[place] ?? 0
    let to = i
    for (; to > 0 && (values[order[to - 1] ?? 0] ?? 0) < value; to--) order[to] = order[to - 1] ?? 0
    order[to] = place
  }
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
