import { describe, expect, it } from 'vitest'
import { spaceHan } from '../../../web/lib/format/spacing.ts'

describe('spaceHan', () => {
  it('sets a space between digits and Chinese, on both sides', () => {
    expect(spaceHan('约3小时前')).toBe('约 3 小时前')
    expect(spaceHan('目标100%以上')).toBe('目标 100% 以上')
  })

  it('leaves what is spaced, and punctuation, alone', () => {
    expect(spaceHan('截至 12:00，3 天前')).toBe('截至 12:00，3 天前')
  })
})
