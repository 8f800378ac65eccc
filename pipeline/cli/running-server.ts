import { request, type IncomingMessage } from 'node:http'
import { resolve } from 'node:path'
import { ShouwangError } from '../../errors.ts'
import { aboutSchema, framesOf, type About, type Call, type Frame } from '../server/command-frames.ts'
import { clearSocketPlace, findSocket } from '../server/socket-place.ts'
import type { GlobalOptions } from './command.ts'
import type { Io } from './io.ts'

/**
 * Runs a command in the server that has the warehouse open: what it writes comes out here, and its exit code is answered.
 * Undefined where no server runs on this data folder; the command then opens the warehouse itself.
 */
export async function runElsewhere(
  argv: readonly string[],
  globals: GlobalOptions,
  io: Io,
  stopped?: Promise<void>,
): Promise<number | undefined> {
  const data = resolve(io.cwd, globals.data)
  const socket = findSocket(data)
  if (!socket) return undefined
  // Only the commands with such an option read standard input; for others it may never end.
  const readsInput = Object.keys(globals).some((name) => name.endsWith('Stdin'))
  const input = readsInput ? await io.input() : null
  const call: Call = { argv: [...argv], cwd: io.cwd, is_terminal: io.isTerminal, input }
  const leave = new AbortController()
  void stopped?.then(() => leave.abort())
  const response = await ask(data, socket, {
    method: 'POST',
    path: '/command',
    body: JSON.stringify(call),
    signal: leave.signal,
  })
  return response && readAnswer(response, io, leave.signal)
}

/** What the server on this data folder says of itself; undefined where none runs. */
export async function findServer(data: string): Promise<About | undefined> {
  const socket = findSocket(data)
  const response = socket && (await ask(data, socket, { method: 'GET', path: '/about' }))
  if (!response) return undefined
  const parts: Uint8Array[] = []
  for await (const part of response as AsyncIterable<Uint8Array>) parts.push(part)
  return aboutSchema.parse(JSON.parse(Buffer.concat(parts).toString('utf8')))
}

async function readAnswer(response: IncomingMessage, io: Io, signal: AbortSignal): Promise<number> {
  try {
    if (response.statusCode === 200) {
      for await (const frame of framesOf(response as AsyncIterable<Uint8Array>)) {
        if ('exit' in frame) return frame.exit
        show(frame, io)
      }
    }
  } catch (error) {
    if (signal.aborted) io.err('已不再等待；正在运行的服务会把这个命令做完。\n')
    else if (!isLost(error)) throw error
  }
  if (signal.aborted) return 1
  throw new ShouwangError('not_ready', '正在运行的服务中途断开，不知道命令是否做完。请查看服务的日志后再试一次。')
}

function show(frame: Exclude<Frame, { exit: number }>, io: Io): void {
  if ('out' in frame) io.out(frame.out)
  else if ('bytes' in frame) io.out(Buffer.from(frame.bytes, 'base64'))
  else if ('err' in frame) io.err(frame.err)
  else io.progress(...frame.progress)
}

interface Question {
  method: string
  path: string
  body?: string
  signal?: AbortSignal
}

/** The server's answer; undefined where its socket was left behind by a process that is gone. */
async function ask(
  data: string,
  socket: { path: string; inode: number },
  { method, path, body, signal }: Question,
): Promise<IncomingMessage | undefined> {
  try {
    return await new Promise((resolve, reject) => {
      const headers = { 'content-type': 'application/json' }
      const asking = request({ socketPath: socket.path, method, path, headers, agent: false, signal }, resolve)
      asking.on('error', reject)
      asking.end(body)
    })
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined
    if (codeOf(error) === 'ECONNREFUSED') {
      // Unless a server that starts just now has put its own in the place.
      if (findSocket(data)?.inode === socket.inode) clearSocketPlace(data)
      return undefined
    }
    if (codeOf(error) !== 'EACCES') throw error
    const message = `${data} 上的服务由另一个用户运行，请用那个用户运行命令。`
    throw new ShouwangError('forbidden', message, { data }, { cause: error })
  }
}

const codeOf = (error: unknown): string | undefined =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined

const isLost = (error: unknown): boolean =>
  codeOf(error) === 'ECONNRESET' || codeOf(error) === 'ERR_STREAM_PREMATURE_CLOSE'
