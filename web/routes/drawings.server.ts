import { createHash } from 'node:crypto'
import { LRUCache } from 'lru-cache'
import { Drawing } from '../lib/charts/drawing.ts'
import { createSvgDocument, toMarkup } from '../lib/charts/svg-document.ts'

/** Some hundred heat maps at both widths. */
const MOST_BYTES = 32 * 1024 * 1024

type Markup<Name extends string> = Readonly<Record<Name, string>>

/**
 * Keeps the markup of what was drawn: the same figures at the same sizes are the same drawing, and drawing is the largest part
 * of a page's work where its figures are kept. The least used goes first; bounded by bytes.
 */
export class KeptDrawings {
  readonly #kept: LRUCache<string, Markup<string>>

  constructor({ max_bytes }: { max_bytes: number }) {
    this.#kept = new LRUCache({
      maxSize: max_bytes,
      // One page's drawings must not push all others out. A character of a string takes two bytes.
      maxEntrySize: Math.ceil(max_bytes / 4),
      sizeCalculation: (drawn, key) =>
        2 * Object.entries(drawn).reduce((sum, [name, { length }]) => sum + name.length + length, key.length),
    })
  }

  /**
   * What was drawn of the same `shown`, else drawn now. `shown` is all that the drawings depend on, their kind, sizes and
   * language included, in values that JSON can tell apart.
   */
  get<Name extends string>(shown: readonly unknown[], draw: () => Markup<Name>): Markup<Name> {
    const key = createHash('sha256').update(JSON.stringify(shown)).digest('base64')
    const kept = this.#kept.get(key) as Markup<Name> | undefined
    if (kept !== undefined) return kept
    const drawn = draw()
    this.#kept.set(key, drawn)
    return drawn
  }
}

const drawings = new KeptDrawings({ max_bytes: MOST_BYTES })

/** A chart at one size, on the document that is given. */
export type Draw = (document: Document) => SVGElement | HTMLElement

/** The markup of one drawing, kept as long as `shown` is the same (KeptDrawings). */
export const keptMarkup = (shown: readonly unknown[], draw: Draw): string =>
  drawings.get(shown, () => ({ only: markupOf(draw) })).only

/** What the drawings of a chart are for: a page, which has them as markup, or data for one that is open already. */
export interface DrawnFor {
  isDataRequest: boolean
}

/**
 * The drawings of a chart by their names, kept as long as `shown` is the same (KeptDrawings). `draws` is called where they are
 * not there yet; it answers null where there is nothing to draw. `chart` is what it is called in its page.
 */
export function drawingsOf<Name extends string>(
  chart: string,
  {
    names,
    shown,
    draws,
  }: { names: readonly Name[]; shown: readonly unknown[]; draws: () => Record<Name, Draw> | null },
  { isDataRequest }: DrawnFor,
): Record<Name, Drawing> {
  const markup = drawings.get<Name>([chart, ...shown], () => {
    const found = draws()
    return byName(names, (name) => (found === null ? '' : markupOf(found[name])))
  })
  return byName(names, (name) => new Drawing(`${chart}-${name}`, markup[name], { isOnPage: !isDataRequest }))
}

const markupOf = (draw: Draw): string => toMarkup(draw(createSvgDocument()))

const byName = <Name extends string, Value>(names: readonly Name[], valueOf: (name: Name) => Value) =>
  Object.fromEntries(names.map((name) => [name, valueOf(name)])) as Record<Name, Value>
