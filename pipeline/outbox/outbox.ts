import type { EventEmitter } from 'node:events'
import { toLocal } from '../../queries/instants.ts'
import { addNotices, openNotices, type OpenNotice } from '../../queries/notices.ts'
import type { ApplicationEvents } from '../application.ts'
import type { NoticesConfig } from '../notices/config.ts'
import type { Choices } from './choices.ts'
import { bundlesOf, deliver, drop, readyAt, recover, type Bundle, type OpenChannel } from './delivery.ts'
import { clockEvents, keepStale, orderEvents, staleChanges, type LookOptions } from './look.ts'
import { Pace } from './pace.ts'
import { isAddressFor, targetsOf, type NoticeScope } from './recipients.ts'
import { messageOf } from './wording.ts'

/** Looks again at least so often: townships become stale and orders due without an event. */
const LONGEST_MS = 10 * 60_000
/** Robots take 20 messages a minute, and some are deaf for ten after more. */
const MOST_A_MINUTE = 15

export interface OutboxOptions extends LookOptions {
  county: string
  public_url: string | null
  config: Pick<NoticesConfig, 'quiet_hours' | 'urgent'>
  channels: readonly OpenChannel[]
  choices: Choices
  scope: NoticeScope
  events: EventEmitter<ApplicationEvents>
  now: () => Date
  /** Calls back after so many milliseconds; answers what stops it. */
  set_timer?: (ms: number, onExpire: () => void) => () => void
  report?: (error: unknown) => void
  /** Told what became of each message: a channel's id, how many events were in it, and a state. */
  told?: (facts: { channel: string; count: number; state: string }) => void
}

export interface Outbox {
  /** Resolves when all that is due is sent and the timer is set to what comes next. */
  settled(): Promise<void>
  close(): Promise<void>
}

/**
 * Tells people what they chose to be told: looks what happened, keeps whom it is to be told, and sends what is due. All of
 * it is read from and written to the warehouse, so that a restart goes on where it was and tells nothing twice.
 */
export function startOutbox(options: OutboxOptions): Outbox {
  const { events, now, set_timer = systemTimer, report } = options
  const pace = new Pace(MOST_A_MINUTE, 60_000)
  let cancel: (() => void) | undefined
  let isClosed = false
  let turn: Promise<void> = Promise.resolve()

  const plan = (): void => {
    turn = turn.then(run).catch((error: unknown) => {
      report?.(error)
      wait(LONGEST_MS)
    })
  }
  const wait = (ms: number): void => {
    cancel?.()
    cancel = isClosed ? undefined : set_timer(ms, plan)
  }
  const run = async (): Promise<void> => {
    if (isClosed) return
    await recoverAll(options)
    await look(options)
    await dropOld(options)
    const held_ms = await sendReady(options, pace, () => isClosed)
    const next = (await openNotices(options.warehouse)).map((notice) => readyOf(notice, options).getTime())
    // What is still ready was held back by the pace, and goes when that allows.
    const due = next.map((at) => (at <= now().getTime() ? held_ms : at - now().getTime()))
    wait(Math.max(1, Math.min(LONGEST_MS, ...due)))
  }

  events.on('incident', plan)
  events.on('batch', plan)
  plan()
  return {
    settled: () => turn,
    close: async () => {
      isClosed = true
      cancel?.()
      events.off('incident', plan)
      events.off('batch', plan)
      await turn
    },
  }
}

/** Whatever is being sent now was being sent when another process, or a run that failed, ended. */
async function recoverAll(options: OutboxOptions): Promise<void> {
  const sending = (await openNotices(options.warehouse)).filter(({ state }) => state === 'sending')
  for (const bundle of bundlesOf(sending)) {
    const known = options.channels.find(({ config }) => config.id === bundle.channel)
    await recover(bundle, known?.channel.knows_again ?? false, options)
  }
}

