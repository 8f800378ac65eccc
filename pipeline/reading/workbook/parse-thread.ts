import { parentPort, workerData } from 'node:worker_threads'
import { WorkbookFault } from './fault.ts'
import type { ParseMessage, ParseTask } from './parse-aside.ts'
import { readSheets } from './parse.ts'

/** The other end of parse-aside.ts: reads the workbook that the thread was started with. */
const { parts, bytes, limits } = workerData as ParseTask
const send = (message: ParseMessage): void => parentPort?.postMessage(message)
const bufferOf = ({ buffer, byteOffset, byteLength }: Uint8Array): Buffer => Buffer.from(buffer, byteOffset, byteLength)

try {
  const unpacked = parts.map((part, index) => ({ ...part, bytes: bufferOf(bytes[index] ?? new Uint8Array(0)) }))
  for (const event of readSheets(unpacked, limits)) send(event)
  send('end')
} catch (error) {
  if (!(error instanceof WorkbookFault)) throw error
  const { reason, message, place } = error
  send({ reason, message, place })
}
