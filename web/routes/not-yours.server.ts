import { error } from '@sveltejs/kit'
import { m } from '$lib/i18n/compiled/messages.js'

/** Says calmly, in the reader's language, that a page is not theirs; anything else that failed is the page's affair. */
export function refuseOthers(problem: { status: number } | null): void {
  if (problem?.status === 403) error(403, { message: m.not_yours(), advice: m.not_yours_advice() })
}
