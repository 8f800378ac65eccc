import { LRUCache } from 'lru-cache'

/**
 * Keeps what was computed, the least used going first, bounded by bytes; whoever asks for the same while it is being
 * computed waits for the same computation. A failure is kept for nobody.
 */
export class SharedCache<V extends object> {
  readonly #kept: LRUCache<string, V>
  readonly #running = new Map<string, Promise<V>>()
  readonly #sought = new Map<string, Promise<V | undefined>>()

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

  /** What is kept, being computed, or found elsewhere, and kept from now on. */
  find(key: string, seek: () => Promise<V | undefined>): Promise<V | undefined> {
    const known = this.#kept.get(key) ?? this.#running.get(key) ?? this.#sought.get(key)
    if (known !== undefined) return Promise.resolve(known)
    const started = seek()
      .then((value) => {
        if (value !== undefined) this.#kept.set(key, value)
        return value
      })
      .finally(() => this.#sought.delete(key))
    this.#sought.set(key, started)
    return started
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
