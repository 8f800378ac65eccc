import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { startIncidentClock, type IncidentClock, type IncidentEvent } from '../../pipeline/incident-clock.ts'
import { takeIncident } from '../../pipeline/intake.ts'
import { intakeTokens } from '../../pipeline/intake-tokens.ts'
import { openApiCounty, type ApiCounty } from '../support/api-county.ts'
import { validId } from '../support/ids.ts'
import { manualTimer } from '../support/manual-timer.ts'

const CHILD = validId('990101', '20150304', 7)

let county: ApiCounty
let clock: IncidentClock | undefined
let heard: string[]
const timers = manualTimer()

beforeEach(async () => {
  county = await openApiCounty({ pulls: 0 })
  mkdirSync(join(county.exports, '01'), { recursive: true })
  heard = []
  county.services.events.on('incident', (event: IncidentEvent) => {
    heard.push([event.clock ?? '-', event.event, event.at.slice(11, 19), ...(event.late ? ['late'] : [])].join(' '))
  })
})
afterEach(async () => {
  await clock?.close()
  await county.close()
})

const at = (time: string): void => void (county.clock.now = new Date(`2026-01-06T${time}+08:00`))

const start = async (): Promise<void> => {
  const { warehouse, events, now } = county.application
  clock = startIncidentClock({ warehouse, events, now, timezone: 'Asia/Shanghai', set_timer: timers.timer })
  await clock.settled()
}

const tell = async (facts: object): Promise<void> => {
  await takeIncident(county.application, '01', { incident_id: 'L-1', ...facts })
  await clock?.settled()
}

const FIRST = { child_id: CHILD, kind: 'injury' as const, occurred_at: new Date('2026-01-06T08:00:00+08:00') }

/** Lets the timer that runs end at the instant for which it was set. */
const passTime = async (): Promise<void> => {
  const [ms = 0] = timers.running()
  county.clock.now = new Date(county.clock.now.getTime() + ms)
  timers.expire(ms)
  await clock?.settled()
}

const takeHeard = (): string[] => heard.splice(0)

describe('the incident clock', () => {
  it('tells of each clock as it opens, is half over, runs out and stops, to the second', async () => {
    at('08:00:10')
    await start()
    await tell(FIRST)
    expect(takeHeard()).toEqual([
      '- changed 08:00:10',
      'notify_guardian opened 08:00:00',
      'notify_parents opened 08:00:00',
      'report_authority opened 08:00:00',
    ])
    // Not beyond ten minutes, so that a machine that slept is right again.
    expect(timers.running()).toEqual([600_000])
    await passTime()
    expect(timers.running()).toEqual([290_000])
    await passTime()
    expect(takeHeard()).toEqual(['notify_guardian half_time 08:15:00'])
    expect(county.clock.now.toISOString()).toBe('2026-01-06T00:15:00.000Z')
    at('08:20:00')
    await tell({ parents_notified_at: new Date('2026-01-06T08:18:00+08:00') })
    expect(takeHeard()).toEqual(['- changed 08:20:00', 'notify_parents closed 08:18:00'])
    await passTime()
    // Still open in the instant in which it is due (duties.md), over the moment after.
    expect(timers.running()).toEqual([1])
    expect(takeHeard()).toEqual([])
    await passTime()
    expect(takeHeard()).toEqual(['notify_guardian overdue 08:30:00'])
    at('08:45:00')
    await tell({ guardian_notified_at: new Date('2026-01-06T08:40:00+08:00') })
    expect(takeHeard()).toEqual(['- changed 08:45:00', 'notify_guardian closed 08:40:00'])
  })

  it('tells after a restart what passed meanwhile, once, as late', async () => {
    at('08:00:10')
    await start()
    await tell(FIRST)
    await clock?.close()
    expect(timers.running()).toEqual([])
    takeHeard()
    at('08:31:00')
    await start()
    expect(takeHeard()).toEqual([
      'notify_guardian half_time 08:15:00 late',
      'notify_guardian overdue 08:30:00 late',
      'notify_parents half_time 08:30:00 late',
    ])
    await clock?.close()
    await start()
    expect(takeHeard()).toEqual([])
    expect(timers.running()).toEqual([600_000])
  })

  it('leaves the history alone', async () => {
    at('08:00:10')
    await tell({ ...FIRST, occurred_at: new Date('2025-12-01T08:00:00+08:00') })
    await start()
    expect(takeHeard()).toEqual([])
  })

  it('names nobody', async () => {
    const events: IncidentEvent[] = []
    county.services.events.on('incident', (event: IncidentEvent) => void events.push(event))
    at('08:00:10')
    await start()
    await tell(FIRST)
    expect(Object.keys(events[1] ?? {}).sort()).toEqual([
      'at',
      'clock',
      'event',
      'incident',
      'late',
      'township',
      'version',
    ])
    expect(JSON.stringify(events)).not.toContain(CHILD)
  })
})

describe('the tokens of the intake', () => {
  const config = (names: (string | undefined)[]) => ({
    ...county.application.config,
    townships: county.application.config.townships.map((township, i) => ({ ...township, intake_token_env: names[i] })),
  })

  it('belong to one township each', () => {
    const townshipOf = intakeTokens(config(['A', 'B', undefined]), { A: 'a'.repeat(16), B: undefined })
    expect(townshipOf('a'.repeat(16))).toBe('01')
    expect(townshipOf('')).toBeNull()
    expect(townshipOf('b'.repeat(16))).toBeNull()
  })

  it('are refused when they are short or shared', () => {
    expect(() => intakeTokens(config(['A']), { A: 'short' })).toThrow('太短')
    expect(() => intakeTokens(config(['A', 'B']), { A: 'a'.repeat(16), B: 'a'.repeat(16) })).toThrow('相同')
  })
})
