import { error, fail, redirect } from '@sveltejs/kit'
import { renderSVG } from 'uqr'
import { isShouwangError } from '../../../errors.ts'
import { dropSession, keepSession, SESSION_COOKIE } from '../../server/session-cookie.ts'
import { formOf, textOf } from '../form.server.ts'
import { presentInstant } from '../present.server.ts'
import { noticeForm, saveNotices, testNotices } from './notices.server.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = ({ locals }) => {
  const { viewer, services } = locals
  const access = services?.access
  if (!viewer || !access) return { account: null, offer: null, notices: null, instant: null }
  const hasSecondFactor = access.hasSecondFactor(viewer)
  const offer = hasSecondFactor ? null : access.offerSecret(viewer.name)
  return {
    account: { ...viewer, hasSecondFactor },
    notices: noticeForm(locals),
    instant: presentInstant(locals),
    offer: offer && {
      secret: offer.secret,
      picture: `data:image/svg+xml;base64,${Buffer.from(renderSVG(offer.address, { border: 2 })).toString('base64')}`,
    },
  }
}

type Event = Parameters<NonNullable<Actions['default']>>[0]

export const actions: Actions = {
  notices: ({ locals, request }) => saveNotices(locals, request),
  test: ({ locals }) => testNotices(locals),
  signout: async (event) => {
    const { access } = signedIn(event)
    await access.signOut(event.cookies.get(SESSION_COOKIE))
    return leave(event)
  },
  everywhere: async (event) => {
    const { access, viewer } = signedIn(event)
    await access.signOutEverywhere(viewer)
    return leave(event)
  },
  password: async (event) => {
    const { access, viewer } = signedIn(event)
    const form = await formOf(event.request)
    const [present, next, again] = ['present', 'next', 'again'].map((name) => textOf(form, name))
    if (next !== again) return fail(400, { about: 'password', problem: 'differ' as const, detail: '' })
    try {
      const address = event.platform?.req.clientAddress ?? ''
      const outcome = await access.changePassword(viewer, present ?? '', next ?? '', address)
      if (outcome.state === 'wait')
        return fail(429, { about: 'password', problem: 'wait' as const, seconds: outcome.seconds, detail: '' })
      if (outcome.state === 'refused') return fail(401, { about: 'password', problem: 'refused' as const, detail: '' })
      keepSession(event.cookies, outcome.token, isSecure(event))
      return { about: 'password', isDone: true, detail: '' }
    } catch (cause) {
      if (!isShouwangError(cause)) throw cause
      return fail(400, { about: 'password', problem: 'unfit' as const, detail: cause.message })
    }
  },
  factor: async (event) => {
    const { access, viewer } = signedIn(event)
    const form = await formOf(event.request)
    const isSet = await access.setSecondFactor(viewer, textOf(form, 'code'))
    return isSet
      ? { about: 'factor', isDone: true, detail: '' }
      : fail(401, { about: 'factor', problem: 'code' as const, detail: '' })
  },
}

function signedIn({ locals }: Event) {
  const access = locals.services?.access
  if (!access || !locals.viewer) error(401, { message: '' })
  return { access, viewer: locals.viewer }
}

function leave(event: Event): never {
  dropSession(event.cookies, isSecure(event))
  redirect(303, '/login')
}

const isSecure = ({ locals }: Event): boolean => (locals.services?.publicUrl ?? null) !== null
