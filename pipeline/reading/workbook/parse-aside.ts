import { on } from 'node:events'
import { Worker } from 'node:worker_threads'
import type { ReadingLimits } from '../table.ts'
import { WorkbookFault } from './fault.ts'
import type { SheetEvent } from './parse.ts'
import type { WorkbookPart } from './parts.ts'

/** What the thread is started with. */
export interface ParseTask {
  parts: Omit<WorkbookPart, 'bytes'>[]
  /** The bytes of each part. */
  bytes: Uint8Array[]
  limits: ReadingLimits
}

/** What a part does not share with others (as small ones do) is handed over, not copied: it is not used here again. */
const ownMemory = (parts: readonly Uint8Array[]): ArrayBuffer[] =>
  parts.flatMap(({ buffer, byteLength }) =>
    buffer instanceof ArrayBuffer && buffer.byteLength === byteLength && byteLength > 0 ? [buffer] : [],
  )

/** What the thread sends: what it read, why it stopped, or that it is at its end. */
export type ParseMessage = SheetEvent | Pick<WorkbookFault, 'reason' | 'message' | 'place'> | 'end'

/** The most memory for objects of a thread: several times what the most cells need (docs/operating.md, limits). */
const MOST_MEGABYTES = 2048

/**
 * `readSheets` in a thread of its own. One that goes on too long, or takes too much memory, is ended: whatever a workbook
 * holds, the server stays up and answers.
 */
export async function* readSheetsAside(
  parts: readonly WorkbookPart[],
  limits: ReadingLimits,
): AsyncGenerator<SheetEvent> {
  const task: ParseTask = {
    parts: parts.map(({ name, kind }) => ({ name, kind })),
    bytes: parts.map((part) => part.bytes),
    limits,
  }
  const worker = new Worker(new URL('./parse-worker.js', import.meta.url), {
    workerData: task,
    transferList: ownMemory(task.bytes),
    execArgv: [],
    resourceLimits: { maxOldGenerationSizeMb: MOST_MEGABYTES },
  })
  const signal = AbortSignal.timeout(Math.ceil(limits.max_parse_seconds * 1000))
  try {
    for await (const [message] of on(worker, 'message', { signal }) as AsyncIterable<[ParseMessage]>) {
      if (message === 'end') return
      if ('reason' in message) throw new WorkbookFault(message.reason, message.message, message.place)
      yield message
    }
  } catch (error) {
    throw isTooMuch(error) ? new WorkbookFault('too_large', error.message) : error
  } finally {
    await worker.terminate()
  }
}

/** Whether the thread was ended for its time or its memory. */
const isTooMuch = (error: unknown): error is Error =>
  error instanceof Error && 'code' in error && (error.code === 'ABORT_ERR' || error.code === 'ERR_WORKER_OUT_OF_MEMORY')
