import { textOf } from '../form.server.ts'
import { SUBJECT_KINDS } from './words.ts'

const lines = (text: string): string[] =>
  text.split('\n').flatMap((line) => {
    const unit = line.trim()
    return unit === '' ? [] : [unit]
  })

const chosen = (form: FormData, name: string): string[] =>
  form.getAll(name).filter((value): value is string => typeof value === 'string')

/** Units that were ticked and those that were written, one a line. */
const unitsOf = (form: FormData, name: string): string[] => [
  ...chosen(form, name),
  ...lines(textOf(form, `${name}_more`)),
]

/** Numbers as they were written: what is no whole number goes on to the API, which says so. */
function sharesOf(form: FormData, name: string): Record<string, number | string> {
  return Object.fromEntries(
    SUBJECT_KINDS.flatMap((kind) => {
      const text = textOf(form, `${name}:${kind}`).trim()
      return text === '' ? [] : [[kind, /^\d+$/.test(text) ? Number(text) : text]]
    }),
  )
}

/** A plan out of the form, as `POST /api/inspections` takes it. */
export function planOf(form: FormData): object {
  return {
    title: textOf(form, 'title'),
    kind: textOf(form, 'kind'),
    starts_on: textOf(form, 'starts_on'),
    ends_on: textOf(form, 'ends_on'),
    units: unitsOf(form, 'unit'),
    team: chosen(form, 'member').map((account) => ({ account, ties: unitsOf(form, `tie:${account}`) })),
    random: sharesOf(form, 'random'),
    risk: sharesOf(form, 'risk'),
  }
}

/** What was filled in, so that a refused form comes back as it was. */
export const typedIn = (form: FormData): Record<string, string[]> =>
  Object.fromEntries([...new Set(form.keys())].map((name) => [name, chosen(form, name)]))
