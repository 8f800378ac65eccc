import { parse, type HTMLElement } from 'node-html-parser'
import { describe, expect, it } from 'vitest'
import type { HeatCell, HeatMapData } from '../../../web/lib/charts/heat-data.ts'
import { heatMap } from '../../../web/lib/charts/heat-map.ts'
import { createSvgDocument, toMarkup } from '../../../web/lib/charts/svg-document.ts'
import { wilson } from '../../support/wilson.ts'

const cell = (unit: string, duty: string, met: number, closed: number): HeatCell => ({
  unit,
  duty,
  met,
  closed,
  ...wilson(met, closed),
  target: 1,
  title: `${unit} & ${duty}`,
  href: `/api/subjects?duty=${duty}&unit=${unit}`,
})

const DATA: HeatMapData = {
  units: [
    { id: 'all', name: '青川示范县', isTotal: true, isStale: false },
    { id: '01', name: '青石镇', isTotal: false, isStale: false },
    { id: '02', name: '白水乡', isTotal: false, isStale: true },
  ],
  columns: [
    { duty: 'file', name: '建档', group: '建档覆盖', target: '目标 100%' },
    { duty: 'talk', name: '月谈心', group: '谈心走访', target: '目标 100%' },
    { duty: 'told', name: '30 分钟告知监护人', group: '突发事件', target: '目标 100%' },
  ],
  cells: [
    cell('all', 'file', 58_120, 64_000),
    cell('all', 'talk', 90, 100),
    cell('01', 'file', 20, 20),
    cell('01', 'talk', 40, 100),
    cell('02', 'file', 19, 20),
    cell('02', 'talk', 0, 0),
    cell('02', 'told', 3, 3),
  ],
}

const draw = (width: number, data = DATA): HTMLElement =>
  parse(toMarkup(heatMap(data, { width, document: createSvgDocument() })))
const counts = (svg: HTMLElement) => svg.querySelectorAll('.counts text').map((text) => text.textContent)

describe('heatMap', () => {
  it('makes every cell a link to its rows, named in words and placed for the arrow keys', () => {
    const links = draw(900).querySelectorAll('.cells a')
    expect(links).toHaveLength(DATA.cells.length)
    const last = links.at(-1)!
    expect(last.getAttribute('href')).toBe('/api/subjects?duty=told&unit=02')
    expect(last.querySelector('title')!.textContent).toBe('02 & told')
    const place = ({ x, y }: { x: number; y: number }) => [x, y]
    const at = links.map((link) => {
      const rect = link.querySelector('rect')!
      return { x: Number(rect.getAttribute('x')), y: Number(rect.getAttribute('y')) }
    })
    const [columns, rows] = ['x', 'y'].map((name) =>
      [...new Set(at.map((each) => each[name as 'x' | 'y']))].sort((a, b) => a - b),
    )
    expect(place(at.at(-1)!)).toEqual([columns![2], rows![2]])
  })

  it('shows the count of every cell, and the pending shape where nothing is judged yet', () => {
    expect(counts(draw(900))).toEqual(['58,120/64,000', '90/100', '20/20', '40/100', '19/20', '◌', '3/3'])
  })

  it('says the target’s number alone where a column is too narrow for its words', () => {
    const said = (width: number) =>
      [...draw(width).querySelectorAll('text')]
        .map((text) => text.textContent ?? '')
        .filter((text) => text.endsWith('%'))
    expect(new Set(said(900))).toEqual(new Set(['目标 100%']))
    expect(new Set(said(250))).toEqual(new Set(['100%']))
  })

  it('sets done above owed where the cell is too narrow for both', () => {
    const [first] = draw(330).querySelectorAll('.counts text')
    const lines = first!.querySelectorAll('tspan')
    expect([first!.textContent, ...lines.map((line) => line.textContent)]).toEqual(['58,120/64,000', '/64,000'])
    expect([first!.getAttribute('font-size'), lines.length]).toEqual(['11', 1])
    expect(lines[0]!.getAttribute('x')).toBe(first!.getAttribute('x'))
  })

  it('steps from the target: the lightest at it, the darkest from forty points', () => {
    const fills = draw(900)
      .querySelectorAll('.cells rect')
      .map((rect) => rect.getAttribute('class'))
    expect(fills).toEqual([3, 4, 0, 6, 3, 'none', 0].map((step) => `step-${step}`))
  })

  it('hatches the cells whose interval includes the target, and no others', () => {
    const hatched = draw(900).querySelectorAll('rect[fill^="url("]')
    expect(hatched).toHaveLength(2)
  })

  it('leaves an empty place where nothing is owed', () => {
    const svg = draw(900)
    const empty = svg.querySelectorAll('g[stroke="var(--line)"] rect')
    expect(empty).toHaveLength(2)
    expect(svg.querySelectorAll('.cells rect')).toHaveLength(7)
  })

  it('marks the unit whose data are old', () => {
    const marks = draw(900)
      .querySelectorAll('text')
      .filter((text) => text.textContent === '◐')
    expect(marks).toHaveLength(1)
  })

  it('has a height of its rows alone, and no inline style', () => {
    const markup = draw(900).toString()
    const rows = (data: HeatMapData) => Number(draw(900, data).querySelector('svg')!.getAttribute('height'))
    expect(rows(DATA) - rows({ ...DATA, units: DATA.units.slice(0, 2), cells: DATA.cells.slice(0, 4) })).toBe(32)
    expect(markup).not.toMatch(/style=|<style/)
  })
})
