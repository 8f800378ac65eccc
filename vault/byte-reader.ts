/** Takes bytes from a stream in the lengths that are asked for. */
export class ByteReader {
  readonly #source: AsyncIterator<Uint8Array>
  #rest: Buffer = Buffer.alloc(0)

  constructor(source: AsyncIterable<Uint8Array>) {
    this.#source = source[Symbol.asyncIterator]()
  }

  /** So many bytes; fewer only where the stream ends. */
  async take(length: number): Promise<Buffer> {
    const parts = [this.#rest]
    let have = this.#rest.length
    while (have < length) {
      const next: IteratorResult<Uint8Array, unknown> = await this.#source.next()
      if (next.done === true) break
      const { buffer, byteOffset, byteLength } = next.value
      parts.push(Buffer.from(buffer, byteOffset, byteLength))
      have += byteLength
    }
    const whole = parts.length === 1 ? this.#rest : Buffer.concat(parts)
    this.#rest = whole.subarray(length)
    return whole.subarray(0, length)
  }
}
