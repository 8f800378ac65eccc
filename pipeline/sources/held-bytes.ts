const BLOCK_BYTES = 256 * 1024

/**
 * Bytes that came over a network, held in memory and never in a temporary file: they are children's data. They are
 * copied into blocks of one size, as a hostile server could send them one by one, each in an object of its own.
 */
export class HeldBytes {
  readonly #blocks: Uint8Array[] = []
  #room = 0
  #size = 0

  get size(): number {
    return this.#size
  }

  append(chunk: Uint8Array): void {
    let from = 0
    while (from < chunk.length) {
      if (this.#room === 0) {
        this.#blocks.push(new Uint8Array(BLOCK_BYTES))
        this.#room = BLOCK_BYTES
      }
      const part = chunk.subarray(from, from + this.#room)
      this.#blocks.at(-1)?.set(part, BLOCK_BYTES - this.#room)
      this.#room -= part.length
      this.#size += part.length
      from += part.length
    }
  }

  /** From the start, as often as it is asked. */
  async *blocks(): AsyncGenerator<Uint8Array> {
    for (const [index, block] of this.#blocks.entries()) {
      const isLast = index === this.#blocks.length - 1
      yield isLast ? block.subarray(0, BLOCK_BYTES - this.#room) : block
    }
  }

  /** All bytes in one piece; for listings, which are small. */
  joined(): Uint8Array {
    return Buffer.concat(this.#blocks).subarray(0, this.#size)
  }
}
