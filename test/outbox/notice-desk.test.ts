import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { channelConfigSchema } from '../../pipeline/notices/config.ts'
import type { Message } from '../../pipeline/notices/message.ts'
import { Choices, type Choice } from '../../pipeline/outbox/choices.ts'
import { NoticeDesk } from '../../pipeline/outbox/notice-desk.ts'
import { mayChoose } from '../../web/server/notice-scope.ts'
import { isWithin, type Viewer } from '../../web/server/viewer.ts'
import { openApiCounty, type ApiCounty } from '../support/api-county.ts'

const TOWNSHIP: Viewer = { name: 'lijuan', role: 'township', units: ['01'] }
const SCHOOL: Viewer = { name: 'wang', role: 'school', units: ['01/高桥中心小学'] }
const CHOICE: Choice = { kinds: ['incident_overdue'], units: ['01'], channels: ['mail'], address: 'lijuan@example.org' }

let county: ApiCounty
let desk: NoticeDesk
let sent: [string, string | null, Message][]
let kept: string[]
let now: Date

async function openDesk(): Promise<NoticeDesk> {
  const { warehouse, vault, config } = county.application
  const channels = [
    { id: 'mail', name: '电子邮件', kind: 'smtp', host: 'h', from: 'a@b', domains: ['example.org'] },
    { id: 'group01', name: '高桥镇群', kind: 'wecom', url_env: 'A', units: ['01'] },
    { id: 'group02', name: '青石镇群', kind: 'wecom', url_env: 'A', units: ['02'] },
  ].map((each) => channelConfigSchema.parse(each))
  return new NoticeDesk({
    county: '示范县',
    public_url: null,
    townships: config.townships,
    quiet_hours: null,
    urgent: [],
    channels: channels.map((each) => ({
      config: each,
      channel: {
        knows_again: false,
        send: (message, to) => {
          sent.push([each.id, to, message])
          return Promise.resolve({ state: 'sent' as const })
        },
      },
    })),
    choices: await Choices.open({ warehouse, vault, timezone: 'Asia/Shanghai' }),
    scope: { is_within: isWithin },
    may_choose: (reader, kind) => mayChoose(reader as Viewer, kind),
    keep: (_transaction, { name }, detail) => {
      kept.push(`${name} ${detail}`)
      return Promise.resolve()
    },
    now: () => now,
  })
}

beforeEach(async () => {
  county = await openApiCounty({ pulls: 0 })
  sent = []
  kept = []
  now = new Date('2026-01-06T08:00:00+08:00')
  desk = await openDesk()
})
afterEach(() => county.close())

describe('the choice of what one is told', () => {
  it('is kept over a restart, the address sealed, and in the audit trail without the address', async () => {
    await desk.choose(TOWNSHIP, CHOICE)
    expect((await openDesk()).offer(TOWNSHIP).choice).toEqual(CHOICE)
    const rows = await county.application.warehouse.query('notices/choices')
    expect(rows).toHaveLength(1)
    expect(Buffer.from(rows[0]?.address_sealed as Uint8Array).toString('latin1')).not.toContain('lijuan')
    expect(kept).toEqual(['lijuan mail incident_overdue'])
    const none = { kinds: [], units: [], channels: [], address: null }
    await desk.choose(TOWNSHIP, none)
    expect((await openDesk()).offer(TOWNSHIP).choice).toEqual(none)
  })

  it('offers what the account may be told, and groups of its units', () => {
    const { kinds, channels } = desk.offer(SCHOOL)
    expect(kinds).toEqual(['incident_half_time', 'incident_overdue', 'order_due', 'order_overdue'])
    expect(channels.map(({ id }) => id)).toEqual(['mail', 'group01'])
    expect(desk.offer({ name: 'zhao', role: 'operator', units: [] }).kinds).toEqual(['township_stale'])
  })

  it.each<[string, Viewer, Partial<Choice>]>([
    ['another township', TOWNSHIP, { units: ['02'] }],
    ['the township of one’s school', SCHOOL, { units: ['01'] }],
    ['a kind that is not for it', SCHOOL, { units: [], kinds: ['township_stale'] }],
    ['another’s group', TOWNSHIP, { channels: ['group02'] }],
    ['a channel that is not there', TOWNSHIP, { channels: ['fax'] }],
    ['e-mail without an address', TOWNSHIP, { address: null }],
    ['an address of elsewhere', TOWNSHIP, { address: 'lijuan@elsewhere.org' }],
    ['two addresses', TOWNSHIP, { address: 'a@example.org,b@example.org' }],
  ])('refuses %s, and keeps nothing', async (_what, viewer, wrong) => {
    await expect(desk.choose(viewer, { ...CHOICE, ...wrong })).rejects.toMatchObject({ code: 'bad_parameter' })
    expect(kept).toEqual([])
    expect((await openDesk()).offer(viewer).choice.channels).toEqual([])
  })

  it('is tried with a message to where one chose, three times a minute', async () => {
    await desk.choose(TOWNSHIP, { ...CHOICE, channels: ['mail', 'group01'] })
    const told = { outcome: { state: 'sent' } }
    expect(await desk.test(TOWNSHIP)).toEqual([
      { channel: '电子邮件', ...told },
      { channel: '高桥镇群', ...told },
    ])
    expect(sent.map(([id, to, { title }]) => [id, to, title])).toEqual([
      ['mail', 'lijuan@example.org', '【守望】示范县：测试消息'],
      ['group01', null, '【守望】示范县：测试消息'],
    ])
    await desk.test(TOWNSHIP)
    await desk.test(TOWNSHIP)
    await expect(desk.test(TOWNSHIP)).rejects.toMatchObject({ code: 'too_many_requests' })
    now = new Date(now.getTime() + 60_000)
    expect(await desk.test(TOWNSHIP)).toHaveLength(2)
  })
})
