import type { Context } from 'hono'
import { getCookie } from 'hono/cookie'

/** The languages of the pages (web/lib/format/language.ts). */
export type Language = 'zh' | 'en'

/** A text in each of them. */
export type Words = Readonly<Record<Language, string>>

/** The reader's language as the pages know it: the cookie that their switch keeps (web/routes/preferences). */
export const languageOf = (c: Context): Language => (getCookie(c, 'language') === 'en' ? 'en' : 'zh')
