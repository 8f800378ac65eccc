import { LRUCache } from 'lru-cache'
import type { Present } from './county-time.ts'
import type { ApiServices } from './services.ts'

/** So many of the questions asked last are answered again after a batch. */
const REMEMBERED = 64
/** Townships come one after another: what they all change is computed once, after the last. */
const QUIET_MS = 1_000

/**
 * Remembers what was asked of the ledger lately, and computes it again after a batch before anybody asks, one after another
 * so that readers have the other connections; the next batch stops it. Where nobody asks, nothing is computed.
 */
export class RecentQuestions {
  readonly #again = new LRUCache<string, () => Promise<unknown>>({ max: REMEMBERED })
  readonly #present: Present
  #timer: NodeJS.Timeout | undefined
  #batch = 0

  constructor({ events }: Pick<ApiServices, 'events'>, present: Present) {
    this.#present = present
    events.on('batch', () => {
      const batch = ++this.#batch
      clearTimeout(this.#timer)
      this.#timer = setTimeout(() => void this.#answer(batch), QUIET_MS).unref()
    })
  }

  /**
   * Answers a question at `as_of` and remembers it; what was asked of the present is asked again of the present that then is, and
   * what was asked of an earlier instant is not: what comes in later changes nothing of it (states.ts).
   * `answer` must keep what it computes, for the state that it finds.
   */
  ask<T>(as_of: string, about: readonly unknown[], answer: (as_of: string) => Promise<T>): Promise<T> {
    const present = this.#present.local
    if (as_of < present) return answer(as_of)
    const isOfNow = as_of === present
    this.#again.set(JSON.stringify([isOfNow ? 'now' : as_of, about]), () =>
      answer(isOfNow ? this.#present.local : as_of),
    )
    return answer(as_of)
  }

  async #answer(batch: number): Promise<void> {
    for (const again of [...this.#again.values()]) {
      if (batch !== this.#batch) return
      // Whoever asks the same is told why it failed; nobody has asked yet.
      await again().catch(() => undefined)
    }
  }
}
