import { evaluationClusters } from '../../queries/evaluation.ts'
import { toLocal } from '../../queries/instants.ts'
import type { Application } from '../application.ts'
import { factsOf, type Draft, type DraftQuery } from './draft.ts'
import { Evaluating } from './evaluating.ts'
import { exportArchive, type Exported } from './export.ts'
import {
  confirmFreeze,
  declineFreeze,
  freezeState,
  proposeFreeze,
  withdrawFreeze,
  type Confirmation,
  type FreezeState,
  type Proposal,
  type RecordStep,
} from './freeze.ts'
import { frozenResults } from './frozen.ts'
import { changedPolicy, judgedBy, judgedThen, type JudgedBy } from './judged.ts'
import { Kept } from './kept.ts'
import { correctionsOf, type Correction } from './later.ts'
import { resultsWith, type Results } from './results.ts'
import { saveScheme, schemeVersions, type SavedScheme, type SchemeVersion } from './schemes.ts'
import { tryScheme, type Trial } from './trial.ts'

/** A year, as `DraftQuery` asks for it; `version` is one of its scheme, `scheme` another in its place. */
export type YearQuestion = Pick<DraftQuery, 'year' | 'asked' | 'known' | 'draws' | 'version' | 'scheme'>

/** What the pages may ask of a year's evaluation (docs/evaluation.md); whoever serves hands it to the API. */
export interface EvaluationWork {
  /**
   * The year as it stands at an instant of the county's local time, by default now or the year's end; throws `not_found`.
   * Without draws (`draws: 0`) it takes no time, and has scores without their uncertainty.
   */
  draft(query: YearQuestion): Promise<Draft>
  /** Every version of a year's scheme, the newest first; the last is the config's. */
  schemes(year: string): Promise<SchemeVersion[]>
  /** Appends a version; throws `bad_parameter` and `conflict`. */
  saveScheme(saved: SavedScheme): Promise<SchemeVersion>
  /** What a scheme would change, without keeping it; throws `bad_parameter` and `not_found`. */
  tryScheme(year: string, scheme: unknown): Promise<Trial>
  /** What was frozen of a year, of which nothing changes any more; null where it is not frozen. */
  frozen(year: string): Promise<Results | null>
  /** What the frozen year's scheme and seed give now, and what differs; null where it is not frozen. */
  later(year: string): Promise<Later | null>
  /** How far the freezing of a year is, and what can be done of it (pipeline/evaluation/freeze.ts). */
  freezeState(year: string): Promise<FreezeState>
  propose(proposal: Proposal, record: RecordStep): Promise<void>
  confirm(confirmation: Confirmation, record: RecordStep): Promise<void>
  decline(asked: Parameters<typeof declineFreeze>[1], record: RecordStep): Promise<void>
  withdraw(asked: Parameters<typeof withdrawFreeze>[1], record: RecordStep): Promise<void>
  /** A year's archive: of a frozen one as it was kept, else a draft. Throws `not_found`. */
  archive(year: string): Promise<Exported>
}

/** A frozen year beside the same rules on what is known now. */
export interface Later {
  frozen: Results
  now: Results
  corrections: Correction[]
  /**
   * What of the policy by which it is judged what is owed (docs/evaluation.md) is another than at the freeze: differences may come
   * of that. Null: not known.
   */
  changed_policy: string[] | null
}

/** So many readings of the ledger are kept: a year, the one before and some days that a page compares. */
const KEPT_READINGS = 12

/** The evaluation of an open application. What it read and drew is kept as long as it is true. */
export function evaluationWork(application: Application): EvaluationWork {
  const { config, now, warehouse } = application
  const local = (): string => toLocal(now(), config.county.timezone)
  const readings = new Kept<Awaited<ReturnType<typeof evaluationClusters>>>(KEPT_READINGS)
  const evaluating = new Evaluating()
  const judging = new Kept<JudgedBy | null>(KEPT_READINGS)
  const draft = async (query: Omit<DraftQuery, 'now'>): Promise<Draft> => {
    const facts = await factsOf(application, { ...query, now: local() }, (asked) =>
      readings.get(JSON.stringify([warehouse.version, asked]), () => evaluationClusters(warehouse, asked)),
    )
    return resultsWith(facts, await evaluating.of(facts))
  }
  return {
    draft,
    schemes: (year) => schemeVersions(application, year),
    saveScheme: (saved) => saveScheme(application, saved),
    tryScheme: (year, scheme) => tryScheme(application, { year, scheme, draft }),
    frozen: (year) => frozenResults(application, year),
    later: async (year) => {
      const frozen = await frozenResults(application, year)
      if (frozen === null) return null
      const { as_of, seed, scheme, items } = frozen
      const targets = new Map(items.map(({ duty, target }) => [duty, target]))
      // By whole minutes, so that equal questions have one answer.
      const known = `${local().slice(0, 16)}:00.000`
      const now = await draft({ year, asked: as_of, known, seed, scheme, targets })
      const judged = await judging.get(year, () => judgedThen(application, year))
      const changed_policy = judged && changedPolicy(judged, judgedBy(config))
      return { frozen, now, corrections: correctionsOf(frozen, now), changed_policy }
    },
    freezeState: (year) => freezeState(application, year),
    propose: (proposal, record) => proposeFreeze(application, proposal, record),
    confirm: (confirmation, record) => confirmFreeze(application, confirmation, record),
    decline: (asked, record) => declineFreeze(application, asked, record),
    withdraw: (asked, record) => withdrawFreeze(application, asked, record),
    archive: (year) => exportArchive(application, { year, now: local() }),
  }
}
