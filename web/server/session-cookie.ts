import type { Cookies } from '@sveltejs/kit'

/** The cookie that holds a session's token; the API's gate reads the same one. */
export const SESSION_COOKIE = 'shouwang_session'

/**
 * Gives the browser a session's token: no script reads it, no other site's form sends it, and behind TLS nothing sends it
 * in clear. It ends with the browser; when it ends on the server is the server's affair.
 */
export function keepSession(cookies: Cookies, token: string, isSecure: boolean): void {
  cookies.set(SESSION_COOKIE, token, { path: '/', httpOnly: true, sameSite: 'lax', secure: isSecure })
}

/** Takes the token away again. */
export const dropSession = (cookies: Cookies, isSecure: boolean): void =>
  cookies.delete(SESSION_COOKIE, { path: '/', httpOnly: true, sameSite: 'lax', secure: isSecure })

/** The cookie that binds an attempt of the single sign-on to the browser that began it. */
export const ATTEMPT_COOKIE = 'shouwang_sso'

/** Where the single sign-on leads back to, as it was told to the provider. */
export const callbackOf = (publicUrl: string | null, url: URL): string =>
  new URL('/login/oidc/callback', publicUrl ?? url.origin).href
