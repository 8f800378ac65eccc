import { randomBytes } from 'node:crypto'
import { ShouwangError } from '../../errors.ts'
import { sha256 } from '../../queries/archive-engine.ts'
import {
  addFreeze,
  addFrozen,
  endFreeze,
  freezesOf,
  frozenOf,
  type FreezeEnd,
  type FreezeRow,
  type FrozenRow,
} from '../../queries/freezes.ts'
import { hasReceived, openObjections } from '../../queries/evaluation.ts'
import { fromLocal, toLocal } from '../../queries/instants.ts'
import type { Transaction } from '../../queries/warehouse.ts'
import { fingerprintOf, signingKeyOf } from '../../vault/signing.ts'
import type { Application } from '../application.ts'
import { digestOf, resultBytes } from './archive/archived-results.ts'
import { writeArchive } from './archive/write-archive.ts'
import { endOf, factsOf, SEED } from './draft.ts'
import { resultsAnew } from './evaluating.ts'
import { keepArchive } from './kept-archive.ts'
import type { YearFacts } from './results.ts'
import { schemeOf } from './schemes.ts'

/** A step of freezing a year. */
export type FreezeKind = 'proposed' | FreezeEnd

/** Where a year stands; instants are the county's local time. */
export interface FreezeState {
  year: string
  state: 'none' | 'proposed' | 'frozen'
  /** What stands: a proposal, or what was frozen. */
  freeze: FreezeRow | null
  frozen: Omit<FrozenRow, 'results'> | null
  open_objections: number
  /** Every step that was taken, the earliest first. */
  history: { kind: FreezeKind; at: string; by: string; reason: string | null }[]
}

/** Keeps a step in the audit trail, in the transaction of the step itself: neither is there without the other. */
export type RecordStep = (transaction: Transaction, step: FreezeKind, detail: string) => Promise<void>

/** Where the freezing of a year stands. */
export async function freezeState(application: Application, year: string): Promise<FreezeState> {
  const { warehouse } = application
  const freezes = await freezesOf(warehouse, year)
  const frozen = await frozenOf(warehouse, year)
  const standing = freezes.find(({ freeze_id, end_kind }) =>
    frozen === null ? end_kind === null : freeze_id === frozen.freeze_id,
  )
  return {
    year,
    state: frozen !== null ? 'frozen' : standing === undefined ? 'none' : 'proposed',
    freeze: standing ?? null,
    frozen: frozen && withoutResults(frozen),
    open_objections: await openObjections(application.warehouse, year),
    history: [...freezes].reverse().flatMap(stepsOf),
  }
}

const withoutResults = ({ results: _, ...frozen }: FrozenRow): Omit<FrozenRow, 'results'> => frozen

function stepsOf(freeze: FreezeRow): FreezeState['history'] {
  const { proposed_at, proposed_by, end_kind, ended_at, ended_by, reason } = freeze
  const proposed = { kind: 'proposed' as const, at: proposed_at, by: proposed_by, reason: null }
  if (end_kind === null || ended_at === null || ended_by === null) return [proposed]
  return [proposed, { kind: end_kind, at: ended_at, by: ended_by, reason }]
}

export interface Proposal {
  year: string
  by: string
  /** When what is told of the year was known, the county's local time; default now. */
  known_at?: string
}

/**
 * Proposes to freeze a year as it stands. Throws `conflict` where it is frozen or proposed, is not over, or can still be objected
 * to, `bad_parameter` for an instant before its end or to come, `not_found` where nothing of it is due.
 */
export async function proposeFreeze(application: Application, proposal: Proposal, record: RecordStep): Promise<void> {
  const { year, by } = proposal
  const now = localNow(application)
  const known_at = proposal.known_at ?? now
  const as_of = endOf(year)
  if (now <= as_of) throw conflict(`${year} 年还没有结束，结束以后才能冻结。`, year)
  if (known_at <= as_of || known_at > now)
    throw new ShouwangError('bad_parameter', `known_at 应在 ${year} 年结束以后、现在以前。`, { parameter: 'known_at' })
  await requireState(application.warehouse, year, 'none')
  if (!(await hasReceived(application.warehouse, as_of)))
    throw new ShouwangError('not_found', `${year} 年里还没有读入过任何导出，没有可以冻结的考核。`, { year })
  await requireUnobjected(application, { year, now })
  const facts = await factsOf(application, { year, asked: as_of, known: known_at, now, seed: SEED })
  const { version } = await schemeOf(application, { year })
  if (facts.scheme_version !== version)
    throw conflict(`这一时刻之后方案已改为第 ${version} 版，请按更晚的时刻提出。`, year)
  const digest = digestOf(await resultsAnew(facts))
  await application.warehouse.alone(async (transaction) => {
    await requireState(transaction, year, 'none')
    const freeze_id = randomBytes(8).toString('hex')
    const number = (await freezesOf(transaction, year)).length + 1
    const freeze = { freeze_id, number, year, as_of, known_at, scheme_version: version, seed: SEED, digest }
    await addFreeze(transaction, { ...freeze, proposed_by: by, proposed_at: now })
    await record(transaction, 'proposed', detailOf(year, { digest, known_at }))
    transaction.touch()
  })
}

