import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { PAUSES_MS } from '../../pipeline/outbox/delivery.ts'
import type { Viewer } from '../../web/server/viewer.ts'
import { ToldCounty } from './told-county.ts'

const COUNTY: Viewer = { name: 'chen', role: 'county', units: [] }
const TOWNSHIP: Viewer = { name: 'lijuan', role: 'township', units: ['01'] }
const SCHOOL: Viewer = { name: 'wang', role: 'school', units: ['01/高桥中心小学'] }
const INCIDENTS = { kinds: ['incident_half_time', 'incident_overdue'] as const }

let told: ToldCounty
beforeEach(async () => {
  told = await ToldCounty.open()
  told.at('2026-01-06T08:00:00')
})
afterEach(() => told.close())

/** What became of each notice, in its last step. */
const failures = () =>
  told.county.application.warehouse.query('notices/failures', { since_at: '2000-01-01T00:00:00', limit: 100 })

describe('a clock of an incident', () => {
  beforeEach(() => told.add(COUNTY, { ...INCIDENTS, channels: ['group'] }))

  it('is told at half time and when it ran out, once, with the time left', async () => {
    await told.tell('L-1', {})
    await told.start()
    expect(told.take()).toEqual([])
    await told.restart('2026-01-06T08:16:00')
    expect(told.sent[0]?.message).toMatchObject({
      title: '【守望】示范县：突发事件时限过半',
      url: 'https://sw.example.org/incidents',
    })
    expect(told.take()).toEqual(['group | - | 高桥镇 突发事件 L-1：告知监护人还剩 14 分钟'])
    await told.restart('2026-01-06T08:31:00')
    expect(told.take()).toEqual([
      'group | - | 高桥镇 突发事件 L-1：告知监护人已超时 1 分钟 | 高桥镇 突发事件 L-1：告知家长还剩 29 分钟',
    ])
    await told.restart()
    expect(told.take()).toEqual([])
  })

  it('is old news when it has run out or stopped before anybody could be told', async () => {
    await told.tell('L-1', {})
    await told.start()
    told.answer = () => ({ state: 'retry', reason: '连接不上' })
    await told.restart('2026-01-06T08:16:00')
    told.answer = () => ({ state: 'sent' })
    // Half time was to be tried again; by now it is over, and that alone is told.
    await told.restart('2026-01-06T08:30:30')
    const lines = told.take().join('\n')
    expect(lines).toContain('告知监护人已超时 0 分钟')
    expect(lines).not.toContain('告知监护人还剩')
  })

  it('of long ago is nobody’s news, and neither is what nobody chose', async () => {
    await told.tell('L-1', {})
    await told.start()
    await told.stop()
    told.readers.splice(0)
    await told.restart('2026-01-06T08:16:00')
    await told.add(COUNTY, { ...INCIDENTS, channels: ['group'] })
    await told.restart('2026-01-06T08:20:00')
    expect(told.take()).toEqual([])
  })
})

describe('whom it is told', () => {
  it('are those who may see it: never beyond an account’s own units, nor a group’s', async () => {
    await told.add(COUNTY, { ...INCIDENTS, channels: ['mail', 'group', 'group01'], address: 'chen@example.org' })
    await told.add(TOWNSHIP, { ...INCIDENTS, channels: ['mail', 'group'], address: 'lijuan@example.org' })
    await told.add(SCHOOL, { ...INCIDENTS, channels: ['mail'], address: 'wang@example.org' })
    await told.add(
      { name: 'zhao', role: 'operator', units: [] },
      { ...INCIDENTS, channels: ['mail'], address: 'zhao@example.org' },
    )
    await told.tell('L-1', { township: '01' })
    await told.tell('L-2', { township: '02' })
    await told.start()
    await told.restart('2026-01-06T08:16:00')
    const lines = told.take().sort()
    const own = '高桥镇 突发事件 L-1：告知监护人还剩 14 分钟'
    const other = '青石镇 突发事件 L-2：告知监护人还剩 14 分钟'
    expect(lines).toEqual([
      // A group once, though two chose it.
      `group | - | ${own} | ${other}`,
      `group01 | - | ${own}`,
      `mail | chen@example.org | ${own} | ${other}`,
      `mail | lijuan@example.org | ${own}`,
    ])
  })

  it('are those who chose the unit, and one address once', async () => {
    await told.add(COUNTY, { ...INCIDENTS, units: ['02'], channels: ['mail'], address: 'a@example.org' })
    await told.add({ ...COUNTY, name: 'liu' }, { ...INCIDENTS, channels: ['mail'], address: 'A@example.org' })
    await told.add({ ...COUNTY, name: 'qian' }, { ...INCIDENTS, channels: ['mail'], address: 'b@elsewhere.org' })
    await told.tell('L-1', { township: '02' })
    await told.start()
    await told.restart('2026-01-06T08:16:00')
    expect(told.sent.map(({ to }) => to)).toEqual(['a@example.org'])
  })

  it('are not those who may no longer, when it is sent', async () => {
    await told.add(TOWNSHIP, { ...INCIDENTS, channels: ['mail'], address: 'lijuan@example.org' })
    await told.tell('L-1', {})
    await told.start()
    told.answer = () => ({ state: 'retry', reason: '连接不上' })
    await told.restart('2026-01-06T08:16:00')
    told.answer = () => ({ state: 'sent' })
    told.readers.splice(0, 1, { ...TOWNSHIP, units: ['02'] })
    await told.restart('2026-01-06T08:18:00')
    expect(told.take()).toEqual([])
  })
})

