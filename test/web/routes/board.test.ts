import { describe, expect, it } from 'vitest'
import { boardWith, type Board, type BoardAnswer } from '../../../web/routes/incidents/board.server.ts'

/** Pages of two lines each, of one township. */
function pages(count: number): (cursor: string | null) => Promise<BoardAnswer> {
  return (cursor) => {
    const page = cursor === null ? 0 : Number(cursor)
    const incidents = [0, 1].map((line) => ({ township_id: '01', id: `n${page * 2 + line}` }))
    const board = { incidents, next: page + 1 < count ? String(page + 1) : null } as unknown as Board
    return Promise.resolve({ board, problem: null })
  }
}
const idsOf = ({ board }: BoardAnswer): string[] | undefined => board?.incidents.map(({ id }) => id)

describe('the board of who was sent to one line', () => {
  it('is the page that has the line, however far it is', async () => {
    expect(idsOf(await boardWith('01/n0', pages(3)))).toEqual(['n0', 'n1'])
    expect(idsOf(await boardWith('01/n5', pages(3)))).toEqual(['n4', 'n5'])
  })

  it('is the first page where no line is asked for, or where there is none of that number', async () => {
    expect(idsOf(await boardWith(null, pages(3)))).toEqual(['n0', 'n1'])
    expect(idsOf(await boardWith('01/x', pages(3)))).toEqual(['n0', 'n1'])
    expect(idsOf(await boardWith('02/n5', pages(3)))).toEqual(['n0', 'n1'])
  })

  it('is told what went wrong', async () => {
    const failed: BoardAnswer = { board: null, problem: { detail: 'x', status: 503 } }
    expect(await boardWith('01/n1', () => Promise.resolve(failed))).toBe(failed)
  })
})
