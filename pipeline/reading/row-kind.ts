import type { Row } from './table.ts'

const FOOTER = /^(?:合计|总计|小计|备注|说明|填表|制表|审核|单位负责人)/
/** What makes a cell empty (registers.md, Cells, any), its white space gone. */
const NOTHING = /^(?:[/\-—]*|无|暂无|N\/A)$/i

/**
 * Whether a row is a footer (registers.md, Reading): its first filled cell begins with one of the words of a footer, however
 * spaced (`合 计`), and it holds no valid id. Looks at no more texts than it needs.
 */
export function isFooter(texts: Iterable<string>, has_valid_id: boolean): boolean {
  if (has_valid_id) return false
  for (const text of texts) {
    const bare = text
      .normalize('NFKC')
      .replace(/\s/g, '')
      .replace(/^['’]+/, '')
    if (!NOTHING.test(bare)) return FOOTER.test(bare)
  }
  return false
}

/** Whether a row is blank: no cell of it is filled, or only by a merge from a row above. Readers give such a row no cells. */
export function isBlank(row: Row): boolean {
  return row.is_merge_only === true || row.cells.every((cell) => cell === null || cell === '')
}