describe('a township', () => {
  it('that is stale is told once, and again after it was fresh', async () => {
    await told.add(TOWNSHIP, { kinds: ['township_stale'], channels: ['mail'], address: 'lijuan@example.org' })
    await told.start()
    expect(told.take()).toEqual(['mail | lijuan@example.org | 高桥镇：还没有可用的数据'])
    await told.restart()
    await told.county.pull(1)
    await told.settle()
    await told.restart('2026-01-07T07:51:00')
    expect(told.take()).toEqual([])
    // Nothing tells it but the time that passes.
    expect(await told.passTime()).toBe(600_000)
    expect(told.take()).toEqual(['mail | lijuan@example.org | 高桥镇：数据自 01-07 08:00 起过期'])
    await told.restart('2026-01-08T08:00:00')
    expect(told.take()).toEqual([])
  })
})

describe('an order', () => {
  it('is told once, to those whose unit it is, from three days before, and when its day is over in the county', async () => {
    await told.add(COUNTY, { kinds: ['order_due', 'order_overdue'], channels: ['group'] })
    await told.add(SCHOOL, { kinds: ['order_due'], channels: ['mail'], address: 'wang@example.org' })
    await told.add(
      { ...SCHOOL, name: 'sun', units: ['01/别的小学'] },
      { kinds: ['order_due'], channels: ['mail'], address: 'sun@example.org' },
    )
    told.config = { quiet_hours: null, urgent: [] }
    told.at('2026-01-05T23:59:00')
    await told.order('R-7', '01/高桥中心小学', '2026-01-09')
    await told.start()
    expect(told.take()).toEqual([])
    await told.restart('2026-01-06T08:00:00')
    expect(told.sent[0]?.message).toMatchObject({
      title: '【守望】示范县：整改快到期',
      url: 'https://sw.example.org/orders',
    })
    expect(told.take()).toEqual([
      'group | - | 高桥镇 整改单 R-7：还剩 3 天（01-09 23:59）',
      'mail | wang@example.org | 高桥镇 高桥中心小学 整改单 R-7：还剩 3 天（01-09 23:59）',
    ])
    await told.look()
    await told.restart('2026-01-09T23:59:00')
    expect(told.take()).toEqual([])
    // Its day ended while nobody served.
    await told.restart('2026-01-10T01:00:00')
    expect(told.take()).toEqual(['group | - | 高桥镇 整改单 R-7：已逾期 60 分钟（01-09 23:59）'])
    await told.restart()
    expect(told.take()).toEqual([])
  })

  it('is old news when it was handed in or given another day before anybody could be told', async () => {
    await told.add(COUNTY, { kinds: ['order_due', 'order_overdue'], channels: ['group'] })
    told.at('2026-01-06T23:00:00')
    for (const key of ['R-1', 'R-2', 'R-3']) await told.order(key, '01', '2026-01-08')
    await told.start()
    // Quiet hours: nothing is told before seven.
    expect(told.take()).toEqual([])
    await told.happen('R-1', 'proof')
    await told.happen('R-2', 'proof')
    told.at('2026-01-06T23:10:00')
    await told.happen('R-2', 'returned', '2026-01-20')
    await told.restart('2026-01-07T07:00:00')
    expect(told.take()).toEqual(['group | - | 高桥镇 整改单 R-3：还剩 40 小时（01-08 23:59）'])
  })
})

