import type { z } from 'zod'
import { problemAnswer } from '../server/answers.ts'

/** What the API said to something that it did not do. */
export interface Refusal {
  status: number
  detail: string
  /** The same facts for a machine. */
  data: Record<string, unknown>
}

/**
 * Asks the API to change something; null when it has. SvelteKit has refused every form of elsewhere before an action
 * runs (its `csrf` check), so what comes here is of the same origin, which the API asks to be told.
 */
export async function postTo(fetch: typeof globalThis.fetch, path: string, body: object): Promise<Refusal | null> {
  const response = await send(fetch, path, body)
  return response.ok ? null : refusalOf(response)
}

/** The same where the API answers with something: its answer, or why there is none. */
export async function postFor<T>(
  fetch: typeof globalThis.fetch,
  path: string,
  { body, schema }: { body: object; schema: z.ZodType<T> },
): Promise<{ answer: T; refusal: null } | { answer: null; refusal: Refusal }> {
  const response = await send(fetch, path, body)
  if (!response.ok) return { answer: null, refusal: await refusalOf(response) }
  return { answer: schema.parse(await response.json()), refusal: null }
}

const send = (fetch: typeof globalThis.fetch, path: string, body: object): Promise<Response> =>
  fetch(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/json', 'sec-fetch-site': 'same-origin' },
    body: JSON.stringify(body),
  })

async function refusalOf(response: Response): Promise<Refusal> {
  const problem = problemAnswer.safeParse(await response.json().catch(() => null))
  const { detail, title, data = {} } = problem.data ?? {}
  return { status: response.status, detail: detail ?? title ?? response.statusText, data }
}
