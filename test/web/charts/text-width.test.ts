import { describe, expect, it } from 'vitest'
import { breakLines, textWidth } from '../../../web/lib/charts/text-width.ts'

describe('breakLines', () => {
  it('keeps on one line what fits', () => {
    expect(breakLines('月谈心', 6)).toEqual(['月谈心'])
  })

  it('breaks Chinese between its words', () => {
    expect(breakLines('30 分钟告知监护人', 6)).toEqual(['30 分钟', '告知监护人'])
  })

  it('breaks Latin text between words', () => {
    expect(breakLines('Guardian told within 30 minutes', 8)).toEqual(['Guardian', 'told within', '30 minutes'])
  })

  it('leaves no single character on a line', () => {
    expect(breakLines('2 小时上报', 4.5)).toEqual(['2 小时', '上报'])
  })

  it('keeps a word whole that is longer than a line', () => {
    expect(breakLines('Authorities', 3)).toEqual(['Authorities'])
  })

  it('counts a Chinese character as one em', () => {
    expect(textWidth('月谈心')).toBe(3)
    expect(textWidth('ab')).toBeCloseTo(1.12)
  })
})
