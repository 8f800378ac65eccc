import { isEmptyText, normalizeText } from './cells/cell.ts'
import { cleanId } from './cells/id.ts'

const FOOTER = /^(?:合计|总计|小计|备注|说明|填表|制表|审核|单位负责人)/

/**
 * Whether a row is a footer (registers.md, Reading), by the texts of its cells: the first filled one begins with one of
 * the words of a footer, however spaced (`合 计`), and none is a valid id.
 */
export function isFooter(texts: readonly string[]): boolean {
  const contents = texts.map(normalizeText)
  const first = contents.find((text) => !isEmptyText(text)) ?? ''
  return FOOTER.test(first.replace(/\s/g, '')) && !contents.some((text) => cleanId(text).value !== null)
}