describe('quiet hours', () => {
  it('keep what can wait until their end, in one message; what is urgent is told', async () => {
    await told.add(COUNTY, { ...INCIDENTS, channels: ['group'] })
    told.at('2026-01-06T23:50:00')
    await told.tell('L-1', {})
    await told.tell('L-2', { township: '02' })
    await told.start()
    await told.restart('2026-01-07T00:06:00')
    expect(told.take()).toEqual([])
    await told.restart('2026-01-07T00:21:00')
    expect(told.take()).toEqual([
      'group | - | 高桥镇 突发事件 L-1：告知监护人已超时 1 分钟 | 青石镇 突发事件 L-2：告知监护人已超时 1 分钟',
    ])
    await told.restart('2026-01-07T06:00:00')
    told.take()
    await told.add(COUNTY, { kinds: ['order_due', 'township_stale'], channels: ['group'] })
    for (const key of ['R-1', 'R-2']) await told.order(key, '02', '2026-01-09')
    await told.look()
    await told.passUntil('2026-01-07T06:50:00')
    expect(told.take()).toEqual([])
    await told.passUntil('2026-01-07T07:00:00')
    expect(told.sent).toHaveLength(1)
    expect(told.county.clock.now.toISOString()).toBe('2026-01-06T23:00:00.000Z')
    expect(told.sent[0]?.message.lines).toHaveLength(2)
  })
})

describe('a delivery that fails', () => {
  beforeEach(async () => {
    await told.add(COUNTY, { kinds: ['order_due'], channels: ['group', 'hook'] })
    told.config = { quiet_hours: null, urgent: [] }
    await told.start()
  })
  const say = async (): Promise<void> => {
    await told.order('R-1', '01', '2026-01-09')
    await told.look()
  }

  it('is tried again with growing pauses, then given up and shown', async () => {
    const tried: number[] = []
    told.answer = ({ channel }) => {
      if (channel === 'group') tried.push(told.county.clock.now.getTime())
      return channel === 'group' ? { state: 'retry', reason: '连接不上（ECONNREFUSED）' } : { state: 'sent' }
    }
    await say()
    await told.passUntil('2026-01-06T18:30:00')
    expect(tried.slice(1).map((at, index) => at - (tried[index] ?? 0))).toEqual(PAUSES_MS)
    expect(await failures()).toMatchObject([
      {
        channel: 'group',
        kind: 'order_due',
        unit_id: '01',
        state: 'failed',
        reason: '试了 7 次：连接不上（ECONNREFUSED）',
      },
    ])
  })

  it('waits as long as it is told', async () => {
    let asked = 0
    told.answer = ({ channel }) =>
      channel === 'group' && asked++ === 0
        ? { state: 'retry', reason: '发得太快', after_ms: 600_000 }
        : { state: 'sent' }
    await say()
    told.take()
    await told.passUntil('2026-01-06T08:09:00')
    expect(told.take().length).toBe(1)
    expect(told.county.clock.now.toISOString()).toBe('2026-01-06T00:10:00.000Z')
  })

  it('for good is not tried again', async () => {
    told.answer = () => ({ state: 'failed', reason: '机器人地址无效' })
    await say()
    await told.restart('2026-01-06T20:00:00')
    expect((await failures()).map(({ channel, attempt_count }) => [channel, attempt_count])).toEqual([
      ['group', 1],
      ['hook', 1],
    ])
  })

  it('without an answer goes again to a webhook, with the same id, and to a group never', async () => {
    told.answer = () => ({ state: 'unknown', reason: '没有在时限内回答' })
    await say()
    told.answer = () => ({ state: 'sent' })
    await told.passUntil('2026-01-06T09:00:00')
    expect(told.sent.map(({ channel }) => channel)).toEqual(['group', 'hook', 'hook'])
    expect(new Set(told.sent.filter(({ channel }) => channel === 'hook').map(({ message }) => message.id)).size).toBe(1)
    expect(await failures()).toMatchObject([{ channel: 'group', state: 'unknown', reason: '没有在时限内回答' }])
  })

  it('does not keep the others waiting, and no robot gets more than it takes in a minute', async () => {
    for (let index = 0; index < 17; index++) {
      await told.order(`R-${index}`, '01', '2026-01-09')
      await told.look()
    }
    const count = (id: string): number => told.sent.filter(({ channel }) => channel === id).length
    expect(count('group')).toBe(15)
    await told.passUntil('2026-01-06T08:01:00')
    // The last two went together.
    expect(count('group')).toBe(16)
    expect(told.sent.flatMap(({ channel, message }) => (channel === 'group' ? message.lines : []))).toHaveLength(17)
  })
})
