import { textWidth } from '../../../../lib/charts/text-width.ts'

/** What a book is made of, in the order in which it is read. */
export type Block =
  | { kind: 'heading'; text: string }
  | { kind: 'text'; text: string; isSoft?: boolean }
  | { kind: 'item'; text: string }
  | { kind: 'table'; caption: string; columns: TableColumn[]; rows: string[][] }
  | { kind: 'picture'; title: string; markup: string; height: number; note?: string }

export interface TableColumn {
  label: string
  isNumber?: boolean
  /** Its share of the width; the shares of a table make up 1. */
  share: number
}

/** A chapter begins on a sheet of its own. */
export interface Chapter {
  id: string
  title: string
  /** A township's chapter stands a step further in the contents. */
  isTownship?: boolean
  blocks: Block[]
}

/** One printed sheet: of a chapter, with its heading where it is the first of it. */
export interface Sheet {
  chapter: Chapter
  /** From 1: the number that is printed on it, and that of the page in the PDF. */
  page: number
  isFirst: boolean
  blocks: Block[]
}

/** Millimetres on A4: what `Sheet.svelte` leaves for the blocks, and how they are set there. */
export const SHEET = { width: 170, height: 247 }
const TEXT = { em: 3.7, line: 5.6, gap: 2 }
const CELL = { em: 3.18, line: 4.3, padding: 1.9, gap: 2.6 }
const HEADING = 13
const CHAPTER_TITLE = 17
const CAPTION = 8
const PICTURE_TITLE = 8
const NOTE = 6
/** Lines are broken at words and not anywhere: so much narrower than the paper they are counted. */
const SLACK = 0.92
/** A heading is not left alone at the foot: so much of what follows stands with it. */
const WITH_HEADING = 30
/** So many rows at least stand on a sheet with the head of their table. */
const LEAST_ROWS = 2

const linesOf = (text: string, width: number, em: number): number =>
  Math.max(1, Math.ceil((textWidth(text) * em) / (width * SLACK)))

/** How high a row of a table is: its fullest cell. */
const rowHeight = (cells: readonly string[], columns: readonly TableColumn[]): number =>
  Math.max(
    ...cells.map((text, place) => linesOf(text, (columns[place]?.share ?? 1) * SHEET.width - CELL.gap, CELL.em)),
  ) *
    CELL.line +
  CELL.padding

const headHeight = (columns: readonly TableColumn[]): number =>
  CAPTION +
  rowHeight(
    columns.map(({ label }) => label),
    columns,
  )

/** How high a block stands on paper, in millimetres; never less than it will be. */
export function heightOf(block: Block): number {
  switch (block.kind) {
    case 'heading':
      return HEADING
    case 'text':
      return linesOf(block.text, SHEET.width, TEXT.em) * TEXT.line + TEXT.gap
    case 'item':
      return linesOf(block.text, SHEET.width - 6, TEXT.em) * TEXT.line + TEXT.gap
    case 'table':
      return block.rows.reduce((sum, row) => sum + rowHeight(row, block.columns), headHeight(block.columns) + TEXT.gap)
    case 'picture':
      return PICTURE_TITLE + block.height + (block.note === undefined ? 0 : NOTE) + TEXT.gap
  }
}

/**
 * Chapters on sheets, from page `first` on. Long tables are split between rows, each part with its head; so the number of
 * every page is known before anything is printed, and the contents are right by construction. `continued` names a table's
 * further parts.
 */
export function paginate(
  chapters: readonly Chapter[],
  { first, continued }: { first: number; continued: (caption: string) => string },
): Sheet[] {
  const sheets: Sheet[] = []
  for (const chapter of chapters) {
    let sheet: Sheet = { chapter, page: first + sheets.length, isFirst: true, blocks: [] }
    let left = SHEET.height - CHAPTER_TITLE
    sheets.push(sheet)
    const turn = (): void => {
      sheet = { chapter, page: first + sheets.length, isFirst: false, blocks: [] }
      left = SHEET.height
      sheets.push(sheet)
    }
    const put = (block: Block): void => {
      const height = heightOf(block)
      const needed = block.kind === 'heading' ? height + WITH_HEADING : height
      if (needed > left && sheet.blocks.length > 0) turn()
      sheet.blocks.push(block)
      left -= height
    }
    for (const block of chapter.blocks) {
      if (block.kind !== 'table' || heightOf(block) <= left) put(block)
      else splitTable(block, { left: () => left, isEmpty: () => sheet.blocks.length === 0, turn, put, continued })
    }
  }
  return sheets
}

interface Putting {
  left: () => number
  isEmpty: () => boolean
  turn: () => void
  put: (block: Block) => void
  continued: (caption: string) => string
}

function splitTable(table: Block & { kind: 'table' }, { left, isEmpty, turn, put, continued }: Putting): void {
  let rows = table.rows
  let caption = table.caption
  while (rows.length > 0) {
    const room = left() - headHeight(table.columns) - TEXT.gap
    let count = 0
    for (let height = 0; count < rows.length; count++) {
      height += rowHeight(rows[count] ?? [], table.columns)
      if (height > room) break
    }
    if (count < Math.min(LEAST_ROWS, rows.length) && !isEmpty()) {
      turn()
      continue
    }
    const part = rows.slice(0, Math.max(1, count))
    put({ ...table, caption, rows: part })
    rows = rows.slice(part.length)
    caption = continued(table.caption)
    if (rows.length > 0) turn()
  }
}
