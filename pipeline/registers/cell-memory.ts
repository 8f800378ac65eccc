/**
 * What cells mean, remembered by their bytes: a look-up makes no string. Open addressing with linear probing; when it is
 * full, it starts anew (a register whose cells are all different gains nothing from remembering them).
 */
export class CellMemory<Entry> {
  /** Pairs of a hash and, one higher, an index; 0 is free. */
  #slots: Int32Array
  #mask: number
  #hashes: Int32Array
  #offsets: Int32Array
  #lengths: Int32Array
  #entries: Entry[] = []
  #bytes = Buffer.allocUnsafe(4096)
  #used = 0
  readonly #most: number

  constructor(most: number) {
    this.#most = most
    this.#slots = new Int32Array(512)
    this.#mask = 255
    this.#hashes = new Int32Array(128)
    this.#offsets = new Int32Array(128)
    this.#lengths = new Int32Array(128)
  }

  find(bytes: Buffer, start: number, end: number, hash: number): Entry | undefined {
    const length = end - start
    const slots = this.#slots
    const mask = this.#mask
    for (let slot = hash & mask; ; slot = (slot + 1) & mask) {
      const index = (slots[slot * 2 + 1] as number) - 1
      if (index < 0) return undefined
      if (slots[slot * 2] !== hash || this.#lengths[index] !== length) continue
      const known = this.#bytes
      let at = this.#offsets[index] as number
      let i = start
      while (i < end && known[at] === bytes[i]) {
        i++
        at++
      }
      if (i === end) return this.#entries[index]
    }
  }

  add(bytes: Buffer, start: number, end: number, hash: number, entry: Entry): void {
    if (this.#entries.length >= this.#most) this.#clear()
    const index = this.#entries.length
    if (index === this.#hashes.length) this.#growIndex()
    if (index * 4 >= this.#slots.length) this.#growSlots()
    const length = end - start
    if (this.#used + length > this.#bytes.length) {
      const larger = Buffer.allocUnsafe(Math.max(this.#bytes.length * 2, this.#used + length))
      this.#bytes.copy(larger, 0, 0, this.#used)
      this.#bytes = larger
    }
    bytes.copy(this.#bytes, this.#used, start, end)
    this.#hashes[index] = hash
    this.#offsets[index] = this.#used
    this.#lengths[index] = length
    this.#used += length
    this.#entries.push(entry)
    this.#place(hash, index)
  }

  #place(hash: number, index: number): void {
    let slot = hash & this.#mask
    while (this.#slots[slot * 2 + 1] !== 0) slot = (slot + 1) & this.#mask
    this.#slots[slot * 2] = hash
    this.#slots[slot * 2 + 1] = index + 1
  }

  #growSlots(): void {
    this.#slots = new Int32Array(this.#slots.length * 2)
    this.#mask = this.#slots.length / 2 - 1
    for (let index = 0; index < this.#entries.length; index++) this.#place(this.#hashes[index] as number, index)
  }

  #growIndex(): void {
    const size = this.#hashes.length * 2
    const enlarge = (from: Int32Array): Int32Array => {
      const larger = new Int32Array(size)
      larger.set(from)
      return larger
    }
    this.#hashes = enlarge(this.#hashes)
    this.#offsets = enlarge(this.#offsets)
    this.#lengths = enlarge(this.#lengths)
  }

  #clear(): void {
    this.#slots.fill(0)
    this.#entries = []
    this.#used = 0
  }
}
