import { fail, redirect } from '@sveltejs/kit'
import { renderSVG } from 'uqr'
import type { SignInOutcome } from '../../server/access.ts'
import { keepSession, SESSION_COOKIE } from '../../server/session-cookie.ts'
import { backTo } from '../back-to.server.ts'
import { formOf, textOf } from '../form.server.ts'
import type { Actions, PageServerLoad } from './$types'

const SINGLE_PROBLEMS = ['down', 'failed', 'unknown'] as const

export const load: PageServerLoad = ({ locals, url, cookies }) => {
  const access = locals.services?.access
  if (locals.viewer !== null) redirect(303, backTo(url, 'next'))
  const step = access?.secondStep(cookies.get(SESSION_COOKIE)) ?? null
  return {
    hasAccounts: access === undefined || access.accounts.all().length > 0,
    next: backTo(url, 'next'),
    single: locals.services?.singleSignOn?.name ?? null,
    singleProblem: SINGLE_PROBLEMS.find((each) => each === url.searchParams.get('sso')) ?? null,
    step:
      step?.kind === 'enrol'
        ? { kind: step.kind, secret: step.secret, picture: pictureOf(step.address) }
        : step && { kind: step.kind },
  }
}

export const actions: Actions = {
  default: async (event) => {
    const form = await formOf(event.request)
    // The second step is posted to the same address: a form has a code, or a name and a password.
    if (form.has('code')) {
      const token = event.cookies.get(SESSION_COOKIE)
      const code = textOf(form, 'code')
      return answer(event, form, await event.locals.services?.access?.confirm(token, code, addressOf(event)), {})
    }
    const username = textOf(form, 'username').trim()
    const outcome = await event.locals.services?.access?.signIn(username, textOf(form, 'password'), addressOf(event))
    return answer(event, form, outcome, { username })
  },
}

/** A session, the second step, or what to say; the form keeps what was typed but the password. */
function answer(
  { locals, cookies, url }: Parameters<NonNullable<Actions['default']>>[0],
  form: FormData,
  outcome: SignInOutcome | undefined,
  typed: object,
) {
  if (outcome === undefined) return fail(503, { problem: 'unavailable' as const, ...typed })
  if (outcome.state === 'refused') return fail(401, { problem: 'refused' as const, ...typed })
  if (outcome.state === 'wait') return fail(429, { problem: 'wait' as const, seconds: outcome.seconds, ...typed })
  keepSession(cookies, outcome.token, isSecure(locals))
  const next = new URL(url)
  next.searchParams.set('next', textOf(form, 'next'))
  const target = backTo(next, 'next')
  if (outcome.state === 'signed_in') redirect(303, target)
  redirect(303, target === '/' ? '/login' : `/login?${new URLSearchParams({ next: target })}`)
}

const addressOf = ({ platform }: { platform?: Readonly<App.Platform> }): string => platform?.req.clientAddress ?? ''

const isSecure = (locals: App.Locals): boolean => (locals.services?.publicUrl ?? null) !== null

const pictureOf = (address: string): string =>
  `data:image/svg+xml;base64,${Buffer.from(renderSVG(address, { border: 2 })).toString('base64')}`
