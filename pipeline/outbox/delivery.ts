import { createHash } from 'node:crypto'
import { parseInstant, toLocal } from '../../queries/instants.ts'
import { addSteps, type NoticeStep, type OpenNotice } from '../../queries/notices.ts'
import type { Warehouse } from '../../queries/warehouse.ts'
import type { Channel, Outcome } from '../notices/channel.ts'
import type { ChannelConfig, NoticeKind } from '../notices/config.ts'
import type { Message } from '../notices/message.ts'
import { afterQuiet, type QuietHours } from './quiet-hours.ts'

/** A channel of the config, and what sends on it. */
export interface OpenChannel {
  config: ChannelConfig
  channel: Channel
}

/** Notices that go in one message. */
export interface Bundle {
  channel: string
  recipient: string
  message_id: string
  notices: readonly OpenNotice[]
  attempt_count: number
}

const MINUTE = 60_000
/** After the first attempt, the second, and so on; after the last of them it is given up. */
export const PAUSES_MS = [1, 5, 15, 60, 180, 360].map((minutes) => minutes * MINUTE)

/** When a notice may go: not before its pause is over, and not in quiet hours unless it is urgent. */
export function readyAt(
  { kind, next_at, created_at }: Pick<OpenNotice, 'kind' | 'next_at' | 'created_at'>,
  { quiet, urgent, timezone }: { quiet: QuietHours | null; urgent: readonly NoticeKind[]; timezone: string },
): Date {
  const at = parseInstant(next_at ?? created_at, timezone)
  return urgent.some((each) => each === kind) ? at : afterQuiet(at, quiet, timezone)
}

/**
 * What goes together: all that was never sent of one recipient, so that a night is one message; what is to be tried again
 * stays the message that it was, so that who knows it again by its id can.
 */
export function bundlesOf(ready: readonly OpenNotice[]): Bundle[] {
  const bundles = new Map<string, OpenNotice[]>()
  for (const notice of ready) {
    const key = [notice.channel, notice.recipient, notice.message_id ?? ''].join('\n')
    bundles.set(key, [...(bundles.get(key) ?? []), notice])
  }
  return [...bundles.values()].flatMap((notices) => {
    const [first] = notices
    if (first === undefined) return []
    const { channel, recipient, attempt_count } = first
    return [{ channel, recipient, attempt_count, notices, message_id: first.message_id ?? idOf(notices) }]
  })
}

/** The same for the same notices, whenever it is computed. */
function idOf(notices: readonly OpenNotice[]): string {
  const keys = notices.map(({ event_key, channel, recipient }) => [event_key, channel, recipient].join('\n')).sort()
  return `n-${createHash('sha256').update(keys.join('\n\n')).digest('hex').slice(0, 32)}`
}

export interface DeliveryOptions {
  warehouse: Warehouse
  timezone: string
  now: () => Date
}

/**
 * Sends a bundle: it is written that it is being sent, then it is sent, then it is written what came of it. Cut in between,
 * the next start finds it being sent, and knows as much as after a broken connection (`recover`).
 */
export async function deliver(
  bundle: Bundle,
  { channel, to, message }: { channel: Channel; to: string | null; message: Message },
  options: DeliveryOptions,
): Promise<NoticeStep['state']> {
  await keep(bundle, { state: 'sending' }, options)
  const outcome = await channel.send(message, to)
  const step = stepOf(outcome, { knows_again: channel.knows_again, attempt: bundle.attempt_count + 1 }, options)
  await keep(bundle, step, options)
  return step.state
}

/**
 * What was being sent when the process ended. Whoever knows a message again by its id gets it once more: at least once. To
 * everybody else it is not sent again, since a group that is told twice learns not to listen: at most once, and the
 * operator sees that nobody knows.
 */
export async function recover(bundle: Bundle, knows_again: boolean, options: DeliveryOptions): Promise<void> {
  const reason = '发送时服务中断，不知道是否送到'
  const step = stepOf({ state: 'unknown', reason }, { knows_again, attempt: bundle.attempt_count }, options)
  await keep(bundle, step, options)
}

/** Gives up what is old news, or has nobody to go to any more. */
export async function drop(bundle: Bundle, reason: string, options: DeliveryOptions): Promise<void> {
  await keep(bundle, { state: 'dropped', reason }, options)
}

type Step = Pick<NoticeStep, 'state' | 'reason' | 'next_at'>

function keep(bundle: Bundle, step: Step, { warehouse, now, timezone }: DeliveryOptions): Promise<void> {
  const { notices, message_id } = bundle
  const happened_at = toLocal(now(), timezone)
  return warehouse.record((transaction) => addSteps(transaction, notices, { ...step, message_id, happened_at }))
}

function stepOf(
  outcome: Outcome,
  { knows_again, attempt }: { knows_again: boolean; attempt: number },
  { now, timezone }: DeliveryOptions,
): Step {
  if (outcome.state === 'sent' || outcome.state === 'failed') return outcome
  if (outcome.state === 'unknown' && !knows_again) return outcome
  const pause = PAUSES_MS[attempt - 1]
  if (pause === undefined) return { state: 'failed', reason: `试了 ${attempt} 次：${outcome.reason}` }
  const wait = Math.max(pause, outcome.state === 'retry' ? (outcome.after_ms ?? 0) : 0)
  return {
    state: 'retry',
    reason: outcome.reason,
    next_at: toLocal(new Date(now().getTime() + Math.min(wait, LONGEST_PAUSE_MS)), timezone),
  }
}

/** A server may ask for patience, but not for days. */
const LONGEST_PAUSE_MS = 12 * 60 * MINUTE
