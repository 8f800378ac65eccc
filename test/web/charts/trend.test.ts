import { parse, type HTMLElement } from 'node-html-parser'
import { describe, expect, it } from 'vitest'
import { createSvgDocument, toMarkup } from '../../../web/lib/charts/svg-document.ts'
import { trendChart, type TrendData, type TrendPoint } from '../../../web/lib/charts/trend.ts'
import { wilson } from '../../support/wilson.ts'

const point = (month: number, met: number, closed: number, signal: string | null = null): TrendPoint => ({
  period: `2026-0${month}`,
  label: `${month} 月`,
  met,
  closed,
  ...wilson(met, closed),
  signal,
})

const DATA: TrendData = {
  points: [point(3, 80, 100), point(4, 85, 100), point(5, 0, 0), point(6, 40, 100, '超出控制限')],
  target: { at: 1, name: '目标 100%' },
  limits: {
    mean: { at: 0.68, name: '平均' },
    bounds: [
      { at: 0.31, name: '暂定控制限' },
      { at: 1.05, name: '暂定控制限' },
    ],
  },
}

const draw = (data = DATA, width = 760): HTMLElement =>
  parse(toMarkup(trendChart(data, { width, document: createSvgDocument() })))
const texts = (svg: HTMLElement) => svg.querySelectorAll('text').map((text) => text.textContent)

describe('trendChart', () => {
  it('draws each judged period as a dot on its interval, named with count, rate and interval', () => {
    const svg = draw()
    expect(svg.querySelectorAll('.rates circle')).toHaveLength(3)
    expect(svg.querySelectorAll('.intervals line')).toHaveLength(3)
    expect(svg.querySelector('.rates title')?.textContent).toBe('2026-03 · 80/100 · 80.0% · 71.1–86.7%')
  })

  it('stands the count under every period, and the pending shape where nothing is judged', () => {
    expect(
      draw()
        .querySelectorAll('.counts text')
        .map((text) => text.textContent),
    ).toEqual(['80/100', '85/100', '◌', '40/100'])
  })

  it('leaves the counts to the table where they would touch', () => {
    expect(draw(DATA, 240).querySelector('.counts')).toBeNull()
  })

  it('dashes the target and names it', () => {
    const svg = draw()
    expect(svg.querySelector('.target')?.getAttribute('stroke-dasharray')).toBe('6 4')
    expect(texts(svg)).toContain('目标 100%')
  })

  it('draws of the control limits what lies between 0 and 1, and none where none are given', () => {
    expect(draw().querySelectorAll('.limits line, line.limits')).toHaveLength(1)
    expect(texts(draw()).filter((text) => text === '暂定控制限')).toHaveLength(1)
    const bare = draw({ ...DATA, limits: null })
    expect(bare.querySelector('.limits')).toBeNull()
    expect(texts(bare)).not.toContain('平均')
  })

  it('rings what lies beyond the usual variation', () => {
    expect(draw().querySelectorAll('.signals circle')).toHaveLength(1)
  })

  it('labels the last rate directly', () => {
    expect(draw().querySelector('.last text')?.textContent ?? draw().querySelector('text.last')?.textContent).toBe(
      '40.0%',
    )
  })

  it('keeps the names of the lines apart', () => {
    const close = draw({ ...DATA, limits: { mean: { at: 0.99, name: '平均' }, bounds: [{ at: 0.98, name: '下限' }] } })
    const ys = close
      .querySelectorAll('.names text')
      .map((text) => Number(/,([\d.]+)/.exec(text.getAttribute('transform') ?? '')?.[1]))
    expect(ys).toHaveLength(3)
    const sorted = ys.toSorted((a, b) => a - b)
    for (const [index, y] of sorted.slice(1).entries()) expect(y - (sorted[index] ?? 0)).toBeGreaterThanOrEqual(16)
  })

  it('has no inline style', () => {
    expect(draw().toString()).not.toMatch(/style=|<style/)
  })

  it('draws a county before its first period', () => {
    expect(draw({ points: [], target: DATA.target, limits: null }).querySelector('svg')).not.toBeNull()
  })
})
