import { describe, expect, it } from 'vitest'
import { pageCounter } from '../../../web/lib/components/page-counter.ts'

describe('pageCounter', () => {
  it('puts the style sheet’s counters where the words have the page and the pages', () => {
    expect(pageCounter((page, pages) => `第 ${page} 页，共 ${pages} 页`)).toBe(
      '"第 " counter(page) " 页，共 " counter(pages) " 页"',
    )
  })

  it('keeps a quotation mark within its text', () => {
    expect(pageCounter((page) => `"${page}`)).toContain('"\\"" counter(page)')
  })
})
