import { createHash } from 'node:crypto'
import { ShouwangError } from '../../errors.ts'
import type { Transaction } from '../../queries/warehouse.ts'
import type { Outcome } from '../notices/channel.ts'
import { isMailAddress, NOTICE_KINDS, type ChannelConfig, type NoticeKind } from '../notices/config.ts'
import { NO_CHOICE, type Choice, type Choices } from './choices.ts'
import type { OpenChannel } from './delivery.ts'
import { Pace } from './pace.ts'
import { isAddressFor, type NoticeScope, type Reader } from './recipients.ts'
import { testMessage } from './wording.ts'

/** What somebody may choose, and what they chose. */
export interface NoticeOffer {
  kinds: NoticeKind[]
  channels: { id: string; name: string; is_mail: boolean }[]
  townships: { id: string; name: string }[]
  quiet_hours: { from: string; to: string } | null
  urgent: readonly NoticeKind[]
  choice: Choice
}

export interface NoticeDeskOptions {
  county: string
  public_url: string | null
  townships: readonly { id: string; name: string }[]
  quiet_hours: { from: string; to: string } | null
  urgent: readonly NoticeKind[]
  channels: readonly OpenChannel[]
  choices: Choices
  scope: Pick<NoticeScope, 'is_within'>
  /** Whether somebody may choose a kind at all. */
  may_choose(reader: Reader, kind: NoticeKind): boolean
  /** Keeps in the audit trail that somebody changed their choice. */
  keep(transaction: Transaction, reader: Reader, detail: string): Promise<void>
  now: () => Date
}

const TESTS_A_MINUTE = 3

/** What the page of the own account asks: what may be chosen, a choice to keep, a test message. */
export class NoticeDesk {
  readonly #options: NoticeDeskOptions
  readonly #pace = new Pace(TESTS_A_MINUTE, 60_000)

  constructor(options: NoticeDeskOptions) {
    this.#options = options
  }

  offer(reader: Reader): NoticeOffer {
    const { choices, townships, quiet_hours, urgent, may_choose } = this.#options
    return {
      kinds: NOTICE_KINDS.filter((kind) => may_choose(reader, kind)),
      channels: this.#channelsFor(reader).map(({ id, name, kind }) => ({ id, name, is_mail: kind === 'smtp' })),
      townships: [...townships],
      quiet_hours,
      urgent,
      choice: choices.find(reader.name) ?? NO_CHOICE,
    }
  }

  /** Keeps a choice. Throws `bad_parameter` for what may not be chosen, and for an address that is none. */
  async choose(reader: Reader, choice: Choice): Promise<void> {
    const { choices, keep, now } = this.#options
    this.#check(reader, choice)
    const detail = [...choice.channels, ...choice.kinds].join(' ')
    await choices.set(reader.name, choice, { now: now(), keep: (transaction) => keep(transaction, reader, detail) })
  }

  /** Sends a test message at once to where somebody chose to be told. Throws `too_many_requests`. */
  async test(reader: Reader): Promise<{ channel: string; outcome: Outcome }[]> {
    const { choices, channels, county, public_url, now } = this.#options
    const wait_ms = this.#pace.take(reader.name, now())
    if (wait_ms > 0) {
      const seconds = Math.ceil(wait_ms / 1000)
      throw new ShouwangError('too_many_requests', `发得太快，请在 ${seconds} 秒后再试。`, { wait: seconds })
    }
    const choice = choices.find(reader.name) ?? NO_CHOICE
    const id = `t-${createHash('sha256').update(`${reader.name}\n${now().toISOString()}`).digest('hex').slice(0, 32)}`
    const message = testMessage(id, { county, public_url })
    const offered = new Set(this.#channelsFor(reader).map((each) => each.id))
    const open = channels.filter((each) => offered.has(each.config.id) && choice.channels.includes(each.config.id))
    return Promise.all(
      open.map(async ({ config, channel }) => ({
        channel: config.name,
        outcome: await channel.send(message, config.kind === 'smtp' ? choice.address : null),
      })),
    )
  }

  /** A group's channel is for those who are for a unit of its; e-mail is for everybody. */
  #channelsFor({ units }: Reader): ChannelConfig[] {
    const { is_within } = this.#options.scope
    const meet = (own: readonly string[], others: readonly string[]): boolean =>
      own.some((unit) => is_within(unit, others)) || others.some((unit) => is_within(unit, own))
    return this.#options.channels
      .map(({ config }) => config)
      .filter(
        (each) => each.kind === 'smtp' || each.units.length === 0 || units.length === 0 || meet(units, each.units),
      )
  }

  #check(reader: Reader, { kinds, units, channels, address }: Choice): void {
    const { may_choose, townships, scope } = this.#options
    const offered = this.#channelsFor(reader)
    const own = reader.units.length === 0 ? townships.map(({ id }) => id) : reader.units
    const mail = offered.find((each) => each.kind === 'smtp' && channels.includes(each.id))
    const wrong = (message: string): ShouwangError => new ShouwangError('bad_parameter', message)
    if (!kinds.every((kind) => NOTICE_KINDS.includes(kind) && may_choose(reader, kind)))
      throw wrong('有您的账号不能接收的通知类别，请重新选择。')
    if (!units.every((unit) => scope.is_within(unit, own))) throw wrong('有不属于您的账号的单位，请重新选择。')
    if (!channels.every((id) => offered.some((each) => each.id === id))) throw wrong('有已经不用的渠道，请重新选择。')
    if (address !== null && !isMailAddress(address)) throw wrong('邮箱地址不对：只填一个地址，如 lijuan@example.org。')
    if (mail?.kind !== 'smtp') return
    if (address === null) throw wrong('选了电子邮件，请填写您的邮箱地址。')
    if (!isAddressFor(mail, address))
      throw wrong(`邮箱地址应以 ${mail.domains.map((each) => `@${each}`).join(' 或 ')} 结尾。`)
  }
}
