/// <reference lib="dom" />
import * as Plot from '@observablehq/plot'
import { shownScore } from '../statistics/shown-score.ts'
import { textWidth } from './text-width.ts'

/** A township's score with its 90 % interval, and the band of those it cannot be told apart from. */
export interface StandingPoint {
  id: string
  name: string
  score: number
  low: number
  high: number
  band: number
  /** What the row says in words. */
  title: string
}

export interface StandingsData {
  /** The best first. */
  points: StandingPoint[]
  /** What each band is called, by its number. */
  bands: ReadonlyMap<number, string>
  /** Where the grades begin, with their names; the lowest has no line. */
  grades: { from: number; name: string }[]
  /** The score of a township like the county, with its name. */
  average: { score: number; name: string }
}

export interface StandingsSize {
  width: number
  /** The height of a row. */
  row?: number
  font?: number
  document?: Document
}

const ROW = 26
const FONT = 13

/** The axis begins at a ten below all that is drawn, so that differences are seen; dots need no zero. */
function floorOf({ points, average }: StandingsData): number {
  const lowest = Math.min(100, average.score, ...points.map(({ low }) => low))
  return Math.max(0, Math.min(90, Math.floor(lowest / 10 - 1e-9) * 10))
}

/** The rows of each band under its name, and how high all of it is. */
function placed({ points, bands }: StandingsData, row: number) {
  const rows: (StandingPoint & { y: number })[] = []
  const heads: { y: number; text: string }[] = []
  let y = 0
  for (const [place, point] of points.entries()) {
    if (point.band !== points[place - 1]?.band) {
      y += place === 0 ? 0 : row * 0.35
      heads.push({ y: y + row / 2, text: bands.get(point.band) ?? '' })
      y += row
    }
    rows.push({ ...point, y: y + row / 2 })
    y += row
  }
  return { rows, heads, height: y }
}

/**
 * Townships by score: a dot on its 90 % interval, those of one band together under what they have in common, the bounds of the
 * grades as dashed lines with their names, and what a township like the county would score. A pure function of the data and
 * the width in pixels.
 */
export function standingsChart(
  data: StandingsData,
  { width, row = ROW, font = FONT, document }: StandingsSize,
): SVGElement | HTMLElement {
  const { points, grades, average } = data
  const { rows, heads, height: inner } = placed(data, row)
  const small = font - 1
  const floor = floorOf(data)
  const left = Math.ceil(Math.max(0, ...points.map(({ name }) => textWidth(name))) * font) + 14
  const from = grades.map((grade) => grade.from)
  const scoreText = ({ score }: StandingPoint): string => shownScore(score, from)
  const right = Math.ceil(Math.max(...['100.0', ...points.map(scoreText)].map(textWidth)) * font) + 14
  const top = 2 * small + 16
  const bottom = 2 * small + 20
  const bounds = grades.filter(({ from }) => from > floor)
  const silent = { ariaHidden: 'true', pointerEvents: 'none' }
  const aside = (dx: number) => ({ y: 'y', dx, fontSize: font, lineAnchor: 'middle' as const, ...silent })
  return Plot.plot({
    document,
    className: 'plot',
    width,
    height: top + inner + bottom,
    marginTop: top,
    marginBottom: bottom,
    marginLeft: left,
    marginRight: right,
    x: { type: 'linear', domain: [floor, 100] },
    y: { type: 'linear', domain: [0, inner], range: [top, top + inner], axis: null },
    marks: [
      Plot.gridX({ ticks: 5, stroke: 'var(--line)', strokeOpacity: 1, ...silent }),
      Plot.axisX({ ticks: 5, tickSize: 0, fontSize: small, color: 'var(--soft)', label: null, ...silent }),
      Plot.ruleX(bounds, { x: 'from', stroke: 'var(--ink)', strokeDasharray: '5 4', className: 'grades', ...silent }),
      Plot.text(bounds, {
        x: 'from',
        frameAnchor: 'top',
        lineAnchor: 'bottom',
        dy: -6,
        text: ({ name, from }: { name: string; from: number }) => `${name} ${from}`,
        fontSize: small,
        fill: 'var(--ink)',
        ...silent,
      }),
      Plot.ruleX([average], { x: 'score', stroke: 'var(--soft)', className: 'average', ...silent }),
      Plot.text([average], {
        x: 'score',
        frameAnchor: 'bottom',
        lineAnchor: 'top',
        dy: small + 12,
        text: 'name',
        // Inside the frame, also at its ends.
        textAnchor: average.score > 85 ? 'end' : average.score < floor + 15 ? 'start' : 'middle',
        fontSize: small,
        fill: 'var(--soft)',
        ...silent,
      }),
      Plot.text(heads, {
        frameAnchor: 'left',
        textAnchor: 'start',
        text: 'text',
        fill: 'var(--soft)',
        stroke: 'var(--paper)',
        strokeWidth: 4,
        ...aside(-left),
        fontSize: small,
      }),
      Plot.text(rows, { frameAnchor: 'left', textAnchor: 'start', text: 'name', fill: 'var(--ink)', ...aside(-left) }),
      Plot.text(rows, {
        frameAnchor: 'right',
        textAnchor: 'end',
        text: scoreText,
        fill: 'var(--ink)',
        ...aside(right),
      }),
      Plot.ruleY(rows, {
        y: 'y',
        x1: 'low',
        x2: 'high',
        stroke: 'var(--met)',
        strokeOpacity: 0.45,
        strokeWidth: row / 6,
        className: 'intervals',
        ...silent,
      }),
      Plot.dot(rows, {
        x: 'score',
        y: 'y',
        r: row / 5.5,
        fill: 'var(--met)',
        stroke: 'var(--paper)',
        title: 'title',
        className: 'scores',
      }),
    ],
  })
}
