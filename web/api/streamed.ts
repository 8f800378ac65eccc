/** A client that reads nothing for so long is given up: it holds one of the warehouse's readers. */
const STALL_MS = 60_000

/** So much is read before it is decided that an answer is large. */
export const HELD_BYTES = 1024 * 1024

/** Lets so many pieces of work run at once; the others wait for their turn. */
export class Turns {
  #free: number
  readonly #waiting: (() => void)[] = []

  constructor(count: number) {
    this.#free = count
  }

  /** Waits for a turn; answers what ends it, once. */
  async take(): Promise<() => void> {
    if (this.#free > 0) this.#free--
    else await new Promise<void>((resolve) => this.#waiting.push(resolve))
    let isOver = false
    return () => {
      if (isOver) return
      isOver = true
      const next = this.#waiting.shift()
      if (next) next()
      else this.#free++
    }
  }
}

interface Serialised<Row> {
  blocks: AsyncGenerator<Row[]>
  serialise: (blocks: AsyncIterable<Row[]>) => AsyncGenerator<Uint8Array<ArrayBuffer>>
  turns: Turns
  /** Told of an error after the first bytes have gone; the stream breaks off. */
  report: (error: unknown) => void
}

export type Bytes = Uint8Array<ArrayBuffer>

/**
 * A body out of blocks of rows. What is no larger than `HELD_BYTES` is answered whole. Of what is larger, each block is
 * read when the client has taken the one before; a question that fails at its first block is answered as one. However
 * it ends, the reader is given back.
 */
export async function streamed<Row>({
  blocks,
  serialise,
  turns,
  report,
}: Serialised<Row>): Promise<Bytes | ReadableStream<Uint8Array>> {
  const giveBack = await turns.take()
  const chunks = serialise(blocks)
  const end = async (): Promise<void> => {
    // A generator that was never started does not end what it reads from: both are ended.
    await Promise.all([chunks.return(undefined), blocks.return(undefined)]).catch(report)
    giveBack()
  }
  const held: Bytes[] = []
  try {
    for (let size = 0; size <= HELD_BYTES;) {
      const step = await chunks.next()
      if (step.done === true) {
        await end()
        return joined(held)
      }
      held.push(step.value)
      size += step.value.byteLength
    }
  } catch (error) {
    await end()
    throw error
  }
  return streamOf(held, chunks, { end, report })
}

/** Everything held, then what comes: at the client's pace. */
function streamOf(
  held: Bytes[],
  chunks: AsyncGenerator<Bytes>,
  { end, report }: { end: () => Promise<void>; report: (error: unknown) => void },
): ReadableStream<Uint8Array> {
  let stall: ReturnType<typeof setTimeout> | undefined
  let isOver = false
  const finish = (): Promise<void> => {
    isOver = true
    clearTimeout(stall)
    return end()
  }
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      clearTimeout(stall)
      try {
        const first = held.shift()
        const step = first === undefined ? await chunks.next() : { done: false as const, value: first }
        if (isOver) return
        if (step.done === true) {
          controller.close()
          await finish()
          return
        }
        controller.enqueue(step.value)
        stall = setTimeout(() => {
          controller.error(new Error('the client stopped reading'))
          void finish()
        }, STALL_MS)
        stall.unref()
      } catch (error) {
        if (isOver) return
        report(error)
        await finish()
        controller.error(error)
      }
    },
    cancel: finish,
  })
}

/** Chunks as one. */
export function joined(chunks: readonly Bytes[]): Bytes {
  const whole = new Uint8Array(chunks.reduce((size, chunk) => size + chunk.byteLength, 0))
  let at = 0
  for (const chunk of chunks) {
    whole.set(chunk, at)
    at += chunk.byteLength
  }
  return whole
}
