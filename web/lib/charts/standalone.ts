/// <reference lib="dom" />
import { svgElement } from './svg-element.ts'
import { breakLines } from './text-width.ts'

/** What goes with a chart that leaves its page. */
export interface ChartWords {
  /** A sentence that says what is to be seen. */
  title: string
  /** Source and as-of. */
  foot: string
}

interface Style {
  size: number
  weight: number
  fill: string
}

/** What a style sheet can give to a shape or a text; in a file of its own each stands at the element. */
const PROPERTIES = [
  'fill',
  'fill-opacity',
  'stroke',
  'stroke-width',
  'stroke-opacity',
  'stroke-dasharray',
  'stroke-linecap',
  'stroke-linejoin',
  'opacity',
  'color',
  'font-family',
  'font-size',
  'font-weight',
  'text-anchor',
  'dominant-baseline',
  'paint-order',
]
/** What belongs to the page: its classes, and what is for the keyboard and for screen readers. */
const OF_PAGE = /^(class|tabindex|href|role|style|aria-|data-)/

const MARGIN = 24
const GAP = 12
const LINE = 1.5
const TITLE = { size: 16, weight: 600 }
const FOOT = { size: 12, weight: 400 }

/**
 * A drawn chart as an SVG that needs nothing else: colours and fonts as they are in sight, under its title and over its
 * foot. Links are taken out, as they lead nowhere from a file.
 */
export function standalone(chart: SVGSVGElement, { title, foot }: ChartWords): { svg: string; size: Size } {
  const { document } = globalThis
  const page = getComputedStyle(document.body)
  const { width, height } = sizeOf(chart)
  const ink = { fill: page.color }
  const soft = { fill: getComputedStyle(chart.closest('figure')?.querySelector('figcaption') ?? document.body).color }
  const head = textOf(title, { ...TITLE, ...ink }, { width, family: page.fontFamily })
  const tail = textOf(foot, { ...FOOT, ...soft }, { width, family: page.fontFamily })
  const total: Size = {
    width: width + 2 * MARGIN,
    height: 2 * MARGIN + head.height + GAP + height + GAP + tail.height,
  }
  const drawing = copyOf(chart)
  const place = { x: MARGIN, y: MARGIN + head.height + GAP, width, height, overflow: 'visible' }
  for (const [name, value] of Object.entries(place)) drawing.setAttribute(name, `${value}`)
  head.element.setAttribute('transform', `translate(${MARGIN},${MARGIN})`)
  tail.element.setAttribute('transform', `translate(${MARGIN},${total.height - MARGIN - tail.height})`)
  const root = svgElement(
    document,
    'svg',
    { width: total.width, height: total.height, viewBox: `0 0 ${total.width} ${total.height}` },
    [
      svgElement(document, 'title', {}),
      svgElement(document, 'rect', { width: total.width, height: total.height, fill: page.backgroundColor }),
      head.element,
      drawing,
      tail.element,
    ],
  )
  root.firstChild?.appendChild(document.createTextNode(title))
  return { svg: new XMLSerializer().serializeToString(root), size: total }
}

export interface Size {
  width: number
  height: number
}

/** The size it was drawn for; one that fits itself to the page has the size it has there. */
function sizeOf(chart: SVGSVGElement): Size {
  const { width, height } = chart.viewBox.baseVal
  if (width > 0 && height > 0) return { width, height }
  const box = chart.getBoundingClientRect()
  return { width: Math.ceil(box.width), height: Math.ceil(box.height) }
}

/** A copy with everything that style sheets give it written out. */
function copyOf(drawn: Element): SVGElement {
  const name = drawn.nodeName === 'a' ? 'g' : drawn.nodeName
  const kept = [...drawn.attributes].filter((each) => !OF_PAGE.test(each.name) && !each.name.startsWith('xmlns'))
  const copy = svgElement(document, name, Object.fromEntries(kept.map((each) => [each.name, each.value])))
  const style = getComputedStyle(drawn)
  if (!['defs', 'title'].includes(name)) {
    for (const property of PROPERTIES) {
      const value = style.getPropertyValue(property)
      if (value !== '') copy.setAttribute(property, value)
    }
  }
  for (const child of drawn.childNodes) {
    if (child instanceof Element) copy.append(copyOf(child))
    else if (child.nodeType === Node.TEXT_NODE) copy.append(document.createTextNode(child.textContent ?? ''))
  }
  return copy
}

/** A text in as many lines as it needs; its first line begins at the top. */
function textOf(
  text: string,
  { size, weight, fill }: Style,
  { width, family }: { width: number; family: string },
): { element: SVGElement; height: number } {
  const lines = breakLines(text, width / size)
  const element = svgElement(
    document,
    'g',
    { fill, 'font-family': family, 'font-size': `${size}px`, 'font-weight': weight },
    lines.map((line, index) => {
      const row = svgElement(document, 'text', { x: 0, y: size * (1 + index * LINE) })
      row.append(document.createTextNode(line))
      return row
    }),
  )
  return { element, height: lines.length * size * LINE }
}
