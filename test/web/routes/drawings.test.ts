import { describe, expect, it, vi } from 'vitest'
import { Drawing } from '../../../web/lib/charts/drawing.ts'
import { drawingsOf, KeptDrawings } from '../../../web/routes/drawings.server.ts'

const drawn = (words: string) => vi.fn(() => ({ wide: `<svg>${words}</svg>` }))

describe('kept drawings', () => {
  it('are drawn once for the same figures, size and language, and anew for others', () => {
    const kept = new KeptDrawings({ max_bytes: 10_000 })
    const [first, again] = [drawn('first'), drawn('again')]
    expect(kept.get(['heat', 1200, 'zh', [{ met: 1 }]], first)).toEqual({ wide: '<svg>first</svg>' })
    expect(kept.get(['heat', 1200, 'zh', [{ met: 1 }]], again)).toEqual({ wide: '<svg>first</svg>' })
    expect([first, again].map(({ mock }) => mock.calls.length)).toEqual([1, 0])
    for (const [index, other] of [
      ['trend', 1200, 'zh', [{ met: 1 }]],
      ['heat', 760, 'zh', [{ met: 1 }]],
      ['heat', 1200, 'en', [{ met: 1 }]],
      ['heat', 1200, 'zh', [{ met: 2 }]],
      ['heat', 1200, 'zh', [{ met: null }]],
    ].entries())
      expect(kept.get(other, drawn(`${index}`))).toEqual({ wide: `<svg>${index}</svg>` })
  })

  it('go where there is no room for them, the least used first', () => {
    const kept = new KeptDrawings({ max_bytes: 4_000 })
    const long = 'x'.repeat(300)
    for (let day = 0; day < 4; day++) kept.get([day], drawn(long))
    const [known, gone] = [drawn(long), drawn(long)]
    kept.get([3], known)
    for (let day = 4; day < 8; day++) kept.get([day], drawn(long))
    kept.get([0], gone)
    expect([known, gone].map(({ mock }) => mock.calls.length)).toEqual([0, 1])
  })

  it('are never one that is larger than its share of the room', () => {
    const kept = new KeptDrawings({ max_bytes: 4_000 })
    const [small, large, largeAgain] = [drawn('x'), drawn('x'.repeat(600)), drawn('x'.repeat(600))]
    kept.get(['small'], small)
    kept.get(['large'], large)
    kept.get(['large'], largeAgain)
    kept.get(['small'], small)
    expect([small, largeAgain].map(({ mock }) => mock.calls.length)).toEqual([1, 1])
  })
})

describe('the drawings of a chart', () => {
  const of = (isDataRequest: boolean) =>
    drawingsOf('none', { names: ['wide', 'narrow'], shown: [isDataRequest], draws: () => null }, { isDataRequest })

  it('are empty where there is nothing to draw, each under its own name', () => {
    const empty = (name: string, isOnPage: boolean) => new Drawing(name, '', { isOnPage })
    expect(of(false)).toEqual({ wide: empty('none-wide', true), narrow: empty('none-narrow', true) })
    expect(of(true)).toEqual({ wide: empty('none-wide', false), narrow: empty('none-narrow', false) })
  })
})
