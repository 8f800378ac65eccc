/**
 * A drawing of the server. A page that is sent whole has it as markup and not once more in the page's data, of which it would
 * be the largest part: there only its name stands, and the browser reads it from the page. Data that come without a page have
 * it themselves.
 */
export class Drawing {
  /** Its place in the page, where it stands once: `data-drawing`. */
  readonly name: string
  /** Empty where there is nothing to draw. */
  readonly markup: string
  readonly isOnPage: boolean

  constructor(name: string, markup: string, { isOnPage = false }: { isOnPage?: boolean } = {}) {
    this.name = name
    this.markup = markup
    this.isOnPage = isOnPage
  }
}

export interface SentDrawing {
  name: string
  /** Absent where the page has it. */
  markup?: string
}

/** A drawing as the page's data have it; false for everything else (SvelteKit, transport). */
export const sendDrawing = (value: unknown): SentDrawing | false => {
  if (!(value instanceof Drawing)) return false
  const { name, markup, isOnPage } = value
  return isOnPage && markup !== '' ? { name } : { name, markup }
}

/** A drawing out of the page's data: `markupOf` reads what stands on the page under a name. */
export const takeDrawing = ({ name, markup }: SentDrawing, markupOf: (name: string) => string): Drawing =>
  new Drawing(name, markup ?? markupOf(name))
