import { createHash } from 'node:crypto'
import { setImmediate } from 'node:timers/promises'
import { evaluating, type Evaluation } from '../../evaluation/evaluate.ts'
import { Kept } from './kept.ts'
import { inputOf, resultsWith, type Results, type YearFacts } from './results.ts'

const KEPT_RESULTS = 12

/**
 * Draws thousands of times in a process that has others to serve: in small steps, and once for the same facts, which are told
 * by all that they hold. So what an inspection, a scheme or a batch changes is never answered with what stood before.
 */
export class Evaluating {
  readonly #results = new Kept<Evaluation>(KEPT_RESULTS)

  of(facts: YearFacts): Promise<Evaluation> {
    return this.#results.get(digestOf(facts), () => inSteps(facts))
  }
}

/** The results of a year, computed anew and in small steps. */
export const resultsAnew = async (facts: YearFacts): Promise<Results> => resultsWith(facts, await inSteps(facts))

async function inSteps(facts: YearFacts): Promise<Evaluation> {
  const steps = evaluating(inputOf(facts))
  for (;;) {
    const step = steps.next()
    if (step.done) return step.value
    await setImmediate()
  }
}

/** All but the instants: the same counts of another minute have the same results. */
function digestOf({ targets, as_of: _, known_at: _known, ...facts }: YearFacts): string {
  return createHash('sha256')
    .update(JSON.stringify([[...targets], facts]))
    .digest('base64url')
}
