import { createHmac, timingSafeEqual } from 'node:crypto'
import { toLocal } from '../../queries/instants.ts'
import type { ResultRow } from '../../queries/rows.ts'
import type { Transaction, Warehouse } from '../../queries/warehouse.ts'
import type { Viewer } from './viewer.ts'

/** What is kept in the audit trail. */
export const AUDIT_ACTIONS = [
  'sign_in',
  'sign_in_failed',
  'sign_out',
  'second_factor_set',
  'password_changed',
  'unmask',
  'export',
  'hold_accepted',
  'hold_refused',
  'lead_replied',
  'inspection_planned',
  'inspection_step',
  'worksheet_taken',
  'inspected',
  'device_revoked',
  'order_made',
  'order_event',
  'inspection_replied',
  'scheme_saved',
  'objection_made',
  'objection_decided',
  'objection_withdrawn',
  'freeze_proposed',
  'freeze_confirmed',
  'freeze_declined',
  'freeze_withdrawn',
  'notices_changed',
  'user_added',
  'user_disabled',
  'user_enabled',
  'user_reset',
  'user_bound',
  'config_changed',
  'key_rotated',
  'child_forgotten',
  'aged_out',
  'backup',
  'command',
] as const
export type AuditAction = (typeof AUDIT_ACTIONS)[number]

/** An event to keep. Nothing in it may be a child's name or number: a child is its key. */
export interface AuditEvent {
  action: AuditAction
  unit_id?: string
  /** The key of a child, or an account's name. */
  subject?: string
  purpose?: string
  /** In a few words or as JSON: which route, how many rows. */
  detail?: string
}

/** Who did it; the command line has the role `operator`. */
export type Actor = Pick<Viewer, 'name' | 'role'>

export interface AuditQuery {
  /** What concerns these and what lies in them; none: all. */
  units?: readonly string[]
  action?: AuditAction
  actor?: string
  subject?: string
  /** Entries before this one. */
  before?: number
  limit: number
}

/** How an audit trail stands: whole, or where it is broken. */
export type ChainState = { entries: number; head: string } & (
  { is_whole: true } | { is_whole: false; entry_id: number }
)

interface Cut {
  cut_after: number
  cut_hash: string
}

const START = '0'.repeat(64)
const BLOCK = 5_000

/**
 * The audit trail: a chain in which each entry's HMAC-SHA-256 covers the entry and the hash before it, under a key that
 * is not in the warehouse. Whoever changes, removes or inserts an entry without that key breaks it at that place.
 * That the end was cut off shows only against a head that was kept elsewhere: `audit verify` prints it.
 */
export class AuditTrail {
  readonly #warehouse: Warehouse
  readonly #key: Buffer
  readonly #now: () => Date
  readonly #timezone: string

  constructor(warehouse: Warehouse, { key, now, timezone }: { key: Buffer; now: () => Date; timezone: string }) {
    this.#warehouse = warehouse
    this.#key = key
    this.#now = now
    this.#timezone = timezone
  }

  /** Keeps an event; when the answer is there it is on the disk. */
  async record(actor: Actor, event: AuditEvent): Promise<void> {
    await this.#warehouse.record((transaction) => this.recordIn(transaction, actor, event))
  }

  /** Keeps an event together with what it is about, in one transaction. */
  async recordIn(transaction: Transaction, actor: Actor, event: AuditEvent): Promise<void> {
    const [last] = await transaction.query('audit/last')
    const entry = {
      entry_id: Number(last?.entry_id ?? 0) + 1,
      happened_at: toLocal(this.#now(), this.#timezone),
      actor: actor.name,
      role: actor.role,
      action: event.action,
      unit_id: event.unit_id ?? '',
      subject: event.subject ?? '',
      purpose: event.purpose ?? '',
      detail: event.detail ?? '',
    }
    const before = typeof last?.hash === 'string' ? last.hash : START
    await transaction.run('audit/add', { ...entry, hash: this.#hash(before, entry) })
  }

  /** Entries, the latest first. */
  async entries({ units, action, actor, subject, before, limit }: AuditQuery): Promise<ResultRow[]> {
    return this.#warehouse.query('audit/entries', {
      units: units ?? [],
      action: action ?? '',
      actor: actor ?? '',
      subject: subject ?? '',
      before: before ?? Number.MAX_SAFE_INTEGER,
      limit,
    })
  }

  /** Recomputes the whole chain; the first entry that does not fit is named. */
  async verify(): Promise<ChainState> {
    const start = await this.#start()
    let before = start.hash
    let last = start.entry_id
    let count = 0
    for (;;) {
      const rows = await this.#warehouse.query('audit/chain', { after: count === 0 ? 0 : last, limit: BLOCK })
      for (const { hash, ...row } of rows) {
        const entry = Object.fromEntries(Object.entries(row).map(([name, cell]) => [name, cell ?? '']))
        const is_next = row.entry_id === last + 1
        if (!is_next || !isSame(this.#hash(before, entry), String(hash)))
          return { is_whole: false, entry_id: last + 1, entries: count, head: before }
        before = String(hash)
        last++
        count++
      }
      if (rows.length < BLOCK) return { is_whole: true, entries: count, head: before }
    }
  }

  /** How many entries at the beginning are older than an instant (local time). */
  async countBefore(before_at: string): Promise<number> {
    const [row] = await this.#warehouse.query('audit/before', { before_at })
    return Number(row?.entry_count ?? 0)
  }

  /** Keeps what was aged out with the hash at which the trail is cut, and removes the entries before an instant. */
  async ageOut(before_at: string, actor: Actor, detail: object): Promise<void> {
    await this.#warehouse.record(async (transaction) => {
      const [row] = await transaction.query('audit/before', { before_at })
      const cut: Cut | null =
        Number(row?.entry_count ?? 0) === 0
          ? null
          : { cut_after: Number(row?.last_id), cut_hash: String(row?.last_hash) }
      await this.recordIn(transaction, actor, { action: 'aged_out', detail: JSON.stringify({ ...detail, ...cut }) })
      if (cut) await transaction.run('audit/remove_through', { entry_id: cut.cut_after })
    })
  }

  /**
   * Where the chain begins: at its first entry, or where it was last cut for its age. That cut is told by an entry of the
   * chain itself, so nobody else can make one.
   */
  async #start(): Promise<{ entry_id: number; hash: string }> {
    const [first] = await this.#warehouse.query('audit/chain', { after: 0, limit: 1 })
    const entry_id = Number(first?.entry_id ?? 1) - 1
    for (const { detail } of entry_id === 0 ? [] : await this.#warehouse.query('audit/aged_out')) {
      const cut = JSON.parse(String(detail)) as Partial<Cut>
      if (cut.cut_after === entry_id && cut.cut_hash !== undefined) return { entry_id, hash: cut.cut_hash }
    }
    return { entry_id: 0, hash: START }
  }

  #hash(before: string, entry: object): string {
    const fields = Object.entries(entry)
      .filter(([name]) => name !== 'happened_at')
      .concat([['happened_at', instantText(entry)]])
      .sort(([a], [b]) => (a < b ? -1 : 1))
    return createHmac('sha256', this.#key)
      .update(JSON.stringify([before, fields]))
      .digest('hex')
  }
}

/** An instant as both the clock and the warehouse write it: with milliseconds. */
function instantText(entry: object): string {
  const [seconds = '', fraction = ''] = String(Reflect.get(entry, 'happened_at')).split('.')
  return `${seconds}.${fraction.padEnd(3, '0').slice(0, 3)}`
}

const isSame = (a: string, b: string): boolean =>
  a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b))
