/**
 * The words of a sheet's number as the `content` of a margin box, where only the style sheet can count: what `words`
 * says, with CSS's counters in the places of the page and of the pages.
 */
export const pageCounter = (words: (page: string, pages: string) => string): string =>
  words(PAGE, PAGES)
    .split(/(\{pages?\})/)
    .map((part) => COUNTERS[part] ?? JSON.stringify(part))
    .join(' ')

const PAGE = '{page}'
const PAGES = '{pages}'
const COUNTERS: Readonly<Record<string, string>> = { [PAGE]: 'counter(page)', [PAGES]: 'counter(pages)' }
