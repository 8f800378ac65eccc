import { parse, type HTMLElement } from 'node-html-parser'
import { describe, expect, it } from 'vitest'
import { ecdf, histogram, type DistributionData } from '../../../web/lib/charts/distribution.ts'
import { createSvgDocument, toMarkup } from '../../../web/lib/charts/svg-document.ts'

const GAPS: DistributionData = {
  bins: [
    { from: 0, to: 7, n: 2, share: 0.5 },
    { from: 7, to: 14, n: 0, share: 0.5 },
    { from: 14, to: null, n: 2, share: 1 },
  ],
  line: { at: 6, name: '中位 6 天' },
  counted: '间隔数',
  measured: '间隔（天）',
}
const NOTICE: DistributionData = {
  bins: [
    { from: 29, to: 30, n: 3, share: 0.75 },
    { from: 90, to: null, n: 1, share: 1 },
  ],
  line: { at: 30, name: '时限 30 分钟' },
  counted: '累计占比',
  measured: '用时（分钟）',
}

const drawn = (draw: typeof ecdf, data: DistributionData, width = 660): HTMLElement =>
  parse(toMarkup(draw(data, { width, document: createSvgDocument() })))
const texts = (svg: HTMLElement) => svg.querySelectorAll('text').map((text) => text.textContent)

describe('histogram', () => {
  it('has a bar a bin, the one without an end drawn open, and both axes named', () => {
    const svg = drawn(histogram, GAPS)
    const bars = svg.querySelectorAll('.bars rect')
    expect(bars).toHaveLength(3)
    expect(bars.map((bar) => bar.getAttribute('fill'))).toEqual(['var(--met)', 'var(--met)', 'var(--paper)'])
    expect(texts(svg)).toEqual(expect.arrayContaining(['间隔数', '间隔（天）', '中位 6 天']))
    // The columns of the rows name nothing.
    expect(texts(svg).filter((text) => /[a-z]/.test(text))).toEqual([])
    expect(texts(drawn(ecdf, NOTICE)).filter((text) => /[a-z]/.test(text))).toEqual([])
  })
})

describe('ecdf', () => {
  it('rises exactly at the deadline’s line where the last were told on it', () => {
    const svg = drawn(ecdf, NOTICE)
    const line = svg.querySelector('line.limit, .limit line')
    const path = svg.querySelector('path.curve, .curve path')?.getAttribute('d') ?? ''
    const rise = path.match(/[\d.]+/g)?.map((at) => Number(at).toFixed(1)) ?? []
    expect(rise).toContain(Number(line?.getAttribute('x1')).toFixed(1))
  })

  it('keeps the name of its line on the chart on a telephone', () => {
    const late = { ...NOTICE, line: { at: 30, name: '一条很长很长很长很长很长很长很长的线的名字' } }
    const name = drawn(ecdf, late, 340).toString()
    expect(name).toContain('text-anchor="end"')
  })
})