export interface Confirmation {
  year: string
  by: string
  /** What the confirming person saw. */
  digest: string
  /** The accounts that may freeze: enabled, of the county role, for the whole county. */
  accounts: readonly string[]
}

/**
 * Freezes a year that another person proposed: everything is computed anew, must come to the same digest, and is kept with its
 * archive. Throws `forbidden` where it is not a second person, `conflict` where the results are others by now or may still change.
 */
export async function confirmFreeze(
  application: Application,
  confirmation: Confirmation,
  record: RecordStep,
): Promise<void> {
  const { year, by, accounts } = confirmation
  const { warehouse, vault, config } = application
  const freeze = await requireProposal(warehouse, confirmation)
  requireSecond(freeze, { by, accounts })
  const now = localNow(application)
  await requireUnobjected(application, { year, now })
  const facts = await factsAgain(application, { year, freeze, now })
  const results = await resultsAnew(facts)
  if (digestOf(results) !== freeze.digest)
    throw conflict('重新计算的结果与提出时的不同：其间数据、配置或检查结论有变动。请否决或撤回后重新提出。', year)
  const at = (local: string): string => fromLocal(local, config.county.timezone)
  const bytes = await writeArchive(application, {
    facts,
    results,
    frozen: {
      proposed: { by: freeze.proposed_by, at: at(freeze.proposed_at) },
      confirmed: { by, at: at(now) },
    },
  })
  const frozen = {
    freeze_id: freeze.freeze_id,
    results: resultBytes(results).toString('utf8'),
    archive_sha256: sha256(bytes),
    archive_bytes: bytes.length,
    fingerprint: fingerprintOf(signingKeyOf(vault).public_key),
  }
  await warehouse.alone(async (transaction) => {
    // Everything that was true before the long computation, asked again where nobody can save, object or freeze.
    await requireProposal(transaction, confirmation)
    await requireSameScheme(application, freeze, { year, from: transaction })
    await requireUnobjected(application, { year, now, from: transaction })
    // First: what the warehouse says is frozen has its archive. Another one that is there stays beside it.
    const earlier_archive = (await keepArchive(warehouse.file, year, bytes)) ?? undefined
    await endFreeze(transaction, { ...endOfProposal(freeze, { by, now }), kind: 'confirmed', reason: null })
    await addFrozen(transaction, { ...frozen, year })
    const { archive_sha256, fingerprint } = frozen
    await record(
      transaction,
      'confirmed',
      detailOf(year, { digest: freeze.digest, archive_sha256, fingerprint, earlier_archive }),
    )
    transaction.touch()
  })
}

/** Turns a proposal down, with a reason. Throws `not_found` where there is none, `conflict` where it is of another digest. */
export async function declineFreeze(
  application: Application,
  { reason, ...asked }: Pick<Confirmation, 'year' | 'by' | 'digest'> & { reason: string },
  record: RecordStep,
): Promise<void> {
  await end(application, { ...asked, kind: 'declined', reason }, record)
}

/** Takes one's own proposal back. Throws as `declineFreeze`, and `forbidden` where it is another's. */
export async function withdrawFreeze(
  application: Application,
  asked: Pick<Confirmation, 'year' | 'by' | 'digest'>,
  record: RecordStep,
): Promise<void> {
  await end(application, { ...asked, kind: 'withdrawn', reason: null }, record)
}

