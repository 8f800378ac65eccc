import { error } from '@sveltejs/kit'
import { m } from '$lib/i18n/compiled/messages.js'

/** The year of the address; any other text is no page. */
export function yearOf(text: string): string {
  if (/^20\d{2}$/.test(text)) return text
  error(404, { message: m.error_not_found() })
}
