import type { Column } from '$lib/components/table.ts'
import { formatNumber } from '$lib/format/number.ts'
import { m } from '$lib/i18n/compiled/messages.js'
import type { Lead } from './leads.server.ts'
import { chanceText, expectedText } from './words.ts'

/** The table of all signals: what each unit shows, with the way to its rows, and what was expected. */
export const leadColumns = (nameOf: (signal: string) => string, rowsHref: (lead: Lead) => string): Column<Lead>[] => [
  { key: 'unit', label: m.credibility_unit(), text: ({ unit_name }) => unit_name, sortBy: ({ unit_id }) => unit_id },
  { key: 'signal', label: m.credibility_signal(), text: ({ signal }) => nameOf(signal) },
  {
    key: 'observed',
    label: m.credibility_observed(),
    isNumber: true,
    text: ({ observed }) => formatNumber(observed),
    sortBy: ({ observed }) => observed,
    href: (lead) => (lead.observed === 0 ? undefined : rowsHref(lead)),
  },
  {
    key: 'expected',
    label: m.credibility_expected(),
    isNumber: true,
    text: ({ expected }) => expectedText(expected),
    sortBy: ({ expected }) => expected,
  },
  { key: 'n', label: m.credibility_n(), isNumber: true, text: ({ n }) => formatNumber(n), sortBy: ({ n }) => n },
  {
    key: 'chance',
    label: m.credibility_chance_column(),
    isNumber: true,
    text: ({ chance }) => chanceText(chance),
    sortBy: ({ chance }) => chance,
  },
  {
    key: 'lead',
    label: m.credibility_is_lead(),
    text: ({ is_flagged }) => (is_flagged ? m.credibility_yes() : ''),
  },
]
