import { m } from '$lib/i18n/compiled/messages.js'

/** A part of the review: a page under `/review`, a tab of all of them and a line of the first. */
export interface Section {
  href: string
  label: () => string
  /** What is to be seen there, in one sentence. */
  about: () => string
}

/** The parts of the review, in the order of their tabs; the first page is not among them. */
export const SECTIONS: readonly Section[] = [
  { href: '/review/care', label: m.review_care, about: m.review_care_about },
  { href: '/review/reconciliation', label: m.review_reconciliation, about: m.review_reconciliation_about },
  { href: '/review/pairings', label: m.review_pairings, about: m.review_pairings_about },
  { href: '/review/credibility', label: m.credibility_page, about: m.credibility_about },
]
