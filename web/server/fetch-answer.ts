import type { z } from 'zod'
import { problemAnswer } from './answers.ts'

/** An answer of the API that is not the one asked for: what was asked, and what the API said. */
export class AnswerError extends Error {
  readonly path: string
  readonly status: number
  readonly detail: string

  constructor(path: string, status: number, detail: string, options?: ErrorOptions) {
    super(`${path}: ${status} ${detail}`, options)
    this.name = 'AnswerError'
    this.path = path
    this.status = status
    this.detail = detail
  }
}

/** The API's answer at `path`, read through its schema; throws AnswerError when it is a problem or has another shape. */
export async function fetchAnswer<T>(fetch: typeof globalThis.fetch, path: string, schema: z.ZodType<T>): Promise<T> {
  const response = await fetch(path, { headers: { accept: 'application/json' } })
  const body: unknown = await response.json().catch(() => null)
  if (!response.ok) {
    const problem = problemAnswer.safeParse(body)
    throw new AnswerError(path, response.status, problem.data?.detail ?? problem.data?.title ?? response.statusText)
  }
  const answer = schema.safeParse(body)
  if (answer.success) return answer.data
  const fault = answer.error.issues[0]
  throw new AnswerError(path, 502, `${fault?.path.join('.') ?? ''}: ${fault?.message ?? ''}`, { cause: answer.error })
}

/** The same for a part of a page: null where its reader may not have it, so that the rest is there for them. */
export async function fetchPart<T>(
  fetch: typeof globalThis.fetch,
  path: string,
  schema: z.ZodType<T>,
): Promise<T | null> {
  try {
    return await fetchAnswer(fetch, path, schema)
  } catch (error) {
    if (error instanceof AnswerError && error.status === 403) return null
    throw error
  }
}

/** A path with its query; what is null or undefined is left out. */
export const withQuery = (path: string, query: Record<string, string | null | undefined>): string => {
  const entries = Object.entries(query).filter((entry): entry is [string, string] => typeof entry[1] === 'string')
  return entries.length === 0 ? path : `${path}?${new URLSearchParams(entries)}`
}
