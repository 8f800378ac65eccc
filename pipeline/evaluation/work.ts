import { evaluationClusters } from '../../queries/evaluation.ts'
import { toLocal } from '../../queries/instants.ts'
import type { Application } from '../application.ts'
import { factsOf, type Draft, type DraftQuery } from './draft.ts'
import { Evaluating } from './evaluating.ts'
import { isFrozen } from './frozen.ts'
import { Kept } from './kept.ts'
import { resultsWith } from './results.ts'
import { saveScheme, schemeVersions, type SavedScheme, type SchemeVersion } from './schemes.ts'
import { tryScheme, type Trial } from './trial.ts'

/** A year, as `DraftQuery` asks for it; `version` is one of its scheme. */
export type YearQuestion = Pick<DraftQuery, 'year' | 'asked' | 'known' | 'draws' | 'version'>

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
  /** Whether nothing of a year can be changed any more. */
  isFrozen(year: string): Promise<boolean>
}

/** So many readings of the ledger are kept: a year, the one before and some days that a page compares. */
const KEPT_READINGS = 12

/** The evaluation of an open application. What it read and drew is kept as long as it is true. */
export function evaluationWork(application: Application): EvaluationWork {
  const { config, now, warehouse } = application
  const local = (): string => toLocal(now(), config.county.timezone)
  const readings = new Kept<Awaited<ReturnType<typeof evaluationClusters>>>(KEPT_READINGS)
  const evaluating = new Evaluating()
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
    isFrozen: (year) => isFrozen(application, year),
  }
}
