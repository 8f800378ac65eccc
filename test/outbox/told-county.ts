import { toLocal } from '../../queries/instants.ts'
import type { Warehouse } from '../../queries/warehouse.ts'
import type { Channel, Outcome } from '../../pipeline/notices/channel.ts'
import { channelConfigSchema, type NoticesConfig } from '../../pipeline/notices/config.ts'
import type { Message } from '../../pipeline/notices/message.ts'
import { startIncidentClock, type IncidentClock } from '../../pipeline/incident-clock.ts'
import { Choices, NO_CHOICE, type Choice } from '../../pipeline/outbox/choices.ts'
import { startOutbox, type Outbox } from '../../pipeline/outbox/outbox.ts'
import { mayBeTold } from '../../web/server/notice-scope.ts'
import { isWithin, type Viewer } from '../../web/server/viewer.ts'
import { openApiCounty, type ApiCounty } from '../support/api-county.ts'
import { manualTimer, type ManualTimer } from '../support/manual-timer.ts'

export interface Sent {
  channel: string
  to: string | null
  message: Message
}

const CONFIGS = [
  { id: 'group', name: '领导小组群', kind: 'wecom', url_env: 'A' },
  { id: 'group01', name: '高桥镇群', kind: 'feishu', url_env: 'A', units: ['01'] },
  { id: 'hook', name: '平台', kind: 'webhook', url: 'http://x/', secret_env: 'A' },
  { id: 'mail', name: '邮件', kind: 'smtp', host: 'h', from: 'a@b', domains: ['example.org'] },
].map((config) => channelConfigSchema.parse(config))

/** The sample county with channels that keep what they are given, accounts, and a clock and a timer set by the test. */
export class ToldCounty {
  readonly county: ApiCounty
  readonly timers: ManualTimer = manualTimer()
  readonly sent: Sent[] = []
  readonly readers: (Viewer & { is_disabled?: boolean })[] = []
  readonly errors: unknown[] = []
  config: Pick<NoticesConfig, 'quiet_hours' | 'urgent'> = {
    quiet_hours: { from: '22:00', to: '07:00' },
    urgent: ['incident_overdue'],
  }
  /** What a channel answers; a thrown error is the end of the process. */
  answer: (sent: Sent) => Outcome = () => ({ state: 'sent' })
  /** Called when the other side has it, before anybody hears so. */
  arrived: () => void = () => undefined
  choices!: Choices
  #outbox: Outbox | undefined
  #clock: IncidentClock | undefined

  private constructor(county: ApiCounty) {
    this.county = county
  }

  static async open(options: Parameters<typeof openApiCounty>[0] = { pulls: 0 }): Promise<ToldCounty> {
    const told = new ToldCounty(await openApiCounty(options))
    const { warehouse, vault } = told.county.application
    told.choices = await Choices.open({ warehouse, vault, timezone: 'Asia/Shanghai' })
    return told
  }

  /** An account that chose to be told of everything that it may see, but for what is given. */
  async add(viewer: Viewer, choice: Partial<Choice>): Promise<void> {
    this.readers.push(viewer)
    const all = ['incident_half_time', 'incident_overdue', 'township_stale', 'order_due', 'order_overdue'] as const
    const now = this.county.clock.now
    const keep = (): Promise<void> => Promise.resolve()
    await this.choices.set(viewer.name, { ...NO_CHOICE, kinds: all, ...choice }, { now, keep })
  }

  at(instant: string): void {
    this.county.clock.now = new Date(`${instant}+08:00`)
  }

