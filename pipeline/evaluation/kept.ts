/** Keeps the last few things that were computed; who asks while it runs waits for the same, and a failure is kept for nobody. */
export class Kept<Value> {
  readonly #most: number
  readonly #values = new Map<string, Promise<Value>>()

  constructor(most: number) {
    this.#most = most
  }

  get(key: string, compute: () => Promise<Value>): Promise<Value> {
    const known = this.#values.get(key)
    const value = known ?? compute()
    // The one used last stands last: the first is the one to go.
    this.#values.delete(key)
    this.#values.set(key, value)
    if (known === undefined) {
      value.catch(() => {
        if (this.#values.get(key) === value) this.#values.delete(key)
      })
    }
    const [oldest] = this.#values.keys()
    if (this.#values.size > this.#most && oldest !== undefined) this.#values.delete(oldest)
    return value
  }
}
