/// <reference lib="dom" />
import * as Plot from '@observablehq/plot'
import { formatTightRatio } from '../format/number.ts'
import { formatPercent } from '../format/percent.ts'
import { textWidth } from './text-width.ts'

/** One unit: `met` of `closed`, its rate and the 95 % interval of it. */
export interface IntervalRowData {
  id: string
  name: string
  met: number
  closed: number
  rate: number
  low: number
  high: number
}

export interface IntervalRowsData {
  rows: IntervalRowData[]
  /** Dashed, with its name; null where there is none. */
  target: { value: number; name: string } | null
}

const FONT = 13
const SMALL = 12
const ROW = 26
const GAP = 12

/**
 * Units one under another, each with its count, rate and interval, the target dashed: what the page writes as rows, as one
 * drawing. The axis begins at a ten below everything. A pure function of rows and width in pixels.
 */
export function intervalRows(
  { rows, target }: IntervalRowsData,
  { width, document }: { width: number; document?: Document },
): SVGElement | HTMLElement {
  const numbers = (row: IntervalRowData) => `${formatTightRatio(row.met, row.closed)}  ${formatPercent(row.rate)}`
  const left = Math.ceil(Math.max(0, ...rows.map(({ name }) => textWidth(name))) * FONT) + GAP
  const right = Math.ceil(Math.max(0, ...rows.map((row) => textWidth(numbers(row)))) * FONT) + GAP
  const lowest = Math.min(1, target?.value ?? 1, ...rows.map(({ low }) => low))
  const floor = Math.max(0, Math.min(0.9, Math.floor(lowest * 10 - 1e-9) / 10))
  const y = { y: 'id' }
  return Plot.plot({
    document,
    className: 'plot',
    width,
    height: rows.length * ROW + 2 * ROW,
    marginLeft: left,
    marginRight: right,
    marginTop: ROW,
    marginBottom: ROW,
    x: { domain: [floor, 1], axis: null },
    y: { type: 'band', domain: rows.map(({ id }) => id), axis: null },
    marks: [
      Plot.axisX({
        ticks: 5,
        tickSize: 0,
        fontSize: SMALL,
        color: 'var(--soft)',
        tickFormat: (at: number) => `${Math.round(at * 100)}%`,
      }),
      ...(target === null
        ? []
        : [
            Plot.ruleX([target.value], { stroke: 'var(--ink)', strokeDasharray: '6 4' }),
            Plot.text([target], {
              x: 'value',
              frameAnchor: 'top',
              dy: -ROW + FONT,
              text: 'name',
              textAnchor: 'end',
              fontSize: SMALL,
              fill: 'var(--soft)',
            }),
          ]),
      Plot.ruleY(rows, { ...y, x1: 'low', x2: 'high', stroke: 'var(--met)', strokeOpacity: 0.45, strokeWidth: 4 }),
      Plot.dot(rows, { ...y, x: 'rate', r: 4, fill: 'var(--met)', stroke: 'var(--paper)' }),
      Plot.text(rows, { ...y, frameAnchor: 'left', text: 'name', textAnchor: 'end', dx: -GAP, fontSize: FONT }),
      Plot.text(rows, { ...y, frameAnchor: 'right', text: numbers, textAnchor: 'start', dx: GAP, fontSize: FONT }),
    ],
  })
}
