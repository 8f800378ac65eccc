import { error, fail } from '@sveltejs/kit'
import type { NoticeOffer } from '../../../pipeline/outbox/notice-desk.ts'
import { isShouwangError } from '../../../errors.ts'
import { unitChoices, type UnitChoice } from '../../server/unit-choices.ts'
import type { Viewer } from '../../server/viewer.ts'
import { formOf, textOf } from '../form.server.ts'

/** What the page shows of the notices: what may be chosen, and what is. */
export type NoticeForm = Omit<NoticeOffer, 'townships'> & { units: UnitChoice[] }

/** What became of a test message on one channel. */
export interface Tested {
  channel: string
  state: string
  reason: string
}

/** Null where the county has no channel. */
export function noticeForm({ services, viewer }: App.Locals): NoticeForm | null {
  if (!services?.notices || !viewer) return null
  const { townships, ...offer } = services.notices.offer(viewer)
  return { ...offer, units: unitChoices(viewer, townships) }
}

/** Keeps what the form chose. */
export async function saveNotices(locals: App.Locals, request: Request) {
  const { notices, viewer } = deskOf(locals)
  const form = await formOf(request)
  const all = (name: string): string[] => form.getAll(name).filter((value) => typeof value === 'string')
  const offer = notices.offer(viewer)
  const kinds = offer.kinds.filter((kind) => all('kind').includes(kind))
  const address = textOf(form, 'address').trim()
  const choice = { kinds, units: all('unit'), channels: all('channel'), address: address === '' ? null : address }
  return attempt(async () => {
    await notices.choose(viewer, choice)
    return { about: 'notices', isDone: true, detail: '' }
  })
}

/** Sends a test message to what is chosen. */
export function testNotices(locals: App.Locals) {
  const { notices, viewer } = deskOf(locals)
  return attempt(async () => {
    const outcomes = await notices.test(viewer)
    const tested = outcomes.map(({ channel, outcome }): Tested => {
      return { channel, state: outcome.state, reason: outcome.state === 'sent' ? '' : outcome.reason }
    })
    return { about: 'notices', tested, detail: '' }
  })
}

async function attempt<T>(work: () => Promise<T>) {
  try {
    return await work()
  } catch (cause) {
    if (!isShouwangError(cause)) throw cause
    return fail(cause.status, { about: 'notices', problem: 'unfit' as const, detail: cause.message })
  }
}

function deskOf({ services, viewer }: App.Locals): {
  notices: NonNullable<typeof services>['notices'] & object
  viewer: Viewer
} {
  if (!services?.notices || !viewer) error(404, { message: '' })
  return { notices: services.notices, viewer }
}
