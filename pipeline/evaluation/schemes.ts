import { ShouwangError } from '../../errors.ts'
import { schemeChanges, type SchemeChange } from '../../evaluation/scheme-changes.ts'
import { schemeSchema, type ItemisedScheme, type Scheme, type SchemeItem } from '../../evaluation/scheme.ts'
import { schemesOf, type SchemeRow } from '../../queries/evaluation.ts'
import { frozenOf } from '../../queries/freezes.ts'
import { fromLocal, toLocal } from '../../queries/instants.ts'
import { dutyCatalogue } from '../../queries/statements.ts'
import type { Application } from '../application.ts'
import { targetsOf } from '../targets.ts'
import { readScheme } from './scheme-words.ts'

/** A version of a year's scheme: 0 is the config's, which nobody saved. */
export interface SchemeVersion {
  version: number
  /** The county's local time. */
  saved_at: string | null
  saved_by: string | null
  reason: string | null
  scheme: ItemisedScheme
}

/** The scheme with its items: where the config names none, every duty, all with the same weight. */
export function itemised(scheme: Scheme): ItemisedScheme {
  const items =
    scheme.items ??
    dutyCatalogue().map(({ code }): SchemeItem => ({ duty: code, weight: 1, scoring: { kind: 'linear', from: 0 } }))
  return { ...scheme, items }
}

/** Every version of a year's scheme, the newest first; the config's is the last. */
export async function schemeVersions(
  application: Application,
  year: string,
  from: Parameters<typeof schemesOf>[0] = application.warehouse,
): Promise<SchemeVersion[]> {
  return versionsOf(application, await schemesOf(from, year))
}

function versionsOf({ config }: Application, rows: readonly SchemeRow[]): SchemeVersion[] {
  const saved = rows.map(({ scheme, ...row }) => ({ ...row, scheme: itemised(schemeSchema.parse(JSON.parse(scheme))) }))
  const first = { version: 0, saved_at: null, saved_by: null, reason: null, scheme: itemised(config.evaluation) }
  return [...saved, first]
}

/**
 * The version of a year's scheme that is asked for, else the newest of an instant of the county's local time. Throws
 * `not_found` where there is none of that number.
 */
export async function schemeOf(
  application: Application,
  { year, version, at }: { year: string; version?: number; at?: string },
  from?: Parameters<typeof schemesOf>[0],
): Promise<SchemeVersion> {
  const versions = await schemeVersions(application, year, from)
  const found = versions.find((each) =>
    version === undefined
      ? at === undefined || each.saved_at === null || each.saved_at <= at
      : each.version === version,
  )
  if (found !== undefined) return found
  throw new ShouwangError('not_found', `${year} 年的考核方案没有第 ${version} 版。`, { year, version })
}

export interface SavedScheme {
  year: string
  /** The version that was changed. */
  base_version: number
  /** As it was sent: checked here. */
  scheme: unknown
  reason: string
  saved_by: string
}

/**
 * Appends a version of a year's scheme. Throws `bad_parameter` for a scheme that is wrong or the same as the newest, `conflict`
 * where somebody saved another version in between, with what is in that, and where the year is frozen.
 */
export async function saveScheme(application: Application, saved: SavedScheme): Promise<SchemeVersion> {
  const { year, base_version, reason, saved_by } = saved
  const scheme = itemised(readScheme(saved.scheme, knownTo(application)))
  const { timezone } = application.config.county
  const saved_at = toLocal(application.now(), timezone)
  return application.warehouse.record(async (transaction) => {
    // Nobody freezes it in between: a year is frozen alone (`Warehouse.alone`).
    if ((await frozenOf(transaction, year)) !== null) {
      throw new ShouwangError('conflict', `${year} 年已经冻结，考核方案不能再改。`, { year })
    }
    const [newest, ...older] = versionsOf(application, await schemesOf(transaction, year)) as [
      SchemeVersion,
      ...SchemeVersion[],
    ]
    if (newest.version !== base_version) throw outrun(instantOf(newest, timezone), { older, base_version, year })
    const is_same = schemeChanges(newest.scheme, scheme).length === 0
    if (is_same && newest.version > 0) {
      throw new ShouwangError('bad_parameter', `与第 ${newest.version} 版相同，没有要保存的改动。`, { base_version })
    }
    const version = newest.version + 1
    const text = JSON.stringify(scheme)
    await transaction.run('evaluation/add_scheme', { year, version, saved_at, saved_by, reason, scheme: text })
    return { version, saved_at, saved_by, reason, scheme }
  })
}

const instantOf = ({ saved_at, ...version }: SchemeVersion, timezone: string): SchemeVersion => ({
  ...version,
  saved_at: saved_at === null ? null : fromLocal(saved_at, timezone),
})

function outrun(
  newest: SchemeVersion,
  { older, base_version, year }: { older: readonly SchemeVersion[]; base_version: number; year: string },
): ShouwangError {
  const base = older.find(({ version }) => version === base_version)
  if (base === undefined) {
    const message = `base_version 应为 ${year} 年方案的最新版 ${newest.version}，没有第 ${base_version} 版。`
    return new ShouwangError('conflict', message, { base_version, newest })
  }
  const who = `${newest.saved_by ?? ''}（${newest.reason ?? ''}）`
  const changes: SchemeChange[] = schemeChanges(base.scheme, newest.scheme)
  return new ShouwangError(
    'conflict',
    `您改的是第 ${base_version} 版，其间已有第 ${newest.version} 版：${who}。请先看其中的改动，再在它上面保存。`,
    { base_version, base, newest, changes },
  )
}

/** The duties with their targets and the townships of the county's config. */
export const knownTo = ({ config }: Pick<Application, 'config'>) => ({
  duties: targetsOf(config.policy),
  townships: config.townships.map(({ id }) => id),
})
