/// <reference lib="dom" />
import * as Plot from '@observablehq/plot'
import { formatNumber } from '../format/number.ts'
import { formatTarget } from '../format/percent.ts'
import { textWidth } from './text-width.ts'

/** One unit: its rate over how many of its duties are judged. */
export interface FunnelPoint {
  id: string
  name: string
  closed: number
  rate: number
  /** On which side of the 99.8 % limits it lies, if beyond them. */
  beyond: 'below' | 'above' | null
  /** What the point says in words. */
  title: string
}

/** The limits at one size. */
export interface FunnelCurvePoint {
  n: number
  low998: number
  low95: number
  high95: number
  high998: number
}

export interface FunnelData {
  points: FunnelPoint[]
  /** From the smallest unit to the largest. */
  curve: FunnelCurvePoint[]
  /** What the limits lie around, with its name. */
  centre: { value: number; name: string }
  /** Drawn dashed with its name; the same as the centre where the limits lie around it. */
  target: { value: number; name: string } | null
  /** What the axes count. */
  x: string
  y: string
}

const FONT = 13
const SMALL = 12
const MARGIN = { top: 30, bottom: 42, left: 46 }
const LIMITS = ['low998', 'low95', 'high95', 'high998'] as const
const LIMIT_NAMES = { low998: '99.8%', low95: '95%', high95: '95%', high998: '99.8%' } as const
// More names than these hide each other; the table has the rest.
const NAMED = 12

interface Label {
  x: number
  y: number
  text: string
  anchor: 'start' | 'end'
}

interface Box {
  from: number
  to: number
  y: number
}

const boxOf = ({ x, y, text, anchor }: Label): Box => {
  const width = textWidth(text) * FONT
  return anchor === 'start' ? { from: x, to: x + width, y } : { from: x - width, to: x, y }
}

const meet = (a: Box, b: Box): boolean => a.from < b.to && b.from < a.to && Math.abs(a.y - b.y) < FONT + 2

/** Each label where it stands free: beside its point, else a line lower or higher; left out where nothing is free. */
function placed(labels: Label[]): Label[] {
  const found: Label[] = []
  for (const label of labels) {
    const free = [0, 15, -15, 30, -30]
      .map((shift) => ({ ...label, y: label.y + shift }))
      .find((moved) => !found.some((other) => meet(boxOf(moved), boxOf(other))))
    if (free) found.push(free)
  }
  return found
}

/** The ends of the curves' names, pushed apart downwards. */
function apart(labels: { y: number; text: string; isStrong: boolean }[]) {
  let last = -Infinity
  return [...labels]
    .sort((a, b) => a.y - b.y)
    .map((label) => {
      last = Math.max(label.y, last + FONT + 1)
      return { ...label, y: last }
    })
}

/** The range of rates: everything drawn, with a little air, within 0 and 1. */
function rangeOf({ points, curve, centre, target }: FunnelData): [number, number] {
  const values = [
    centre.value,
    ...(target ? [target.value] : []),
    ...points.map(({ rate }) => rate),
    ...curve.flatMap((at) => [at.low998, at.high998]),
  ]
  const [low, high] = [Math.min(...values), Math.max(...values)]
  const air = Math.max((high - low) * 0.06, 0.005)
  return [Math.max(0, low - air), Math.min(1, high + air)]
}

/**
 * The funnel plot (statistics.md, Funnel plot): each unit's rate over its size, the 99.8 % limits drawn and the 95 %
 * ones thin, and names only at the units beyond the 99.8 % limits: what lies within may be chance. A pure function of
 * the data and the size.
 */
