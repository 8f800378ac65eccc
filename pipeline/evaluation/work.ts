import { toLocal } from '../../queries/instants.ts'
import type { Application } from '../application.ts'
import { draftEvaluation, type Draft } from './draft.ts'

/** What the pages may ask of a year's evaluation (docs/evaluation.md); whoever serves hands it to the API. */
export interface EvaluationWork {
  /** The year as it stands at an instant of the county's local time, by default now or the year's end; throws `not_found`. */
  draft(query: { year: string; asked?: string }): Promise<Draft>
}

/** The evaluation of an open application. */
export function evaluationWork(application: Application): EvaluationWork {
  const { config, now } = application
  const local = (): string => toLocal(now(), config.county.timezone)
  return {
    draft: (query) => draftEvaluation(application, { ...query, now: local() }),
  }
}
