import { ShouwangError } from '../../errors.ts'
import { questionOf, writeCursor, type Cursor } from './cursor.ts'
import { DEFAULT_LIMIT } from './parameters.ts'
import type { Desk } from './desk.ts'

interface Asked {
  as_of?: string
  limit?: number
  cursor?: Cursor
}

/** Where the reading of a long list stands. */
export interface Reading {
  /** The instant that every page of it is for. */
  as_of: string
  /** What has been read: a number of rows, or the last run. */
  after: number
  limit: number
  /** Whether a part was asked for: then CSV and Arrow are that part too. */
  is_part: boolean
  /** The cursor to read on after `after`. */
  next(after: number): string
}

/** Begins or goes on reading; a cursor that belongs to another question is refused. `about` is what the question asks. */
export function readingOf({ present, services }: Desk, route: string, asked: Asked, about: object): Reading {
  const { cursor, limit } = asked
  const question = questionOf(route, about)
  const isOther =
    cursor !== undefined && (cursor.question !== question || (asked.as_of ?? cursor.as_of) !== cursor.as_of)
  if (isOther) {
    throw new ShouwangError(
      'bad_parameter',
      'cursor 属于另一个查询：接着读时其余参数应与第一页相同；否则去掉 cursor 从头读。',
      {
        parameter: 'cursor',
      },
    )
  }
  const as_of = cursor?.as_of ?? asked.as_of ?? present.local
  return {
    as_of,
    after: cursor?.after ?? 0,
    limit: limit ?? DEFAULT_LIMIT,
    is_part: limit !== undefined || cursor !== undefined,
    next: (after) => writeCursor({ after, as_of, state: services.warehouse.version, question }),
  }
}

/** The page of a list of which one row more than the limit was read, and the cursor of the next one. */
export function pageOf<Row>(rows: Row[], reading: Reading): { rows: Row[]; next_cursor: string | null } {
  const { after, limit, next } = reading
  return rows.length > limit
    ? { rows: rows.slice(0, limit), next_cursor: next(after + limit) }
    : { rows, next_cursor: null }
}
