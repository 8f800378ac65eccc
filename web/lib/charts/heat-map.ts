/// <reference lib="dom" />
import * as Plot from '@observablehq/plot'
import { formatTightRatio } from '../format/number.ts'
import type { HeatCell, HeatColumn, HeatMapData } from './heat-data.ts'
import { mayBeChance, stepOf } from './heat-scale.ts'
import { svgElement } from './svg-element.ts'
import { breakLines, textWidth } from './text-width.ts'

const ROW = 32
const FONT = 13
// Of a count on two lines.
const SMALL_FONT = 11
const TARGET_FONT = 12
const LINE = 16
// A cell keeps this free on either side of its count.
const PADDING = 4
// Between a cell and its band.
const INSET = 1
// Between the lines of a count, in ems.
const COUNT_LINE = 1.1
// Above the frame, from below: the target, the duty's name, then the group's name under its line.
const TARGET_BASE = 9
const NAME_BASE = TARGET_BASE + LINE + 1
const GROUP_HEIGHT = 30
// The shapes of look.md, Tokens: late for old data, pending where nothing is judged yet.
const STALE = '◐'
const PENDING = '◌'

/** How far a cell lies from its target, as the classes of styles/chart.css end; null where nothing is judged or aimed at. */
const stepIn = ({ rate, target }: HeatCell) => (rate === null || target === null ? 'none' : `${stepOf(rate, target)}`)

const isHatched = ({ rate, low, high, target }: HeatCell) =>
  rate !== null && low !== null && high !== null && target !== null && mayBeChance(low, high, target)

/** The count of a cell on one line where it fits, else done above owed. */
const countOf = ({ met, closed }: HeatCell, width: number): string => {
  if (closed === 0) return PENDING
  const count = formatTightRatio(met, closed)
  return textWidth(count) * FONT <= width - 2 * PADDING ? count : count.replace('/', '\n/')
}

/** Oblique lines, one pattern for the inks of light cells and one for those of dark ones. */
const hatches =
  (id: (step: number) => string): Plot.RenderFunction =>
  (_index, _scales, _values, _dimensions, { document }) => {
    const pattern = (step: number) =>
      svgElement(
        document,
        'pattern',
        { id: id(step), width: 5, height: 5, patternUnits: 'userSpaceOnUse', patternTransform: 'rotate(45)' },
        [svgElement(document, 'rect', { width: 1, height: 5, fill: `var(--heat-ink-${step})`, 'fill-opacity': 0.28 })],
      )
    return svgElement(document, 'defs', {}, [pattern(0), pattern(6)])
  }

/** Each group's name over its columns, under a hairline that stops short of the next. */
const groupNames =
  (columns: HeatColumn[], left: number, step: number): Plot.RenderFunction =>
  (_index, _scales, _values, _dimensions, { document }) => {
    const group = svgElement(document, 'g', { class: 'groups', 'text-anchor': 'start', 'font-size': FONT })
    columns.forEach(({ group: name }, index) => {
      if (columns[index - 1]?.group === name) return
      const count = columns.filter((column) => column.group === name).length
      const x = left + index * step + 1
      const line = { x1: x, x2: x + count * step - 10, y1: 0.5, y2: 0.5, stroke: 'var(--ink)' }
      const text = svgElement(document, 'text', { x, y: 19, 'font-weight': 600 })
      text.textContent = name
      group.append(svgElement(document, 'line', line), text)
    })
    return group
  }

/** Each cell a link that says in words what it shows; its colour is its class, as there are hundreds of them. */
const linkedCells =
  (cells: HeatCell[]): Plot.RenderFunction =>
  (_index, scales, _values, _dimensions, { document }) => {
    const { x, y, width, height } = bandsOf(scales)
    const size = { width: width - 2 * INSET, height: height - 2 * INSET }
    const links = cells.map((cell) => {
      const title = svgElement(document, 'title', {})
      title.textContent = cell.title
      const place = { x: x(cell) + INSET, y: y(cell) + INSET, ...size }
      const rect = svgElement(document, 'rect', { class: `step-${stepIn(cell)}`, ...place })
      return svgElement(document, 'a', { href: cell.href }, [title, rect])
    })
    return svgElement(document, 'g', { class: 'cells' }, links)
  }

/** The count of each cell in its middle; those on two lines are a little smaller. Most have their size of the group. */
const cellCounts =
  (cells: HeatCell[], step: number): Plot.RenderFunction =>
  (_index, scales, _values, _dimensions, { document }) => {
    const { x, y, width, height } = bandsOf(scales)
    const counts = cells.map((cell) => countOf(cell, step).split('\n'))
    const isMostlyLong = counts.filter(({ length }) => length > 1).length * 2 > counts.length
    const common = isMostlyLong ? SMALL_FONT : FONT
    const drawn = cells.map((cell, index) => {
      const [first = '', ...others] = counts[index] ?? []
      const font = others.length > 0 ? SMALL_FONT : FONT
      const middle = x(cell) + width / 2
      const base = y(cell) + height / 2 + (0.32 - others.length / 2) * COUNT_LINE * font
      const place = { class: `ink-${stepIn(cell)}`, x: middle, y: Number(base.toFixed(3)) }
      const text = svgElement(document, 'text', font === common ? place : { ...place, 'font-size': font })
      text.textContent = first
      text.append(...others.map((line) => nextLine(document, line, middle)))
      return text
    })
    const silent = { 'aria-hidden': 'true', 'pointer-events': 'none' }
    return svgElement(document, 'g', { class: 'counts', 'font-size': common, ...silent }, drawn)
  }

