/// <reference lib="dom" />
import * as Plot from '@observablehq/plot'

/** One period of a unit: `met` of `closed`; nothing is drawn where nothing was judged. */
export interface SparkPoint {
  met: number
  closed: number
}

/** The range of rates that several sparklines share, so that one can be read against another; null without points. */
export function sparkRange(series: readonly (readonly SparkPoint[])[], target: number | null): [number, number] | null {
  const rates = series.flat().flatMap(({ met, closed }) => (closed === 0 ? [] : [met / closed]))
  if (rates.length === 0) return null
  const values = target === null ? rates : [...rates, target]
  const [low, high] = [Math.min(...values), Math.max(...values)]
  return low === high ? [low - 0.01, high + 0.01] : [low, high]
}

/**
 * The rates of one unit through the year in the height of a line, the last one with a dot, the target dashed. It has no
 * words: the cell says the same beside it. A pure function of points, range and size.
 */
export function sparkline(
  points: readonly SparkPoint[],
  {
    range,
    target,
    width = 96,
    height = 24,
    document,
  }: { range: [number, number]; target: number | null; width?: number; height?: number; document?: Document },
): SVGElement | HTMLElement {
  const rates = points.map(({ met, closed }, index) => ({ index, rate: closed === 0 ? NaN : met / closed }))
  const last = rates.findLast(({ rate }) => !Number.isNaN(rate))
  return Plot.plot({
    document,
    className: 'spark',
    width,
    height,
    margin: 4,
    x: { type: 'linear', domain: [0, Math.max(1, points.length - 1)], axis: null },
    y: { type: 'linear', domain: range, axis: null },
    marks: [
      ...(target === null ? [] : [Plot.ruleY([target], { stroke: 'var(--soft)', strokeDasharray: '2 2' })]),
      Plot.lineY(rates, { x: 'index', y: 'rate', stroke: 'var(--met)', strokeWidth: 1.5 }),
      Plot.dot(last ? [last] : [], { x: 'index', y: 'rate', r: 2.5, fill: 'var(--met)' }),
    ],
  })
}