  /** Starts, as a new process would; answers when all that is due is sent. */
  async start(warehouse: Warehouse = this.county.application.warehouse): Promise<void> {
    const { application } = this.county
    const { config, events, now } = application
    const { timezone } = config.county
    this.#outbox = startOutbox({
      warehouse,
      timezone,
      townships: config.townships,
      stale_after_minutes: 24 * 60,
      county: '示范县',
      public_url: 'https://sw.example.org/',
      config: this.config,
      channels: CONFIGS.map((each) => ({ config: each, channel: this.#channelOf(each.id) })),
      choices: this.choices,
      scope: {
        readers: () => this.readers,
        may_be_told: (reader, ...asked) => mayBeTold(reader as Viewer, ...asked),
        is_within: isWithin,
      },
      events,
      now,
      set_timer: this.timers.timer,
      report: (error) => void this.errors.push(error),
    })
    this.#clock = startIncidentClock({
      warehouse: application.warehouse,
      timezone,
      now,
      events,
      set_timer: () => () => undefined,
    })
    await this.settle()
  }

  async settle(): Promise<void> {
    await this.#clock?.settled()
    await this.#outbox?.settled()
  }

  async stop(): Promise<void> {
    await this.#outbox?.close()
    await this.#clock?.close()
  }

  /** A new process at an instant: what passed meanwhile is found. */
  async restart(instant?: string): Promise<void> {
    await this.stop()
    if (instant !== undefined) this.at(instant)
    await this.start()
  }

  /** Lets the timer of the outbox end at the instant for which it was set; answers how many milliseconds that took. */
  async passTime(): Promise<number> {
    const [ms = 0] = this.timers.running()
    this.county.clock.now = new Date(this.county.clock.now.getTime() + ms)
    this.timers.expire(ms)
    await this.settle()
    return ms
  }

  /** Passes time until an instant is reached. */
  async passUntil(instant: string): Promise<void> {
    const end = new Date(`${instant}+08:00`)
    while (this.county.clock.now < end) await this.passTime()
  }

  /** An incident of a township, told now. */
  async tell(incident_id: string, facts: { township?: string; occurred?: string; child_id?: string }): Promise<void> {
    const { warehouse } = this.county.application
    const local = toLocal(this.county.clock.now, 'Asia/Shanghai')
    await warehouse.transaction((transaction) =>
      transaction
        .run('live/open_version', {
          township_id: facts.township ?? '01',
          incident_id,
          child_id: BigInt(facts.child_id ?? 1),
          kind: 'injury',
          occurred_at: facts.occurred ?? local,
          guardian_notified_at: null,
          parents_notified_at: null,
          education_reported_at: null,
          township_reported_at: null,
          police_reported_at: null,
          closed_at: null,
          first_told_at: local,
          received_at: local,
        })
        .then(() => undefined),
    )
  }

  /** An order of a unit to mend something by a day, made now; told of when somebody looks (`look`). */
  async order(order_id: string, unit_id: string, due_on: string): Promise<void> {
    const issued_at = toLocal(this.county.clock.now, 'Asia/Shanghai')
    const made = { order_id, inspection_id: 'bcdefghjkm', claim_id: 1, unit_id, due_on, issued_at, issued_by: 'county' }
    await this.county.application.warehouse.record((transaction) => transaction.run('orders/add', made))
    await this.happen(order_id, 'issued')
  }

  /** A step of an order, now; `returned` with a new day. */
  async happen(order_id: string, kind: string, due_on = ''): Promise<void> {
    const happened_at = toLocal(this.county.clock.now, 'Asia/Shanghai')
    const event_id = `${kind} of ${order_id} at ${happened_at}`
    const step = { event_id, order_id, kind, happened_at, happened_by: 'county', due_on, second_inspection_id: '' }
    await this.county.application.warehouse.record((transaction) => transaction.run('orders/add_event', step))
  }

  /** Lets the outbox look now. */
  async look(): Promise<void> {
    this.county.application.events.emit('batch', { township: '01', at: '', state: 'unchanged', version: 0 })
    await this.settle()
  }

  /** What was sent since this was last asked: channel, recipient and lines. */
  take(): string[] {
    return this.sent.splice(0).map(({ channel, to, message }) => [channel, to ?? '-', ...message.lines].join(' | '))
  }

  async close(): Promise<void> {
    await this.stop()
    await this.county.close()
  }

  #channelOf(id: string): Channel {
    return {
      knows_again: id === 'hook',
      send: async (message, to) => {
        const sent = { channel: id, to, message }
        const outcome = this.answer(sent)
        if (outcome.state === 'sent' || outcome.state === 'unknown') {
          this.sent.push(sent)
          this.arrived()
        }
        return Promise.resolve(outcome)
      },
    }
  }
}
