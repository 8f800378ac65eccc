/// <reference lib="dom" />
import * as Plot from '@observablehq/plot'
import { formatTightRatio } from '../format/number.ts'
import { formatInterval, formatPercent } from '../format/percent.ts'
import { spread } from './spread.ts'
import { textWidth } from './text-width.ts'

/** One period of a duty: `met` of `closed`, with its interval; a rate of null where nothing is judged yet. */
export interface TrendPoint {
  period: string
  /** The period as the axis writes it. */
  label: string
  met: number
  closed: number
  rate: number | null
  low: number | null
  high: number | null
  /** What lies beyond the usual variation here, in words (statistics.md, Trend of one unit); null where nothing does. */
  signal: string | null
}

/** A level across the chart with its name in words. */
export interface TrendLine {
  at: number
  name: string
}

export interface TrendData {
  points: TrendPoint[]
  target: TrendLine | null
  /** Centre line and control limits; empty where there is no chart of variation. */
  limits: { mean: TrendLine; bounds: TrendLine[] } | null
}

const FONT = 13
const SMALL = 12
const HEIGHT = 300
const AXIS = 44
const LINE = 16

const isInside = ({ at }: TrendLine): boolean => at >= 0 && at <= 1

/** The axis begins at a ten below everything that is drawn: small differences near the target stay visible. */
const floorOf = (points: TrendPoint[], lines: TrendLine[]): number => {
  const lowest = Math.min(1, ...points.map(({ low, rate }) => low ?? rate ?? 1), ...lines.map(({ at }) => at))
  return Math.max(0, Math.min(0.9, Math.floor(lowest * 10 - 1e-9) / 10))
}

const titleOf = ({ period, met, closed, rate, low, high, signal }: TrendPoint): string =>
  [
    period,
    formatTightRatio(met, closed),
    rate === null ? '' : formatPercent(rate),
    low === null || high === null ? '' : formatInterval(low, high),
    signal ?? '',
  ]
    .filter(Boolean)
    .join(' · ')

/**
 * A duty through its periods: each rate as a dot on its 95 % interval, the count under the axis, the target as a dashed
 * line with its name, control limits where they are given. A ring marks what lies beyond the usual variation. Limits
 * outside 0–1 are not drawn (statistics.md). A pure function of the rows and the width in pixels.
 */
export function trendChart(
  { points, target, limits }: TrendData,
  { width, document }: { width: number; document?: Document },
): SVGElement | HTMLElement {
  const bounds = (limits?.bounds ?? []).filter(isInside)
  const lines = [...(target ? [target] : []), ...(limits ? [limits.mean] : []), ...bounds]
  const judged = points.filter(({ rate }) => rate !== null)
  const floor = floorOf(judged, lines)
  const last = judged.at(-1)
  const right = Math.ceil(Math.max(0, ...lines.map(({ name }) => textWidth(name))) * SMALL) + 14
  const step = (width - AXIS - right) / Math.max(1, points.length)
  const countOf = ({ met, closed }: TrendPoint) => (closed === 0 ? '◌' : formatTightRatio(met, closed))
  // Where they would touch, only every second or third is named, the last one always.
  const named = Math.ceil((Math.max(0, ...points.map(({ label }) => textWidth(label))) * FONT + 6) / step)
  const labelled = points.filter((_, index) => (points.length - 1 - index) % Math.max(1, named) === 0)
  const areCountsShown = points.every((point) => textWidth(countOf(point)) * SMALL <= step - 4)
  const top = 14
  const bottom = LINE + 8 + (areCountsShown ? LINE : 0)
  const inner = HEIGHT - top - bottom
  const yOf = (at: number) => top + ((1 - at) / (1 - floor)) * inner
  const labels = spread(
    lines.map(({ at }) => yOf(at)),
    LINE,
    { from: top, to: top + inner },
  ).map((y, index) => ({ name: lines[index]?.name ?? '', y }))
  const at = { x: 'period', y: 'rate' }
  const silent = { ariaHidden: 'true', pointerEvents: 'none' }
  const under = { x: 'period', frameAnchor: 'bottom', lineAnchor: 'top', ...silent } as const
  return Plot.plot({
    document,
    className: 'plot',
    width,
    height: HEIGHT,
    marginTop: top,
    marginBottom: bottom,
    marginLeft: AXIS,
    marginRight: right,
    x: { type: 'point', domain: points.map(({ period }) => period), padding: 0.5, axis: null },
    y: { domain: [floor, 1], axis: null },
    marks: [
      Plot.gridY({ ticks: 5, stroke: 'var(--line)', strokeOpacity: 1, ...silent }),
      Plot.axisY({
        ticks: 5,
        tickSize: 0,
        fontSize: SMALL,
        color: 'var(--soft)',
        tickFormat: (value: number) => `${Math.round(value * 100)}%`,
        ...silent,
      }),
      Plot.ruleY(bounds, { y: 'at', stroke: 'var(--soft)', strokeDasharray: '1 3', className: 'limits', ...silent }),
      Plot.ruleY(limits ? [limits.mean] : [], { y: 'at', stroke: 'var(--soft)', className: 'mean', ...silent }),
      Plot.ruleY(target ? [target] : [], {
        y: 'at',
        stroke: 'var(--ink)',
        strokeDasharray: '6 4',
        className: 'target',
        ...silent,
      }),
      Plot.text(labels, {
        frameAnchor: 'top-right',
        lineAnchor: 'middle',
        text: 'name',
        textAnchor: 'end',
        fontSize: SMALL,
        fill: 'var(--soft)',
        className: 'names',
        // Each beside its line, but clear of the others: the place is not that of a scale.
        render: (index, scales, values, dimensions, context, next) => {
          const group = next?.(index, scales, values, dimensions, context) ?? null
          Array.from(group?.children ?? []).forEach((text, order) => {
            text.setAttribute('transform', `translate(${width - 2},${labels[order]?.y ?? top})`)
          })
          group?.removeAttribute('transform')
          return group
        },
        ...silent,
      }),
      Plot.ruleX(judged, {
        x: 'period',
        y1: 'low',
        y2: 'high',
        stroke: 'var(--met)',
        strokeOpacity: 0.45,
        strokeWidth: 4,
        className: 'intervals',
        ...silent,
      }),
      Plot.lineY(judged, { ...at, stroke: 'var(--met)', strokeWidth: 1, ...silent }),
      Plot.dot(
        judged.filter(({ signal }) => signal !== null),
        { ...at, r: 8, stroke: 'var(--missed)', strokeWidth: 1.5, className: 'signals', ...silent },
      ),
      Plot.dot(judged, { ...at, r: 4, fill: 'var(--met)', stroke: 'var(--paper)', title: titleOf, className: 'rates' }),
      ...(last
        ? [
            Plot.text([last], {
              ...at,
              text: ({ rate }: TrendPoint) => formatPercent(rate ?? 0),
              ...lastLabel,
              ...silent,
            }),
          ]
        : []),
      Plot.text(labelled, { ...under, text: 'label', dy: 8, fontSize: FONT }),
      ...(areCountsShown
        ? [
            Plot.text(points, {
              ...under,
              text: countOf,
              dy: 8 + LINE,
              fontSize: SMALL,
              fill: 'var(--soft)',
              className: 'counts',
            }),
          ]
        : []),
    ],
  })
}

/** Beside the last dot, with paper round it so that a line behind does not cross it. */
const lastLabel = {
  dx: 9,
  textAnchor: 'start',
  fontSize: FONT,
  fontWeight: 600,
  stroke: 'var(--paper)',
  strokeWidth: 4,
  fill: 'var(--ink)',
  className: 'last',
} as const
