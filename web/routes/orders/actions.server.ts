import { fail } from '@sveltejs/kit'
import { formOf, textOf } from '../form.server.ts'
import { postTo } from '../post.server.ts'

interface Sent {
  request: Request
  fetch: typeof globalThis.fetch
}

/** What became of a form of one order. */
export interface OrderSaid {
  order: string
  words: string
  problem: string | null
}

/** Hands in, reminds, accepts or returns, as the button that was pressed says. */
export async function tellOrder({ request, fetch }: Sent) {
  const form = await formOf(request)
  const [order, kind, words] = [textOf(form, 'order'), textOf(form, 'kind'), textOf(form, 'words')]
  const due_on = textOf(form, 'due_on')
  const files = form.getAll('files').filter((file): file is File => file instanceof File && file.size > 0)
  const refusal = await postTo(fetch, `/api/orders/${encodeURIComponent(order)}/events`, {
    event_id: textOf(form, 'event_id'),
    kind,
    words,
    ...(kind === 'returned' && due_on !== '' ? { due_on } : {}),
    files: await Promise.all(files.map(async (file) => Buffer.from(await file.arrayBuffer()).toString('base64'))),
  })
  if (refusal !== null) return fail(refusal.status, { said: { order, words, problem: refusal.detail } })
  return { said: { order, words: '', problem: null } }
}
