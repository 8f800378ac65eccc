import { redirect } from '@sveltejs/kit'
import { ATTEMPT_COOKIE, callbackOf, keepSession } from '../../../../server/session-cookie.ts'
import type { RequestHandler } from './$types'

/** Where the county's single sign-on leads back to: a session for whom it vouches and who has an account here. */
export const GET: RequestHandler = async ({ locals, url, cookies }) => {
  const { services } = locals
  const { singleSignOn: single, access } = services ?? {}
  if (!services || !single || !access) redirect(303, '/login')
  const publicUrl = services.publicUrl ?? null
  const token = cookies.get(ATTEMPT_COOKIE)
  cookies.delete(ATTEMPT_COOKIE, { path: '/login/oidc' })
  const callback = new URL(callbackOf(publicUrl, url))
  callback.search = url.search
  const vouched = await single.finish(token, callback)
  if (vouched.state === 'failed') {
    services.report?.(vouched.cause, { path: url.pathname })
    redirect(303, '/login?sso=failed')
  }
  const outcome = await access.signInVouched(vouched)
  if (outcome.state !== 'signed_in') redirect(303, '/login?sso=unknown')
  keepSession(cookies, outcome.token, publicUrl !== null)
  redirect(303, vouched.next)
}
