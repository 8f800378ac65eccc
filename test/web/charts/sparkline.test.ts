import { parse, type HTMLElement } from 'node-html-parser'
import { describe, expect, it } from 'vitest'
import { sparkline, sparkRange, type SparkPoint } from '../../../web/lib/charts/sparkline.ts'
import { createSvgDocument, toMarkup } from '../../../web/lib/charts/svg-document.ts'

const YEAR: SparkPoint[] = [
  { met: 50, closed: 100 },
  { met: 0, closed: 0 },
  { met: 80, closed: 100 },
  { met: 90, closed: 100 },
]

const draw = (points: SparkPoint[], target: number | null = 1): HTMLElement =>
  parse(toMarkup(sparkline(points, { range: [0.5, 1], target, document: createSvgDocument() })))

describe('sparkline', () => {
  it('ends in a dot, breaks where nothing was judged and dashes the target', () => {
    const svg = draw(YEAR)
    expect(svg.querySelectorAll('circle')).toHaveLength(1)
    expect(svg.querySelector('path')!.getAttribute('d')!.match(/M/g)).toHaveLength(2)
    expect(svg.toString()).toContain('stroke-dasharray')
    expect(draw(YEAR, null).toString()).not.toContain('stroke-dasharray')
    expect(svg.toString()).not.toMatch(/style=|<style|NaN/)
  })

  it('is empty without points', () => {
    expect(draw([]).querySelectorAll('circle')).toHaveLength(0)
  })
})

describe('sparkRange', () => {
  it('holds all rates and the target, and has a width where all are equal', () => {
    expect(sparkRange([YEAR, [{ met: 1, closed: 4 }]], 1)).toEqual([0.25, 1])
    const [low, high] = sparkRange([[{ met: 4, closed: 4 }]], 1)!
    expect(low).toBeLessThan(high)
    expect(sparkRange([[]], 1)).toBeNull()
  })
})
