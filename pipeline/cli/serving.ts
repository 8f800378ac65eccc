import { InvalidArgumentError } from 'commander'
import { ShouwangError } from '../../errors.ts'
import type { Application } from '../application.ts'
import type { CommandSpec, Invocation } from './command.ts'
import { findServer } from './running-server.ts'

export const DEFAULT_PORT = 8080
export const DEFAULT_HOST = '127.0.0.1'

/** A port as an option; 0 takes a free one. */
export function portNumber(text: string): number {
  const port = Number(text)
  if (Number.isInteger(port) && port >= 0 && port <= 65_535) return port
  throw new InvalidArgumentError('应为 0 到 65535 的整数；0 为任一空闲端口。')
}

export interface ServePlace {
  /** The warehouse's folder. */
  data: string
  host: string
  port: number
  is_scheduled: boolean
  /** The https address under which a reverse proxy offers it; null: none. */
  public_url: string | null
}

/**
 * Serves until the process is told to end, and answers the exit code. What can be wrong without the warehouse is found
 * before `open` is called; whatever it opened is closed.
 */
export async function serveUntilStopped(
  invocation: Invocation,
  place: ServePlace,
  open: () => Promise<Application | null>,
): Promise<number> {
  const { io, context, globals } = invocation
  const { data, host, port } = place
  // Only the commands that serve load what serving needs.
  const { requireLoopback } = await import('../server/loopback.ts')
  requireLoopback(host, place.public_url)
  await requireNoServer(data)
  const { loadPages } = await import('../server/pages.ts')
  const pages = await loadPages({ env: context.env, notice: (message) => io.err(`${message}\n`) })
  const { createLog } = await import('../server/log.ts')
  const { serveCounty } = await import('../server/serve-county.ts')
  const application = await open()
  if (!application) return 1
  const serving = await serveCounty(application, {
    data,
    host,
    port,
    pages,
    commands: await allCommands(),
    stopped: context.stopped,
    clock: context.clock,
    ticks: context.ticks,
    log: createLog({ write: (text) => io.err(text), is_terminal: io.isTerminal, clock: context.clock }),
    is_scheduled: place.is_scheduled,
    is_clock_still: globals.now !== undefined,
  })
  if (globals.json) invocation.json({ address: serving.address })
  else io.out(`守望已在 ${serving.address} 运行。按 Ctrl-C 停止。\n`)
  await context.stopped
  const isDone = await serving.stop()
  // What hangs would keep the process; the warehouse keeps only what was committed.
  if (!isDone) process.exit(0)
  return 0
}

/** Two servers on one warehouse cannot be; says where the one that runs is. */
async function requireNoServer(data: string): Promise<void> {
  const about = await findServer(data)
  if (!about) return
  throw new ShouwangError('conflict', `服务已经在运行：${about.address}（配置 ${about.config}）。`, { ...about })
}

/** The list of commands holds the commands that serve, so it is taken when it is needed. */
async function allCommands(): Promise<readonly CommandSpec[]> {
  return (await import('./commands.ts')).COMMANDS
}
