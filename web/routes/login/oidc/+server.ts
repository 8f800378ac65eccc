import { redirect } from '@sveltejs/kit'
import { ATTEMPT_COOKIE, callbackOf } from '../../../server/session-cookie.ts'
import { backTo } from '../../back-to.server.ts'
import type { RequestHandler } from './$types'

/** Leads to the county's single sign-on, and leaves this browser the token of the attempt. */
export const GET: RequestHandler = async ({ locals, url, cookies }) => {
  const { services } = locals
  const single = services?.singleSignOn
  if (!services || !single) redirect(303, '/login')
  const publicUrl = services.publicUrl ?? null
  const begun = await single.begin(callbackOf(publicUrl, url), backTo(url, 'next')).catch((cause: unknown) => {
    services.report?.(cause, { path: url.pathname })
    return null
  })
  if (begun === null) redirect(303, '/login?sso=down')
  cookies.set(ATTEMPT_COOKIE, begun.token, {
    path: '/login/oidc',
    httpOnly: true,
    sameSite: 'lax',
    secure: publicUrl !== null,
  })
  redirect(303, begun.address)
}
