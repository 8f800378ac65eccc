import { EventEmitter } from 'node:events'
import { describe, expect, it } from 'vitest'
import type { BatchEvent } from '../../pipeline/application.ts'
import { BatchFeed, type FedEvent } from '../../web/api/batch-feed.ts'

const event = (version: number): BatchEvent => ({
  township: '01',
  at: '2026-10-31T12:00:00+08:00',
  state: 'loaded',
  version,
})

function setUp() {
  const events = new EventEmitter<{ batch: [BatchEvent] }>()
  const feed = new BatchFeed({ events, since: new Date('2026-10-31T00:00:00Z') })
  return { events, feed }
}

describe('BatchFeed', () => {
  it('hands events to all who follow, with one listener, until they leave', () => {
    const { events, feed } = setUp()
    const [first, second]: FedEvent[][] = [[], []]
    const leave = feed.follow((fed) => first?.push(fed))
    feed.follow((fed) => second?.push(fed))
    events.emit('batch', event(1))
    leave()
    events.emit('batch', event(2))
    expect(first?.map((fed) => fed.event.version)).toEqual([1])
    expect(second?.map((fed) => fed.event.version)).toEqual([1, 2])
    expect(new Set(second?.map((fed) => fed.id)).size).toBe(2)
    expect(feed.follower_count).toBe(1)
    expect(events.listenerCount('batch')).toBe(1)
  })

  it('knows what came after an event, and gives all it has to whoever names an unknown one', () => {
    const { events, feed } = setUp()
    const ids: string[] = []
    feed.follow(({ id }) => ids.push(id))
    for (const version of [1, 2, 3]) events.emit('batch', event(version))
    const versions = (id: string | undefined) => feed.since(id ?? '').map((fed) => fed.event.version)
    expect(versions(ids[0])).toEqual([2, 3])
    expect(versions(ids[2])).toEqual([])
    expect(versions('of another process')).toEqual([1, 2, 3])
  })

  it('keeps only the last ones', () => {
    const { events, feed } = setUp()
    for (let version = 1; version <= 300; version++) events.emit('batch', event(version))
    const kept = feed.since('')
    expect(kept).toHaveLength(256)
    expect(kept.at(-1)?.event.version).toBe(300)
  })
})
