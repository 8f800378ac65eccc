import { chmodSync } from 'node:fs'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { Io } from '../cli/io.ts'
import { callSchema, lineOf, type About, type Call, type Frame } from './command-frames.ts'
import type { Log } from './log.ts'
import type { RunningWork } from './running-work.ts'
import { clearSocketPlace, makeSocketPlace } from './socket-place.ts'

export interface CommandSocketOptions {
  /** The warehouse's folder; whoever opens the socket has the warehouse open. */
  data: string
  /** Runs a command line in this process and answers its exit code. */
  run: (call: Call, io: Io) => Promise<number>
  about: About
  work: RunningWork
  log: Log
}

export interface CommandSocket {
  path: string
  /** Takes no command any more; those that run are in `work`. */
  close(): Promise<void>
}

const LONGEST_CALL = 1024 * 1024
/** A caller that does not take its answer for so long after the command ended is left. */
const CLOSE_MS = 5_000

/**
 * Takes commands over a Unix socket that only this user can reach, so that they work while the server has the warehouse
 * open. A command runs to its end also when its caller is gone, so that nothing is left half done.
 */
export async function openCommandSocket(options: CommandSocketOptions): Promise<CommandSocket> {
  const { data, about, log } = options
  const path = makeSocketPlace(data)
  const answers = new Set<Promise<void>>()
  const server = createServer((request, response) => {
    const answer = request.method === 'GET' ? answerAbout(about, response) : answerCommand(options, request, response)
    const answered = answer.catch((error: unknown) => {
      log.error({ err: error }, 'command failed')
      response.destroy()
    })
    answers.add(answered)
    void answered.then(() => answers.delete(answered))
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(path, resolve)
  })
  chmodSync(path, 0o600)
  return {
    path,
    close: async () => {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()))
      clearSocketPlace(data)
      server.closeIdleConnections()
      await Promise.all(answers)
      const cut = setTimeout(() => server.closeAllConnections(), CLOSE_MS)
      await closed
      clearTimeout(cut)
    },
  }
}

async function answerAbout(about: About, response: ServerResponse): Promise<void> {
  response.setHeader('content-type', 'application/json')
  response.end(JSON.stringify(about))
}

async function answerCommand(
  options: CommandSocketOptions,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const call = await readCall(request)
  if (!call) return void response.writeHead(400).end()
  // No pool of the caller's keeps the connection.
  response.writeHead(200, { 'content-type': 'application/x-ndjson', connection: 'close' })
  const send = (frame: Frame): void => {
    if (!response.writableEnded && !response.destroyed) response.write(lineOf(frame))
  }
  const running = runCall(options, call, send).then((exit) => {
    send({ exit })
    response.end()
  })
  options.work.add(running)
  await running
}

async function runCall(
  { run, work, log }: CommandSocketOptions,
  call: Call,
  send: (frame: Frame) => void,
): Promise<number> {
  const from = performance.now()
  const [command = ''] = call.argv
  let exit = 1
  try {
    exit = await run(call, ioOf(call, send, work.signal))
  } catch (error) {
    log.error({ command, err: error }, 'command failed')
    send({ err: `程序出错：${error instanceof Error ? error.message : String(error)}\n` })
  }
  log.info({ command, exit, ms: Math.round(performance.now() - from) }, 'command')
  return exit
}

function ioOf(call: Call, send: (frame: Frame) => void, signal: AbortSignal): Io {
  return {
    out: (text) => send(typeof text === 'string' ? { out: text } : { bytes: Buffer.from(text).toString('base64') }),
    err: (text) => send({ err: text }),
    isTerminal: call.is_terminal,
    cwd: call.cwd,
    input: async () => call.input ?? '',
    progress: (done, total, text) => {
      signal.throwIfAborted()
      if (call.is_terminal) send({ progress: [done, total, text] })
    },
  }
}

async function readCall(request: IncomingMessage): Promise<Call | null> {
  const parts: Buffer[] = []
  let length = 0
  for await (const part of request as AsyncIterable<Buffer>) {
    length += part.length
    if (length > LONGEST_CALL) return null
    parts.push(part)
  }
  try {
    return callSchema.parse(JSON.parse(Buffer.concat(parts).toString('utf8')))
  } catch {
    return null
  }
}
