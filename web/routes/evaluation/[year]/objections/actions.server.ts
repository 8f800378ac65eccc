import { fail } from '@sveltejs/kit'
import { formOf, textOf } from '../../../form.server.ts'
import { postTo, type Refusal } from '../../../post.server.ts'

interface Sent {
  request: Request
  fetch: typeof globalThis.fetch
  params: { year: string }
}

/** What became of a form: `of` is the objection that it was about, empty for a new one. */
export interface ObjectionSaid {
  of: string
  words: string
  problem: string | null
}

const answered = ({ of, words }: { of: string; words: string }, refusal: Refusal | null) =>
  refusal === null
    ? { said: { of, words: '', problem: null } }
    : fail(refusal.status, { said: { of, words, problem: refusal.detail } })

/** The kind and the item of `duty`'s code, `whole`, `entry-1` or `veto-1`. */
function itemOf(key: string): { kind: string; item: string } {
  const [, kind, place] = /^(entry|veto)-(\d+)$/.exec(key) ?? []
  if (kind !== undefined) return { kind, item: place ?? '' }
  return key === 'whole' ? { kind: 'whole', item: '' } : { kind: 'duty', item: key }
}

/** Objects to an item of a township's score. */
export async function makeObjection({ request, fetch, params }: Sent) {
  const form = await formOf(request)
  const words = textOf(form, 'words')
  const [township = '', key = ''] = textOf(form, 'item').split(' ')
  const files = form.getAll('files').filter((file): file is File => file instanceof File && file.size > 0)
  const refusal = await postTo(fetch, `/api/evaluation/${params.year}/objections`, {
    objection_id: textOf(form, 'objection_id'),
    township,
    ...itemOf(key),
    words,
    files: await Promise.all(files.map(async (file) => Buffer.from(await file.arrayBuffer()).toString('base64'))),
  })
  return answered({ of: '', words }, refusal)
}

/** Decides an objection. */
export async function decideObjection({ request, fetch, params }: Sent) {
  const form = await formOf(request)
  const [of, words, version] = [textOf(form, 'objection'), textOf(form, 'words'), textOf(form, 'scheme_version')]
  const refusal = await postTo(fetch, pathOf(params.year, of, 'decide'), {
    event_id: textOf(form, 'event_id'),
    decision: textOf(form, 'decision'),
    words,
    ...(version === '' ? {} : { scheme_version: Number(version) }),
  })
  return answered({ of, words }, refusal)
}

/** Withdraws an objection of the township's own. */
export async function withdrawObjection({ request, fetch, params }: Sent) {
  const form = await formOf(request)
  const [of, words] = [textOf(form, 'objection'), textOf(form, 'words')]
  const body = { event_id: textOf(form, 'event_id'), words }
  return answered({ of, words }, await postTo(fetch, pathOf(params.year, of, 'withdraw'), body))
}

const pathOf = (year: string, objection: string, step: string): string =>
  `/api/evaluation/${year}/objections/${encodeURIComponent(objection)}/${step}`
