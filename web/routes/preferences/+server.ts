import { redirect } from '@sveltejs/kit'
import { LANGUAGES } from '$lib/format/language.ts'
import { THEMES } from '$lib/theme.ts'
import { backTo } from '../back-to.server.ts'
import type { RequestHandler } from './$types'

const YEAR = 365 * 24 * 60 * 60

/**
 * Keeps the reader's language or theme and goes back to where they were. A link and not a form, so that it works
 * without JavaScript and under any origin; it changes nothing but how this browser shows the pages.
 */
export const GET: RequestHandler = ({ url, cookies }) => {
  const keep = (name: string, values: readonly string[]) => {
    const value = url.searchParams.get(name)
    if (value === null || !values.includes(value)) return
    // Not secret, so that the pages also keep it on a county's network without HTTPS.
    cookies.set(name, value, { path: '/', maxAge: YEAR, sameSite: 'lax', httpOnly: true, secure: false })
  }
  keep('language', LANGUAGES)
  keep('theme', THEMES)
  redirect(303, backTo(url, 'back'))
}