async function end(
  application: Application,
  asked: Pick<Confirmation, 'year' | 'by' | 'digest'> & { kind: 'declined' | 'withdrawn'; reason: string | null },
  record: RecordStep,
): Promise<void> {
  const { year, by, digest, kind, reason } = asked
  const now = localNow(application)
  await application.warehouse.alone(async (transaction) => {
    const freeze = await requireProposal(transaction, asked)
    if (kind === 'withdrawn' && freeze.proposed_by !== by)
      throw new ShouwangError('forbidden', `只有提出的人（${freeze.proposed_by}）能撤回；不同意请否决。`, { year })
    await endFreeze(transaction, { ...endOfProposal(freeze, { by, now }), kind, reason })
    await record(transaction, kind, detailOf(year, { digest }))
    transaction.touch()
  })
}

const endOfProposal = ({ freeze_id }: FreezeRow, { by, now }: { by: string; now: string }) => ({
  freeze_id,
  ended_by: by,
  ended_at: now,
})

/** The facts of a proposal, as they are now. Throws `conflict` where its scheme is no longer the year's. */
async function factsAgain(
  application: Application,
  { year, freeze, now }: { year: string; freeze: FreezeRow; now: string },
): Promise<YearFacts> {
  const version = await requireSameScheme(application, freeze, { year })
  return factsOf(application, {
    year,
    asked: endOf(year),
    known: withMillis(freeze.known_at),
    now,
    seed: freeze.seed,
    version,
  })
}

interface Asked {
  year: string
  /** Whose view of the warehouse is asked; default the last committed one. */
  from?: Transaction
}

async function requireSameScheme(
  application: Application,
  { scheme_version }: FreezeRow,
  { year, from }: Asked,
): Promise<number> {
  const { version } = await schemeOf(application, { year }, from)
  if (version === scheme_version) return version
  throw conflict(`提出以后方案已改为第 ${version} 版。请否决或撤回后重新提出。`, year)
}

/** A local time of the warehouse as the clock writes it. */
function withMillis(local: string): string {
  const [seconds = '', fraction = ''] = local.split('.')
  return `${seconds}.${fraction.padEnd(3, '0')}`
}

type From = Parameters<typeof freezesOf>[0] | Transaction

async function requireState(from: From, year: string, wanted: 'none' | 'proposed'): Promise<FreezeRow | null> {
  if ((await frozenOf(from, year)) !== null) throw conflict(`${year} 年已经冻结，不能再改。`, year)
  const standing = (await freezesOf(from, year)).find(({ end_kind }) => end_kind === null) ?? null
  if (wanted === 'none' && standing !== null)
    throw conflict(`${standing.proposed_by} 已经提出冻结 ${year} 年，请先确认、否决或撤回。`, year)
  if (wanted === 'proposed' && standing === null)
    throw new ShouwangError('not_found', `没有人提出冻结 ${year} 年，或者已经撤回、否决。`, { year })
  return standing
}

async function requireProposal(
  from: From,
  { year, digest }: Pick<Confirmation, 'year' | 'digest'>,
): Promise<FreezeRow> {
  const standing = await requireState(from, year, 'proposed')
  if (standing?.digest === digest) return standing
  throw conflict('提出的已经是另一个结果，摘要与您看到的不同。请重新打开页面再看一遍。', year)
}

/** Four eyes: both people have an account that may freeze, and they are two. */
function requireSecond({ proposed_by }: FreezeRow, { by, accounts }: Pick<Confirmation, 'by' | 'accounts'>): void {
  if (by.toLowerCase() === proposed_by.toLowerCase())
    throw new ShouwangError('forbidden', '提出和确认应是两个人：请由另一位县领导小组的人确认。', { by })
  for (const name of [by, proposed_by]) {
    if (accounts.includes(name)) continue
    const message = `账号 ${name} 已停用，或者不是管全县的县领导小组账号，不能算作两人之一。`
    throw new ShouwangError('forbidden', message, { account: name })
  }
}

/** Nothing that a township may still say, or has said without an answer, is cut off. */
async function requireUnobjected(
  application: Application,
  { year, now, from }: Asked & { now: string },
): Promise<void> {
  const { scheme } = await schemeOf(application, { year }, from)
  const { objections_until: until } = scheme
  if (until !== null && now.slice(0, 10) <= until)
    throw conflict(`乡镇在 ${until} 以前（含当日）还可以提异议，之后才能冻结。`, year)
  const open = await openObjections(from ?? application.warehouse, year)
  if (open > 0) throw conflict(`还有 ${open} 件异议没有答复，答复以后才能冻结。`, year)
}

const localNow = ({ now, config }: Application): string => toLocal(now(), config.county.timezone)

const detailOf = (year: string, facts: object): string => JSON.stringify({ year, ...facts })

const conflict = (message: string, year: string): ShouwangError => new ShouwangError('conflict', message, { year })
