import type { Access } from '../../web/server/access.ts'
import { mayBeTold, mayChoose } from '../../web/server/notice-scope.ts'
import { isWithin, type Viewer } from '../../web/server/viewer.ts'
import type { Application } from '../application.ts'
import { openChannel } from '../notices/index.ts'
import { Choices } from '../outbox/choices.ts'
import { NoticeDesk } from '../outbox/notice-desk.ts'
import { startOutbox, type Outbox } from '../outbox/outbox.ts'
import type { NoticeScope, Reader } from '../outbox/recipients.ts'
import type { Log } from './log.ts'

export interface NoticeParts {
  access: Access
  /** The real clock: what is signed with another is refused. */
  clock: () => Date
  log: Log
}

export interface Notices {
  desk: NoticeDesk
  /** Begins to tell people; not where the clock stands still: a replay is nobody's news. */
  start(): Outbox
}

/**
 * What people are told of, as the config has it; null where it has no channel. Throws `config_invalid` where a channel's
 * secret is named and not there.
 */
export async function openNotices(
  application: Application,
  { access, clock, log }: NoticeParts,
): Promise<Notices | null> {
  const { config, env, warehouse, vault, events, now } = application
  const { county, townships, policy, notices } = config
  if (notices.channels.length === 0) return null
  const tools = { fetch: globalThis.fetch, now: clock, timer: systemTimer }
  const channels = notices.channels.map((each) => ({ config: each, channel: openChannel(each, env, tools) }))
  const choices = await Choices.open({ warehouse, vault, timezone: county.timezone })
  const scope: NoticeScope = {
    readers: () => access.accounts.all(),
    may_be_told: (reader, kind, places) => mayBeTold(reader as Viewer, kind, places),
    is_within: isWithin,
  }
  const { public_url } = policy.security
  const shared = { county: county.name, public_url, townships, channels, choices, scope }
  return {
    desk: new NoticeDesk({
      ...shared,
      quiet_hours: notices.quiet_hours,
      urgent: notices.urgent,
      may_choose: (reader, kind) => mayChoose(reader as Viewer, kind),
      keep: (transaction, reader: Reader, detail) =>
        access.audit.recordIn(transaction, reader as Viewer, {
          action: 'notices_changed',
          subject: reader.name,
          detail,
        }),
      now: clock,
    }),
    start: () =>
      startOutbox({
        ...shared,
        warehouse,
        timezone: county.timezone,
        stale_after_minutes: Math.round(policy.stale_after_hours * 60),
        config: notices,
        events,
        now,
        report: (error) => log.error({ err: error }, 'notices failed'),
        told: (facts) => log.info(facts, 'notice'),
      }),
  }
}

function systemTimer(ms: number, onExpire: () => void): () => void {
  const timer = setTimeout(onExpire, ms)
  return () => clearTimeout(timer)
}