async function look(options: OutboxOptions): Promise<void> {
  const { warehouse, timezone, scope, choices, now } = options
  const stale = await staleChanges(options, now())
  const orders = await orderEvents(options, now())
  const found = [...(await clockEvents(options, now())), ...orders, ...stale.begun]
  if (found.length === 0 && stale.ended.length === 0) return
  const chosen = {
    scope,
    channels: options.channels.map(({ config }) => config),
    choice_of: (name: string) => choices.find(name),
  }
  const created_at = toLocal(now(), timezone)
  await warehouse.record(async (transaction) => {
    for (const event of found) await addNotices(transaction, event, targetsOf(event, chosen), created_at)
    await keepStale(transaction, stale, created_at)
  })
}

async function dropOld(options: OutboxOptions): Promise<void> {
  const old = (await openNotices(options.warehouse)).filter(({ is_old }) => is_old)
  for (const bundle of bundlesOf(old)) await drop(bundle, '事情已经过去', options)
}

/** Sends what is ready, the channels side by side; answers after how many milliseconds what was held back may go. */
async function sendReady(options: OutboxOptions, pace: Pace, isClosed: () => boolean): Promise<number> {
  const { now } = options
  const ready = (await openNotices(options.warehouse)).filter((notice) => readyOf(notice, options) <= now())
  const bundles = bundlesOf(ready)
  let held_ms = LONGEST_MS
  const sendAll = async (channel: string): Promise<void> => {
    for (const bundle of bundles.filter((each) => each.channel === channel)) {
      if (isClosed()) return
      const wait_ms = bundle.recipient === '' ? pace.take(channel, now()) : 0
      if (wait_ms > 0) {
        held_ms = Math.min(held_ms, wait_ms)
        return
      }
      const state = await send(bundle, options)
      options.told?.({ channel, count: bundle.notices.length, state })
    }
  }
  const done = await Promise.allSettled([...new Set(bundles.map(({ channel }) => channel))].map(sendAll))
  const failed = done.find((each) => each.status === 'rejected')
  if (failed) throw failed.reason
  return held_ms
}

async function send(bundle: Bundle, options: OutboxOptions): Promise<string> {
  const open = options.channels.find(({ config }) => config.id === bundle.channel)
  const to = open === undefined ? undefined : recipientOf(bundle, open, options)
  if (open === undefined || to === undefined) {
    await drop(bundle, open === undefined ? '配置里已没有这个渠道' : '收件人已经改了设置，或不再能看', options)
    return 'dropped'
  }
  const { county, timezone, public_url, now } = options
  const wording = { county, timezone, public_url, now: now(), is_group: open.config.kind !== 'smtp' }
  const message = messageOf(bundle.message_id, bundle.notices, wording)
  return deliver(bundle, { channel: open.channel, to, message }, options)
}

/** Where it goes: null for a group; undefined where whoever was to be told may or will not be told any more. */
function recipientOf(bundle: Bundle, { config }: OpenChannel, options: OutboxOptions): string | null | undefined {
  if (config.kind !== 'smtp') return null
  const { scope, choices } = options
  const reader = scope.readers().find(({ name }) => name === bundle.recipient)
  const choice = choices.find(bundle.recipient)
  const address = choice?.channels.includes(config.id) === true ? choice.address : null
  if (reader === undefined || reader.is_disabled === true || address === null) return undefined
  if (!isAddressFor(config, address)) return undefined
  const maySee = ({ kind, places }: OpenNotice): boolean =>
    scope.may_be_told(reader, kind as Parameters<NoticeScope['may_be_told']>[1], places)
  return bundle.notices.every(maySee) ? address : undefined
}

const readyOf = (notice: OpenNotice, { config, timezone }: OutboxOptions): Date =>
  readyAt(notice, { quiet: config.quiet_hours, urgent: config.urgent, timezone })

function systemTimer(ms: number, onExpire: () => void): () => void {
  const timer = setTimeout(onExpire, ms)
  return () => clearTimeout(timer)
}
