import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  heightOf,
  paginate,
  SHEET,
  type Block,
  type Chapter,
  type TableColumn,
} from '../../../../web/routes/evaluation/[year]/book/blocks.ts'
import { placeOf, turned, withSlide } from '../../../../web/routes/evaluation/[year]/slides/slides.ts'

const COLUMNS: TableColumn[] = ['a', 'b'].map((label) => ({ label, share: 0.5 }))
const words = fc.string({ unit: fc.constantFrom('县', '乡', '按时', ' ', 'a', '9'), minLength: 1, maxLength: 60 })
const block: fc.Arbitrary<Block> = fc.oneof(
  fc.record({ kind: fc.constant('heading' as const), text: words }),
  fc.record({ kind: fc.constant('text' as const), text: words }),
  fc.record({ kind: fc.constant('item' as const), text: words }),
  fc.record({
    kind: fc.constant('picture' as const),
    title: words,
    markup: fc.constant('<svg/>'),
    height: fc.double({ min: 20, max: 200, noNaN: true }),
  }),
  fc.record({
    kind: fc.constant('table' as const),
    caption: words,
    columns: fc.constant(COLUMNS),
    rows: fc.array(fc.tuple(words, words), { minLength: 1, maxLength: 120 }),
  }),
)
const chapters: fc.Arbitrary<Chapter[]> = fc
  .array(fc.array(block, { maxLength: 12 }), { minLength: 1, maxLength: 5 })
  .map((all) => all.map((blocks, place) => ({ id: `c${place}`, title: `c${place}`, blocks })))

describe('the sheets of a book', () => {
  it('hold every block and every row once and in order, no sheet more than it has room for, numbered on', () => {
    fc.assert(
      fc.property(chapters, (given) => {
        const sheets = paginate(given, { first: 3, continued: (title) => title })
        expect(sheets.map(({ page }) => page)).toEqual(sheets.map((_, place) => place + 3))
        expect(sheets.filter(({ isFirst }) => isFirst).map(({ chapter }) => chapter.id)).toEqual(
          given.map(({ id }) => id),
        )
        for (const { blocks } of sheets) {
          const used = blocks.reduce((sum, each) => sum + heightOf(each), 0)
          expect(used).toBeLessThanOrEqual(SHEET.height + 1e-9)
        }
        const flat = (blocks: readonly Block[]) =>
          blocks.flatMap((each) =>
            each.kind === 'table' ? each.rows.map((row) => row.join()) : [JSON.stringify(each)],
          )
        expect(flat(sheets.flatMap(({ blocks }) => blocks))).toEqual(flat(given.flatMap(({ blocks }) => blocks)))
      }),
      { numRuns: 100 },
    )
  })

  it('leave no heading alone at the foot', () => {
    const text: Block = { kind: 'text', text: '字'.repeat(40) }
    const blocks: Block[] = [...Array.from({ length: 29 }, () => text), { kind: 'heading', text: 'h' }, text]
    const sheets = paginate([{ id: 'a', title: 'a', blocks }], { first: 1, continued: (title) => title })
    for (const { blocks: on } of sheets) expect(on.at(-1)?.kind).not.toBe('heading')
  })
})

describe('the slides', () => {
  it('are turned by arrows, a clicker, Home and End, within their number', () => {
    expect(['ArrowRight', 'PageDown', ' '].map((key) => turned(key, 2, 3))).toEqual([3, 3, 3])
    expect(['ArrowLeft', 'PageUp'].map((key) => turned(key, 2, 3))).toEqual([1, 1])
    expect([turned('ArrowRight', 3, 3), turned('ArrowLeft', 1, 3)]).toEqual([3, 1])
    expect([turned('Home', 2, 3), turned('End', 2, 3), turned('x', 2, 3)]).toEqual([1, 3, null])
  })

  it('are named by the address, the nearest where it names none', () => {
    expect([null, '2', '99', '0', '-1', 'x', '1.5'].map((text) => placeOf(text, 5))).toEqual([1, 2, 5, 1, 1, 1, 1])
    const asked = new URLSearchParams('as_of=2026-10-01&slide=2')
    expect([withSlide(asked, 3), withSlide(asked, null)]).toEqual(['?as_of=2026-10-01&slide=3', '?as_of=2026-10-01'])
    expect(withSlide(new URLSearchParams('slide=2'), null)).toBe('')
  })
})