function nextLine(document: Document, line: string, x: number): SVGElement {
  const element = svgElement(document, 'tspan', { x, dy: `${COUNT_LINE}em` })
  element.textContent = line
  return element
}

/** Where the bands of units and duties begin, and how wide they are, in pixels. */
function bandsOf({ scales: { x, y } }: Plot.ScaleFunctions) {
  const at = (scale: Plot.Scale | undefined, of: string): number => Number(scale?.apply(of))
  return {
    x: ({ duty }: HeatCell) => at(x, duty),
    y: ({ unit }: HeatCell) => at(y, unit),
    width: x?.bandwidth ?? 0,
    height: y?.bandwidth ?? 0,
  }
}

/**
 * The heat map of unit × duty (look.md, Heat-map cell): lightness says how far a rate lies from its target, the count
 * stands in the cell, hatching says that the interval includes the target, an empty place that nothing is owed. Every
 * cell is a link to its rows. A pure function of the data and the width in pixels; the height follows from the rows.
 */
export function heatMap(
  data: HeatMapData,
  { width, document }: { width: number; document?: Document },
): SVGElement | HTMLElement {
  const { units, columns, cells } = data
  const left = Math.ceil(Math.max(...units.map(({ name }) => textWidth(name)), 4) * 14 + 24)
  const step = (width - left) / columns.length
  const names = columns.map(({ name }) => breakLines(name, (step - 2 * PADDING) / FONT))
  const top = GROUP_HEIGHT + Math.max(1, ...names.map((lines) => lines.length)) * LINE + NAME_BASE
  const areWhole = columns.every(({ target }) => textWidth(target) * TARGET_FONT <= step - PADDING)
  const targetOf = ({ target }: HeatColumn) => (areWhole ? target : (target.split(' ').at(-1) ?? ''))
  const hatchId = (ink: number) => `hatch-${width}-${ink}`
  const hatchOf = ({ rate, target }: HeatCell) => `url(#${hatchId(stepOf(rate ?? 0, target ?? 0) >= 5 ? 6 : 0)})`
  const nothingOwed = units.flatMap(({ id: unit }) =>
    columns
      .filter(({ duty }) => !cells.some((cell) => cell.unit === unit && cell.duty === duty))
      .map(({ duty }) => ({ unit, duty })),
  )
  const total = units.find(({ isTotal }) => isTotal)
  const place = { x: 'duty', y: 'unit', inset: INSET }
  const silent = { ariaHidden: 'true', pointerEvents: 'none' }
  const header = { x: 'duty', frameAnchor: 'top', lineAnchor: 'bottom', ...silent } as const
  const label = { y: 'id', frameAnchor: 'left', ...silent } as const
  return Plot.plot({
    document,
    className: 'plot',
    width,
    height: top + units.length * ROW,
    marginTop: top,
    marginLeft: left,
    marginRight: 0,
    marginBottom: 0,
    x: { type: 'band', domain: columns.map(({ duty }) => duty), padding: 0, axis: null },
    y: { type: 'band', domain: units.map(({ id }) => id), padding: 0, axis: null },
    marks: [
      hatches(hatchId),
      groupNames(columns, left, step),
      Plot.text(columns, {
        ...header,
        text: (_, index: number) => names[index]?.join('\n') ?? '',
        dy: -NAME_BASE,
        fontSize: FONT,
        lineHeight: LINE / FONT,
      }),
      Plot.text(columns, { ...header, text: targetOf, dy: -TARGET_BASE, fontSize: TARGET_FONT, fill: 'var(--soft)' }),
      Plot.text(units, {
        y: 'id',
        frameAnchor: 'left',
        text: 'name',
        href: 'href',
        dx: -left,
        textAnchor: 'start',
        fontSize: 14,
        className: 'units',
      }),
      Plot.text(
        units.filter(({ isStale }) => isStale),
        { ...label, text: () => STALE, dx: -12, fontSize: 12, fill: 'var(--late)' },
      ),
      Plot.cell(nothingOwed, { ...place, ...silent, inset: 1.5, fill: 'none', stroke: 'var(--line)' }),
      linkedCells(cells),
      Plot.cell(cells.filter(isHatched), { ...place, ...silent, fill: hatchOf }),
      cellCounts(cells, step),
      ...(total ? [Plot.ruleY([total], { y: 'id', dy: ROW / 2, stroke: 'var(--ink)', ...silent })] : []),
    ],
  })
}
