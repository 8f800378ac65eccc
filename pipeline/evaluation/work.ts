import { evaluationClusters } from '../../queries/evaluation.ts'
import { toLocal } from '../../queries/instants.ts'
import type { Application } from '../application.ts'
import { factsOf, type Draft } from './draft.ts'
import { Evaluating } from './evaluating.ts'
import { Kept } from './kept.ts'
import { resultsWith } from './results.ts'

/** What the pages may ask of a year's evaluation (docs/evaluation.md); whoever serves hands it to the API. */
export interface EvaluationWork {
  /**
   * The year as it stands at an instant of the county's local time, by default now or the year's end; throws `not_found`.
   * Without draws (`draws: 0`) it takes no time, and has scores without their uncertainty.
   */
  draft(query: { year: string; asked?: string; known?: string; draws?: number }): Promise<Draft>
}

/** So many readings of the ledger are kept: a year, the one before and some days that a page compares. */
const KEPT_READINGS = 12

/** The evaluation of an open application. What it read and drew is kept as long as it is true. */
export function evaluationWork(application: Application): EvaluationWork {
  const { config, now, warehouse } = application
  const local = (): string => toLocal(now(), config.county.timezone)
  const readings = new Kept<Awaited<ReturnType<typeof evaluationClusters>>>(KEPT_READINGS)
  const evaluating = new Evaluating()
  return {
    draft: async (query) => {
      const facts = await factsOf(application, { ...query, now: local() }, (asked) =>
        readings.get(JSON.stringify([warehouse.version, asked]), () => evaluationClusters(warehouse, asked)),
      )
      return resultsWith(facts, await evaluating.of(facts))
    },
  }
}
