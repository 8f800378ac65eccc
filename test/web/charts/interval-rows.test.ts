import { describe, expect, it } from 'vitest'
import { intervalRows } from '../../../web/lib/charts/interval-rows.ts'
import { createSvgDocument, toMarkup } from '../../../web/lib/charts/svg-document.ts'

const rows = [
  { id: '01', name: '青石镇', met: 96, closed: 100, rate: 0.96, low: 0.9, high: 0.98 },
  { id: '02', name: '白水乡', met: 14, closed: 20, rate: 0.7, low: 0.48, high: 0.85 },
]
const draw = (target: number | null) =>
  toMarkup(
    intervalRows(
      { rows, target: target === null ? null : { value: target, name: '目标 100%' } },
      { width: 700, document: createSvgDocument() },
    ),
  )

describe('units with their intervals as one drawing', () => {
  it('names each with its count and rate, and draws a dot and an interval for each', () => {
    const markup = draw(1)
    for (const words of ['青石镇', '96/100', '96.0%', '白水乡', '14/20', '70.0%', '目标 100%'])
      expect(markup).toContain(words)
    expect(markup.match(/<circle/g)).toHaveLength(rows.length)
  })

  it('begins a ten below the lowest interval, and needs no target', () => {
    expect(draw(null)).toContain('40%')
    expect(draw(null)).not.toContain('30%')
    expect(draw(null)).not.toContain('目标')
  })
})
