import { ShouwangError } from '../errors.ts'
import { toLocal } from '../queries/instants.ts'
import {
  LIVE_TIMES,
  type LiveTime,
  type Telling,
  type TellingOutcome,
  type TellingWarning,
} from '../queries/live-incidents.ts'
import type { Parameters } from '../queries/warehouse.ts'
import type { Application } from './application.ts'
import { IdentityBook } from './loading/identity-book.ts'
import { cleanId } from './registers/cells/id.ts'
import { adviceOnId } from './intake-advice.ts'

/** A clock of the township's system may be ahead of ours by so much. */
const AHEAD_MS = 5 * 60_000
const EARLIEST = Date.parse('2000-01-01T00:00:00Z')

/**
 * Takes what a township tells live (docs/operating.md, Live incidents): a new version where it differs from what was told
 * before, nothing where it does not. Throws `bad_parameter` naming the field, and `forbidden` for another township's.
 */
export async function takeIncident(
  application: Application,
  township_id: string,
  telling: Telling,
): Promise<TellingOutcome> {
  const { warehouse, vault, config, now, events } = application
  const { timezone } = config.county
  const { incident_id } = telling
  if (telling.township_id !== undefined && telling.township_id !== township_id) {
    throw new ShouwangError(
      'forbidden',
      `这个口令属于乡镇 ${township_id}，不能写入乡镇 ${telling.township_id} 的事件。`,
      {
        field: 'township_id',
      },
    )
  }
  const received = now()
  for (const field of ['occurred_at', ...LIVE_TIMES] as const) requirePast(field, telling[field], received)
  const child = telling.child_id === undefined ? undefined : readChild(telling.child_id)
  const outcome = await warehouse.transaction(async (transaction): Promise<TellingOutcome> => {
    const [standing] = await transaction.query('live/standing', { township_id, incident_id })
    const book = new IdentityBook(vault, transaction)
    const local = (instant: Date | null): string | null =>
      instant === null ? null : toLocal(instant, timezone).replace(/\.000$/, '')
    const told = <T>(field: string, given: T | undefined): T => {
      if (given !== undefined) return given
      if (standing === undefined) throw missing(field, incident_id)
      return standing[field] as T
    }
    const content: Parameters = {
      child_id: told('child_id', child === undefined ? undefined : book.keyOf('child', child)),
      kind: told('kind', telling.kind),
      occurred_at: told('occurred_at', telling.occurred_at === undefined ? undefined : local(telling.occurred_at)),
    }
    for (const field of LIVE_TIMES) {
      const given = telling[field]
      content[field] = given === undefined ? ((standing?.[field] as string | null | undefined) ?? null) : local(given)
    }
    const [known] = await transaction.query('live/is_known_child', { child_id: content.child_id ?? null })
    const warnings = warningsOf(content, known?.is_known === true)
    let received_at = toLocal(received, timezone)
    const isSame =
      standing !== undefined && Object.entries(content).every(([field, value]) => standing[field] === value)
    if (isSame) return { state: 'unchanged', township_id, incident_id, received_at, warnings }
    // Versions follow each other, also where the clock was set back.
    const last = standing?.from_at as string | undefined
    if (last !== undefined && last.padEnd(received_at.length, '.000') > received_at) received_at = last
    await transaction.run('live/close_version', { township_id, incident_id, received_at })
    const first_told_at = (standing?.first_told_at as string | undefined) ?? received_at
    await transaction.run('live/open_version', { ...content, township_id, incident_id, first_told_at, received_at })
    await book.write()
    await transaction.run('forget/drop_forgotten')
    transaction.touch(received_at)
    return { state: standing === undefined ? 'created' : 'updated', township_id, incident_id, received_at, warnings }
  })
  if (outcome.state !== 'unchanged') events.emit('told', { township: township_id, incident: incident_id })
  return outcome
}

function warningsOf(content: Parameters, isKnown: boolean): TellingWarning[] {
  const occurred = content.occurred_at as string
  const before = LIVE_TIMES.filter((field) => typeof content[field] === 'string' && content[field] < occurred)
  const warnings: TellingWarning[] = before.map((field) => ({ code: 'time_order', field }))
  return isKnown ? warnings : [...warnings, { code: 'unknown_child', field: 'child_id' }]
}

function requirePast(field: 'occurred_at' | LiveTime, instant: Date | null | undefined, now: Date): void {
  if (instant === null || instant === undefined) return
  const time = instant.getTime()
  if (time > now.getTime() + AHEAD_MS) throw wrong(field, `${field} 晚于现在：只写已经发生的时间，请核对时间和时区。`)
  if (time < EARLIEST) throw wrong(field, `${field} 早于 2000 年，请核对年份。`)
}

function readChild(text: string): string {
  const cleaned = cleanId(text.normalize('NFKC'))
  if (typeof cleaned.value === 'string') return cleaned.value
  throw wrong('child_id', `child_id 不是有效的身份证号：${adviceOnId(cleaned.fault)}`)
}

const missing = (field: string, incident: string): ShouwangError =>
  wrong(field, `缺少 ${field}：第一次报告事件 ${incident} 时，child_id、kind、occurred_at 都要有。`)

const wrong = (field: string, message: string): ShouwangError => new ShouwangError('bad_parameter', message, { field })