export function funnel(
  data: FunnelData,
  { width, height, document }: { width: number; height: number; document?: Document },
): SVGElement | HTMLElement {
  const { points, curve, centre, target } = data
  const last = curve.at(-1)
  const isOnTarget = target !== null && Math.abs(target.value - centre.value) < 1e-9
  const lines = [
    ...(isOnTarget ? [] : [{ value: centre.value, text: centre.name, isStrong: true }]),
    ...(target ? [{ value: target.value, text: target.name, isStrong: true }] : []),
    ...(last ? LIMITS.map((key) => ({ value: last[key], text: LIMIT_NAMES[key], isStrong: false })) : []),
  ]
  const right = Math.ceil(Math.max(...lines.map(({ text }) => textWidth(text) * SMALL))) + 12
  const range = rangeOf(data)
  const sizes = [...points.map(({ closed }) => closed), ...curve.map(({ n }) => n)]
  const largest = Math.max(1, ...sizes)
  const smallest = Math.min(largest, ...sizes)
  // Sizes have no zero to be seen where all units are large.
  const domain: [number, number] = [smallest > largest / 3 && smallest < largest ? smallest : 0, largest]
  const frame = { left: MARGIN.left, right: width - right, top: MARGIN.top, bottom: height - MARGIN.bottom }
  const xOf = (n: number) => frame.left + ((n - domain[0]) / (domain[1] - domain[0])) * (frame.right - frame.left)
  const yOf = (rate: number) => frame.bottom - ((rate - range[0]) / (range[1] - range[0])) * (frame.bottom - frame.top)
  const middle = (frame.left + frame.right) / 2
  const named = points
    .filter(({ beyond }) => beyond !== null)
    .sort((a, b) => Math.abs(b.rate - centre.value) - Math.abs(a.rate - centre.value))
    .slice(0, NAMED)
  const labels = placed(
    named.map(({ closed, rate, name }) => {
      const x = xOf(closed)
      return x < middle
        ? { x: x + 9, y: yOf(rate), text: name, anchor: 'start' }
        : { x: x - 9, y: yOf(rate), text: name, anchor: 'end' }
    }),
  )
  // Ends of lines that would stand on one another by their values are one: both limits at 100 %.
  const ends = apart(
    lines
      .filter(
        ({ value, text, isStrong }) => isStrong || !lines.some((line) => line.value === value && line.text !== text),
      )
      .map(({ value, ...line }) => ({ ...line, y: yOf(value) })),
  )
  const axis = { color: 'var(--soft)', fontSize: SMALL, label: null, tickSize: 0 }
  const silent = { ariaHidden: 'true', pointerEvents: 'none' }
  // These stand at pixels, so that nothing hides another.
  const pixels = <Item>(items: readonly Item[], of: (item: Item) => number) => ({ value: items.map(of), scale: null })
  return Plot.plot({
    document,
    className: 'plot',
    width,
    height,
    marginTop: MARGIN.top,
    marginBottom: MARGIN.bottom,
    marginLeft: MARGIN.left,
    marginRight: right,
    x: { type: 'linear', domain },
    y: { type: 'linear', domain: range },
    marks: [
      Plot.gridY({ stroke: 'var(--line)', strokeOpacity: 1, ticks: 5 }),
      Plot.axisY({ ...axis, ticks: 5, tickFormat: (rate: number) => formatTarget(rate) }),
      Plot.axisX({ ...axis, ticks: Math.max(2, Math.round(width / 130)), tickFormat: (n: number) => formatNumber(n) }),
      Plot.text([data.y], { frameAnchor: 'top-left', dx: -MARGIN.left, dy: -24, fontSize: SMALL, fill: 'var(--soft)' }),
      Plot.text([data.x], { frameAnchor: 'bottom-right', dy: 34, fontSize: SMALL, fill: 'var(--soft)' }),
      ...LIMITS.map((key) =>
        Plot.lineY(curve, {
          x: 'n',
          y: key,
          stroke: 'var(--soft)',
          strokeWidth: LIMIT_NAMES[key] === '95%' ? 0.75 : 1.5,
          className: `limit-${LIMIT_NAMES[key] === '95%' ? '95' : '998'}`,
          ...silent,
        }),
      ),
      ...(isOnTarget ? [] : [Plot.ruleY([centre.value], { stroke: 'var(--soft)', className: 'centre', ...silent })]),
      ...(target
        ? [Plot.ruleY([target.value], { stroke: 'var(--ink)', strokeDasharray: '5 4', className: 'target', ...silent })]
        : []),
      Plot.text(ends, {
        x: { value: ends.map(() => frame.right + 6), scale: null },
        y: pixels(ends, ({ y }) => y),
        text: 'text',
        textAnchor: 'start',
        fontSize: SMALL,
        fill: ({ isStrong }: { isStrong: boolean }) => (isStrong ? 'var(--ink)' : 'var(--soft)'),
        className: 'ends',
      }),
      Plot.dot(points, {
        x: 'closed',
        y: 'rate',
        r: 4.5,
        fill: ({ beyond }: FunnelPoint) => (beyond === null ? 'var(--paper)' : 'var(--ink)'),
        stroke: ({ beyond }: FunnelPoint) => (beyond === null ? 'var(--met)' : 'var(--ink)'),
        strokeWidth: 1.5,
        title: 'title',
        className: 'points',
      }),
      ...(['start', 'end'] as const).map((anchor) => {
        const side = labels.filter((label) => label.anchor === anchor)
        return Plot.text(side, {
          x: pixels(side, ({ x }) => x),
          y: pixels(side, ({ y }) => y),
          text: 'text',
          textAnchor: anchor,
          fontSize: FONT,
          fill: 'var(--ink)',
          stroke: 'var(--paper)',
          strokeWidth: 4,
          className: 'names',
        })
      }),
    ],
  })
}
