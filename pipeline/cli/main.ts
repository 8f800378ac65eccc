import { isShouwangError } from '../../errors.ts'
import { COMMANDS } from './commands.ts'
import { processIo } from './process-io.ts'
import { runProgram } from './program.ts'
import { runElsewhere } from './running-server.ts'

const io = processIo()
const stop = new AbortController()
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => stop.abort())
// Whoever reads may have enough (`| head`), which is no error of ours.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error
  process.exit(0)
})
const stopped = new Promise<void>((resolve) => stop.signal.addEventListener('abort', () => resolve(), { once: true }))

try {
  const argv = process.argv.slice(2)
  process.exitCode = await runProgram(
    argv.length === 0 ? ['--help'] : argv,
    COMMANDS,
    { io, env: process.env, clock: () => new Date(), ticks: () => performance.now(), stopped },
    (spec, globals) => runElsewhere(argv, globals, io, stopped),
  )
} catch (error) {
  if (isShouwangError(error)) io.err(`${error.message}\n`)
  else io.err(`程序出错：${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`)
  process.exitCode = 1
}
