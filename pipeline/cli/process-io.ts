import { SingleBar } from 'cli-progress'
import type { Io } from './io.ts'

/** The process's own streams, with a progress bar where standard error is a terminal. */
export function processIo(): Io {
  let bar: SingleBar | undefined
  return {
    out: (text) => void process.stdout.write(text),
    err: (text) => void process.stderr.write(text),
    isTerminal: process.stderr.isTTY === true,
    cwd: process.cwd(),
    input: async () => {
      const parts: Buffer[] = []
      for await (const part of process.stdin) parts.push(Buffer.from(part as Uint8Array))
      return Buffer.concat(parts).toString('utf8')
    },
    progress: (done, total, text) => {
      if (process.stderr.isTTY !== true) return
      if (!bar) {
        bar = new SingleBar({
          format: '{bar} {value}/{total} {text}',
          barsize: 24,
          hideCursor: true,
          clearOnComplete: true,
          stream: process.stderr,
        })
        bar.start(total, done, { text })
      } else bar.update(done, { text })
      if (done >= total) {
        bar.stop()
        bar = undefined
      }
    },
  }
}
