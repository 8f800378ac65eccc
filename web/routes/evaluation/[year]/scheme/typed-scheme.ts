import type { Scheme, SchemeItem } from './answers.ts'

/** An item as the form has it: rates in percent, the numbers of every way to score kept while another is chosen. */
export interface TypedItem {
  duty: string
  weight: number | null
  kind: SchemeItem['scoring']['kind']
  from: number | null
  /** Null: up to the duty's target. */
  to: number | null
  steps: { from: number | null; part: number | null }[]
  per_case: number | null
}

/** A scheme as the form has it; what is empty is null. */
export interface TypedScheme {
  items: TypedItem[]
  verification: Scheme['verification']
  least_checked: number | null
  entries: { township: string; points: number | null; reason: string; evidence: string }[]
  vetoes: { township: string; reason: string; evidence: string }[]
  grades: { name: string; from: number | null }[]
  objections_until: string
}

const percent = (rate: number): number => Number((rate * 100).toFixed(4))
const rate = (value: number | null): number | null => (value === null ? null : Number((value / 100).toFixed(6)))

/** A new item of a duty: in a straight line up to its target, with the same weight as the others. */
export const newItem = (duty: string, weight: number | null = 1): TypedItem => ({
  duty,
  weight,
  kind: 'linear',
  from: 0,
  to: null,
  steps: [
    { from: 95, part: 100 },
    { from: 85, part: 70 },
  ],
  per_case: 1,
})

/** A scheme as it is put into the form. */
export function typedScheme(scheme: Scheme): TypedScheme {
  const { items, objections_until, ...rest } = scheme
  return {
    ...structuredClone(rest),
    objections_until: objections_until ?? '',
    items: items.map(({ duty, weight, scoring }) => {
      const item = newItem(duty, weight)
      item.kind = scoring.kind
      if (scoring.kind === 'penalty') item.per_case = scoring.per_case
      if (scoring.kind === 'steps')
        item.steps = scoring.steps.map(({ from, part }) => ({ from: percent(from), part: percent(part) }))
      if (scoring.kind === 'linear') {
        item.from = percent(scoring.from)
        item.to = scoring.to === undefined ? null : percent(scoring.to)
      }
      return item
    }),
  }
}

/** The form as it is sent: what is empty stays null, and the API says of it that a number is wanted. */
export function sentScheme({ items, objections_until, ...rest }: TypedScheme): object {
  return {
    ...rest,
    objections_until: objections_until === '' ? null : objections_until,
    items: items.map(({ duty, weight, ...item }) => ({ duty, weight, scoring: scoringOf(item) })),
  }
}

function scoringOf({ kind, from, to, steps, per_case }: Omit<TypedItem, 'duty' | 'weight'>): object {
  switch (kind) {
    case 'penalty':
      return { kind, per_case }
    case 'steps':
      return { kind, steps: steps.map((step) => ({ from: rate(step.from), part: rate(step.part) })) }
    case 'linear':
      return { kind, from: rate(from), ...(to === null ? {} : { to: rate(to) }) }
  }
}

/** The sum of the weights; what is empty counts as nothing. */
export const weightOf = (items: readonly TypedItem[]): number =>
  Number(items.reduce((sum, { weight }) => sum + (weight ?? 0), 0).toFixed(4))
