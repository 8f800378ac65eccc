import { LRUCache } from 'lru-cache'

/**
 * Keeps what was computed, the least used going first, bounded by bytes; whoever asks for the same while it is being
 * computed waits for the same computation. A failure is kept for nobody.
 */
export class SharedCache<V extends object> {
  readonly #kept: LRUCache<string, V>
  readonly #running = new Map<string, Promise<V>>()

  constructor({ max_bytes, size }: { max_bytes: number; size: (value: V) => number }) {
    this.#kept = new LRUCache({
      maxSize: max_bytes,
      // One answer must not push all others out.
      maxEntrySize: Math.ceil(max_bytes / 4),
      sizeCalculation: (value, key) => Math.max(1, size(value)) + key.length,
    })
  }

  /** What is kept, at once. */
  peek(key: string): V | undefined {
    return this.#kept.get(key)
  }

  /** What is kept, being computed, or now computed. */
  get(key: string, compute: () => Promise<V>): Promise<V> {
    const kept = this.#kept.get(key)
    if (kept !== undefined) return Promise.resolve(kept)
    const running = this.#running.get(key)
    if (running !== undefined) return running
    const started = compute()
      .then((value) => {
        this.#kept.set(key, value)
        return value
      })
      .finally(() => this.#running.delete(key))
    this.#running.set(key, started)
    return started
  }
}
