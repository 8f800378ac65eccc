import { problemAnswer } from '../server/answers.ts'

/**
 * Asks the API to change something; null when it has. SvelteKit has refused every form of elsewhere before an action
 * runs (its `csrf` check), so what comes here is of the same origin, which the API asks to be told.
 */
export async function postTo(
  fetch: typeof globalThis.fetch,
  path: string,
  body: object,
): Promise<{ status: number; detail: string } | null> {
  const response = await fetch(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/json', 'sec-fetch-site': 'same-origin' },
    body: JSON.stringify(body),
  })
  if (response.ok) return null
  const problem = problemAnswer.safeParse(await response.json().catch(() => null))
  return { status: response.status, detail: problem.data?.detail ?? problem.data?.title ?? response.statusText }
}
