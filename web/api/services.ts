import type { EventEmitter } from 'node:events'
import type { ApplicationEvents } from '../../pipeline/application.ts'
import type { CountyWork } from '../../pipeline/county-work.ts'
import type { EvaluationWork } from '../../pipeline/evaluation/work.ts'
import type { Reject, RejectsQuery } from '../../pipeline/rejects.ts'
import type { Telling, TellingOutcome } from '../../queries/live-incidents.ts'
import type { Warehouse } from '../../queries/warehouse.ts'
import type { AuditTrail } from '../server/audit.ts'
import type { Gate } from './gate.ts'

/** What was computed before anybody asked: of now, and of the days that people look back to. */
export type Ahead = 'present' | 'earlier days'

/** Everything that the API works with; whoever serves hands it over (architecture.md, Rooms). */
export interface ApiServices {
  /** Who may ask what. */
  gate: Gate
  warehouse: Warehouse
  /** Who looked at whom (web/server/audit.ts). */
  audit: Pick<AuditTrail, 'entries' | 'verify'>
  /** The county's zone: instants are answered with its offset. */
  timezone: string
  county: { code: string; name: string }
  now: () => Date
  /**
   * Milliseconds of the process's monotonic clock, which runs also where `now` stands still and is set by nobody: what may
   * be asked so many times a minute is counted by it, and not when absent.
   */
  ticks?: () => number
  /** Since when this process serves. */
  since: Date
  /** A township without a good batch for longer than this is stale (policy). */
  stale_after_hours: number
  /** Opens a sealed value: a child's id number. */
  open_identity(identity: bigint, sealed: Uint8Array): string
  /** Where what everybody opens is computed before anybody asks (standing-questions.ts): told each time that it is, and of how many days. */
  ahead?: (what: Ahead, days: number) => void
  /** Seals and opens what people write of children, bound to the number that it stands under. */
  texts: { seal(item_id: string, text: string): Uint8Array; open(item_id: string, sealed: Uint8Array): string }
  /** Whether a password is an account's, as a sign-in would find; throws `too_many_requests` where that must wait. */
  is_password?(name: string, password: string): Promise<boolean>
  /** Names of accounts that can be sent to inspect. */
  inspectors?(): string[]
  /** Names of enabled accounts of the leading group that are for the whole county. */
  leaders?(): string[]
  /** Rejected rows of the last batches, of some townships or (none) of all, in a fixed order. */
  rejects(query: RejectsQuery): Promise<Reject[]>
  /** What the pages may ask the pipeline to do; absent where nothing may be. */
  work?: CountyWork
  /** A year's evaluation, from the draft to the freeze. */
  evaluation: EvaluationWork
  /** Emits `batch` after each load, `incident` when a clock of one opens, is half over, runs out or stops. */
  events: EventEmitter<ApplicationEvents>
  /** What townships tell live; absent where nobody may. */
  intake?: {
    /** The township that a bearer token belongs to. */
    township_of(token: string): string | null
    take(township_id: string, telling: Telling): Promise<TellingOutcome>
  }
  /** Told of every error that is a fault of the program; the answer carries the same number and nothing of the cause. */
  report?: (error: unknown, about: { request_id: string; method: string; path: string }) => void
}
