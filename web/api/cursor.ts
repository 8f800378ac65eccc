import { createHash } from 'node:crypto'
import { z } from 'zod'
import { ShouwangError } from '../../errors.ts'

const schema = z.strictObject({
  /** What has been read: a number of rows, or the last run. */
  after: z.int().min(0),
  /** The instant that the first page was answered for: every further one is for the same. */
  as_of: z.string().regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,6})?$/),
  /** The state, for lists that have no `as_of`. */
  state: z.int().min(0),
  /** The question that it belongs to. */
  question: z.string(),
})

export type Cursor = z.infer<typeof schema>

/** A cursor as it leaves: opaque to whoever follows it. */
export const writeCursor = (cursor: Cursor): string => Buffer.from(JSON.stringify(cursor)).toString('base64url')

/** Reads a cursor from outside; throws `bad_parameter`. */
export function readCursor(text: string): Cursor {
  try {
    return schema.parse(JSON.parse(Buffer.from(text, 'base64url').toString('utf8')))
  } catch (cause) {
    throw new ShouwangError(
      'bad_parameter',
      'cursor 应原样取自上一页的 next_cursor；不带 cursor 从第一页开始。',
      { parameter: 'cursor', value: text.slice(0, 100), expected: 'next_cursor' },
      { cause },
    )
  }
}

/** What tells one question from another, besides where its reading stands. */
export const questionOf = (route: string, about: object): string =>
  createHash('sha256')
    .update(JSON.stringify([route, about]))
    .digest('base64url')
    .slice(0, 12)
