import { error } from '@sveltejs/kit'
import { m } from '$lib/i18n/compiled/messages.js'

/** What a form sent; a body that is none is the sender's fault and not the program's. */
export async function formOf(request: Request): Promise<FormData> {
  try {
    return await request.formData()
  } catch (cause) {
    // SvelteKit's own refusal of a body that is too long has its status; undici's of one that is no form has none.
    if (cause instanceof TypeError) error(400, { message: m.error_no_form(), advice: m.error_no_form_advice() })
    throw cause
  }
}

/** The text of a field; empty where there is none. */
export function textOf(form: FormData, name: string): string {
  const value = form.get(name)
  return typeof value === 'string' ? value : ''
}
