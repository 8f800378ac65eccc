import fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { toLocal } from '../../queries/instants.ts'
import type { Warehouse } from '../../queries/warehouse.ts'
import { PAUSES_MS } from '../../pipeline/outbox/delivery.ts'
import type { Viewer } from '../../web/server/viewer.ts'
import { ToldCounty } from './told-county.ts'

const COUNTY: Viewer = { name: 'chen', role: 'county', units: [] }
const CRASH = new Error('the process ends here')

let told: ToldCounty
beforeAll(async () => {
  told = await ToldCounty.open()
  told.at('2026-01-06T08:00:00')
  told.config = { quiet_hours: null, urgent: [] }
  await told.add(COUNTY, {
    kinds: ['order_due', 'township_stale'],
    channels: ['group', 'hook', 'mail'],
    address: 'chen@example.org',
  })
})
afterAll(() => told.close())

/** A warehouse whose nth step ends the process: before it writes, or after. */
function dying(warehouse: Warehouse, step: () => void): Warehouse {
  return new Proxy(warehouse, {
    get(target, name) {
      if (name === 'record') {
        return async (work: Parameters<Warehouse['record']>[0]) => {
          step()
          const result = await target.record(work)
          step()
          return result
        }
      }
      const value: unknown = Reflect.get(target, name)
      return typeof value === 'function' ? (value as (...all: unknown[]) => unknown).bind(target) : value
    },
  })
}

let run = 0

const LAST = `
  select channel, arg_max(state, step) as state from notice_steps
  where event_key like '%/' || $key || '/%' group by channel`

it('nothing is told twice and nothing is lost, wherever the process ends', async () => {
  await fc.assert(
    fc.asyncProperty(
      // After how many steps each life of the process ends; what a channel answers, if it comes to that.
      fc.array(fc.nat({ max: 14 }), { maxLength: 4 }),
      fc.array(fc.constantFrom('sent', 'retry', 'unknown'), { maxLength: 6 }),
      async (lives, answers) => {
        const { application } = told.county
        const key = `R-${run++}`
        const soon = new Date(told.county.clock.now.getTime() + 3 * 86_400_000)
        await told.order(key, '01', toLocal(soon, 'Asia/Shanghai').slice(0, 10))
        const asked = [...answers]
        let left = Infinity
        const step = (): void => {
          if (left-- <= 0) throw CRASH
        }
        told.sent.splice(0)
        // Cut before the other side has it, or after; either way nobody hears what came of it.
        told.arrived = step
        told.answer = () => {
          step()
          const state = asked.shift() ?? 'sent'
          return state === 'sent' ? { state } : { state, reason: state }
        }
        for (const life of lives) {
          left = life
          await told.start(dying(application.warehouse, step))
          await told.look()
          await told.stop()
        }
        left = Infinity
        await told.start()
        for (const pause of PAUSES_MS) {
          told.county.clock.now = new Date(told.county.clock.now.getTime() + pause + 1000)
          await told.look()
        }
        await told.stop()
        const about = (id: string) =>
          told.sent.filter(({ channel, message }) => channel === id && message.lines.some((line) => line.includes(key)))
        const states = new Map(
          (await application.warehouse.queryText(LAST, { key })).map((row) => [row.channel, row.state]),
        )
        for (const id of ['group', 'mail', 'hook']) {
          // Whoever knows a message by its id may have it more often, and it is one message; nobody else may.
          const arrived = new Set(about(id).map(({ message }, index) => (id === 'hook' ? message.id : index)))
          expect(arrived.size).toBeLessThanOrEqual(1)
          // What did not arrive, or may not have, is shown to the operator: nothing is lost without a word.
          expect([id, arrived.size, states.get(id)]).toEqual([
            id,
            expect.any(Number),
            expect.stringMatching(/^(sent|unknown|failed)$/),
          ])
          if (arrived.size === 0) expect(states.get(id)).not.toBe('sent')
          if (id === 'hook') expect(states.get(id)).not.toBe('unknown')
        }
      },
    ),
    { numRuns: 15 },
  )
  expect(told.errors.every((error) => error === CRASH)).toBe(true)
  expect(told.errors.length).toBeGreaterThan(5)
}, 120_000)
