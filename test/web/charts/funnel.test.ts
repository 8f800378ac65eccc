import { parse, type HTMLElement } from 'node-html-parser'
import { describe, expect, it } from 'vitest'
import { funnel, type FunnelData } from '../../../web/lib/charts/funnel.ts'
import { createSvgDocument, toMarkup } from '../../../web/lib/charts/svg-document.ts'
import { funnelAround } from '../../../web/lib/statistics/funnel.ts'

const point = (name: string, met: number, closed: number, beyond: 'below' | 'above' | null = null) => ({
  id: name,
  name,
  closed,
  rate: met / closed,
  beyond,
  title: `${name} ${met} / ${closed}`,
})

const { at } = funnelAround(0.9, [])
const DATA: FunnelData = {
  points: [point('青石镇', 180, 200), point('白水乡', 120, 200, 'below'), point('松岭镇', 400, 400, 'above')],
  curve: [160, 240, 320, 420].map((n) => ({ n, ...at(n) })),
  centre: { value: 0.9, name: '合计 90.0%' },
  target: { value: 1, name: '目标 100%' },
  x: '已到期数',
  y: '按时率',
}

const draw = (data = DATA, size = { width: 640, height: 480 }): HTMLElement =>
  parse(toMarkup(funnel(data, { ...size, document: createSvgDocument() })))
const texts = (svg: HTMLElement, group: string) => svg.querySelectorAll(`${group} text`).map((text) => text.textContent)

describe('funnel', () => {
  it('draws every unit with its words, and names only those beyond the 99.8 % limits', () => {
    const svg = draw()
    expect(svg.querySelectorAll('.points circle')).toHaveLength(3)
    expect(svg.querySelector('.points title')!.textContent).toBe('青石镇 180 / 200')
    expect(texts(svg, '.names').sort()).toEqual(['白水乡', '松岭镇'].sort())
  })

  it('draws the 95 % limits thinner than the 99.8 % ones', () => {
    const svg = draw()
    const widths = (group: string) =>
      svg.querySelectorAll(group).map((line) => Number(line.getAttribute('stroke-width') ?? 1))
    expect(widths('.limit-95')).toHaveLength(2)
    expect(widths('.limit-998')).toHaveLength(2)
    expect(Math.max(...widths('.limit-95'))).toBeLessThan(Math.min(...widths('.limit-998')))
  })

  it('dashes the target with its name, and leaves out a centre that is the target', () => {
    expect(draw().querySelector('.target')!.getAttribute('stroke-dasharray')).toBe('5 4')
    expect(texts(draw(), '.ends')).toEqual(expect.arrayContaining(['目标 100%', '合计 90.0%', '99.8%', '95%']))
    const same = draw({ ...DATA, target: { value: 0.9, name: '目标 90%' } })
    expect(same.querySelector('.centre')).toBeNull()
    expect(texts(same, '.ends')).not.toContain('合计 90.0%')
  })

  it('lets no name stand on another', () => {
    const crowd = Array.from({ length: 4 }, (_, index) => point(`单位${index}`, 100, 200, 'below'))
    const places = draw({ ...DATA, points: crowd })
      .querySelectorAll('.names text')
      .map((text) => text.getAttribute('transform'))
    expect(places).toHaveLength(4)
    expect(new Set(places).size).toBe(4)
  })

  it('draws units of no size and a single one, keeps its size, and has no inline style', () => {
    const svg = draw({ ...DATA, points: [], curve: [] }, { width: 360, height: 300 })
    expect(svg.querySelector('svg')!.getAttribute('width')).toBe('360')
    expect(draw({ ...DATA, points: DATA.points.slice(0, 1) }).toString()).not.toMatch(/style=|<style|NaN/)
  })
})
