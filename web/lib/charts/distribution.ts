/// <reference lib="dom" />
import * as Plot from '@observablehq/plot'
import { formatNumber } from '../format/number.ts'
import { textWidth } from './text-width.ts'

/** So many lie beyond `from` and up to `to`; null: there is no end. `share`: the part of all that lies up to there. */
export interface DistributionBin {
  from: number
  to: number | null
  n: number
  share: number
}

export interface DistributionData {
  bins: DistributionBin[]
  /** A level across the chart with its name: the deadline or the median; null where there is none. */
  line: { at: number; name: string } | null
  /** Stands at the top of the y axis. */
  counted: string
  /** Stands at the right end of the x axis, under it. */
  measured: string
}

interface Size {
  width: number
  document?: Document
}

const HEIGHT = 260
const SMALL = 12
const AXIS = 44
const TOP = 40
const BOTTOM = 44

const silent = { ariaHidden: 'true', pointerEvents: 'none' } as const
const head = {
  frameAnchor: 'top-left',
  dx: -AXIS + 4,
  dy: -TOP + 10,
  lineAnchor: 'middle',
  textAnchor: 'start',
} as const
const axisText = { fontSize: SMALL, fill: 'var(--soft)', ...silent } as const

/** What both charts share: the names of the axes, and the named line with its name on the side that has room. */
function frame({ line, counted, measured }: DistributionData, { width, end }: { width: number; end: number }) {
  const at = line === null ? 0 : AXIS + (line.at / end) * (width - AXIS - 14)
  const isLeft = line !== null && at + 8 + textWidth(line.name) * SMALL > width
  return [
    Plot.text([counted], { text: (text: string) => text, ...head, ...axisText }),
    Plot.text([measured], {
      text: (text: string) => text,
      frameAnchor: 'bottom-right',
      lineAnchor: 'middle',
      textAnchor: 'end',
      dx: 10,
      dy: BOTTOM - 10,
      ...axisText,
    }),
    Plot.ruleX(line === null ? [] : [line], {
      x: 'at',
      stroke: 'var(--ink)',
      strokeDasharray: '6 4',
      className: 'limit',
      ...silent,
    }),
    Plot.text(line === null ? [] : [line], {
      x: 'at',
      text: 'name',
      frameAnchor: 'top',
      lineAnchor: 'middle',
      textAnchor: isLeft ? 'end' : 'start',
      dx: isLeft ? -6 : 6,
      dy: -10,
      fontSize: SMALL,
      fill: 'var(--ink)',
      ...silent,
    }),
  ]
}

const margins = { marginTop: TOP, marginBottom: BOTTOM, marginLeft: AXIS, marginRight: 14 }

const axisX = (ticks: number[]) =>
  Plot.axisX(ticks, {
    tickSize: 4,
    label: null,
    fontSize: SMALL,
    color: 'var(--soft)',
    tickFormat: (value: number) => formatNumber(value),
    ...silent,
  })

/** Counts by bins of one width, as bars from zero; what is beyond the last bin stands as one more at the right. */
export function histogram(data: DistributionData, { width, document }: Size): SVGElement | HTMLElement {
  const size = data.bins[0]?.to ?? 1
  const bars = data.bins.map((bin) => ({ ...bin, right: bin.to ?? bin.from + size }))
  const last = bars.at(-1)?.right ?? size
  const most = Math.max(1, ...bars.map(({ n }) => n))
  const step = width < 500 ? 2 : 1
  const ticks = bars.map(({ from }) => from).filter((_, index) => index % step === 0)
  return Plot.plot({
    document,
    className: 'plot',
    width,
    height: HEIGHT,
    ...margins,
    x: { domain: [0, last], axis: null, label: null },
    y: { domain: [0, most], axis: null, label: null },
    marks: [
      Plot.gridY({ ticks: 4, stroke: 'var(--line)', strokeOpacity: 1, ...silent }),
      Plot.axisY({
        ticks: 4,
        tickSize: 0,
        label: null,
        fontSize: SMALL,
        color: 'var(--soft)',
        tickFormat: (value: number) => (Number.isInteger(value) ? formatNumber(value) : ''),
        ...silent,
      }),
      axisX(ticks),
      Plot.rect(bars, {
        x1: 'from',
        x2: 'right',
        y1: 0,
        y2: 'n',
        insetLeft: 1,
        insetRight: 1,
        // What has no end is drawn open, so that it is not taken for one week more.
        fill: ({ to }: DistributionBin) => (to === null ? 'var(--paper)' : 'var(--met)'),
        stroke: 'var(--met)',
        title: ({ from, to, n }: DistributionBin) => `${from}–${to ?? ''} · ${formatNumber(n)}`,
        className: 'bars',
      }),
      Plot.ruleY([0], { stroke: 'var(--soft)', ...silent }),
      ...frame(data, { width, end: last }),
    ],
  })
}

/**
 * The share up to each value, as a curve of steps, with the deadline as a dashed line. It ends below 100 % where some are
 * not told at all; what lies beyond the last bin is left to the words.
 */
export function ecdf(data: DistributionData, { width, document }: Size): SVGElement | HTMLElement {
  const inside = data.bins.flatMap(({ to, share }) => (to === null ? [] : [{ at: to, share }]))
  const end = (data.line?.at ?? 1) * 3
  const curve = [{ at: 0, share: 0 }, ...inside, { at: end, share: inside.at(-1)?.share ?? 0 }]
  const steps = width < 500 ? 3 : 6
  const ticks = Array.from({ length: steps + 1 }, (_, index) => (index * end) / steps)
  return Plot.plot({
    document,
    className: 'plot',
    width,
    height: HEIGHT,
    ...margins,
    x: { domain: [0, end], axis: null, label: null },
    y: { domain: [0, 1], axis: null, label: null },
    marks: [
      Plot.gridY({ ticks: 5, stroke: 'var(--line)', strokeOpacity: 1, ...silent }),
      Plot.axisY({
        ticks: 5,
        tickSize: 0,
        label: null,
        fontSize: SMALL,
        color: 'var(--soft)',
        tickFormat: (value: number) => `${Math.round(value * 100)}%`,
        ...silent,
      }),
      axisX(ticks),
      Plot.lineY(curve, {
        x: 'at',
        y: 'share',
        curve: 'step-after',
        stroke: 'var(--met)',
        strokeWidth: 2,
        className: 'curve',
        ...silent,
      }),
      Plot.ruleY([0], { stroke: 'var(--soft)', ...silent }),
      ...frame(data, { width, end }),
    ],
  })
}
