import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { connect as connectSocket, type Socket } from 'node:net'
import SftpClient from 'ssh2-sftp-client'
import { ShouwangError } from '../../errors.ts'
import { HeldBytes } from './held-bytes.ts'
import { networkReason, networkSentence, stallSentence } from './network-faults.ts'
import { PassingFault } from './retry.ts'
import { Watchdog, type Timer } from './watchdog.ts'

export interface SftpConnectionOptions {
  host: string
  port: number
  user: string
  key_file: string | null
  password: string | null
  host_fingerprint: string
  timeout_ms: number
  timer: Timer
}

/** What can be asked of a connected server. A refusal that it answers is thrown as `SftpStatus`. */
export interface Session {
  list(path: string): Promise<{ name: string; type: string }[]>
  stat(path: string): Promise<{ size: number; modifyTime: number; isFile: boolean }>
  /** Absolute and without links; empty where there is nothing. */
  realPath(path: string): Promise<string>
  /** A file of at most so many bytes; null when it is longer. */
  read(path: string, max_bytes: number): Promise<HeldBytes | null>
}

export interface SftpConnection {
  /**
   * Does some work on the connection, one piece after the other, and connects where need be. Throws a `PassingFault`
   * when the connection fails; the next piece of work then gets a new one.
   */
  run<Result>(work: (session: Session) => Promise<Result>): Promise<Result>
  close(): Promise<void>
}

/** The status codes of the protocol (draft-ietf-secsh-filexfer-02, 7) that are told apart. */
export const STATUS = { no_such_file: 2, permission_denied: 3 } as const

/** The server was asked and said no. */
export class SftpStatus extends Error {
  readonly code: number

  constructor(code: number, cause: unknown) {
    super(`SFTP status ${code}`, { cause })
    this.code = code
  }
}

export const isStatus = (error: unknown): error is SftpStatus => error instanceof SftpStatus

interface Live {
  client: SftpClient
  socket: Socket
}

/** A connection that is made when it is first needed, and made anew after it failed. */
export function sftpConnection(options: SftpConnectionOptions): SftpConnection {
  const place = `SFTP 服务器 ${options.host}:${options.port}`
  let socket: Socket | null = null
  let live: Live | null = null
  let isClosed = false
  let queue: Promise<unknown> = Promise.resolve()

  return {
    run(work) {
      const result = queue.then(() => attempt(work))
      queue = result.catch(() => undefined)
      return result
    },
    async close() {
      isClosed = true
      if (live !== null) await farewell(live)
      socket?.destroy()
      live = null
    },
  }

  async function attempt<Result>(work: (session: Session) => Promise<Result>): Promise<Result> {
    if (isClosed) throw fault('读取已经停止', { reason: 'closed' })
    try {
      live ??= await connect()
      return await work(sessionOf(live))
    } catch (error) {
      if (error instanceof ShouwangError || isStatus(error)) throw error
      live = null
      socket?.destroy()
      if (isClosed) throw fault('读取已经停止', { reason: 'closed' }, error)
      if (error instanceof PassingFault) throw error
      const reason = networkReason(error)
      throw new PassingFault(fault(`${place} ${networkSentence(reason)}`, { reason }, error))
    }
  }

  async function connect(): Promise<Live> {
    const privateKey = await readKey()
    // A client that is told nothing writes to the console.
    const client = new SftpClient('shouwang', { error: ignore, end: ignore, close: ignore })
    socket = connectSocket({ host: options.host, port: options.port })
    socket.on('error', ignore)
    const connected = { client, socket }
    let offered: Buffer | null = null
    client.on('keyboard-interactive', answerWith(options.password))
    try {
      await guarded(connected, () =>
        client.connect({
          sock: connected.socket,
          username: options.user,
          privateKey,
          password: options.password ?? undefined,
          tryKeyboard: options.password !== null,
          readyTimeout: 0,
          hostVerifier: (key: Buffer) => {
            offered = key
            return isExpectedHost(key)
          },
        }),
      )
    } catch (error) {
      socket.destroy()
      throw offered !== null && !isExpectedHost(offered) ? strangeHost(offered) : (refusedSignIn(error) ?? error)
    }
    return connected
  }

  async function readKey(): Promise<Buffer | undefined> {
    if (options.key_file === null) return undefined
    try {
      return await readFile(options.key_file)
    } catch (error) {
      const message = `读不到私钥文件 ${options.key_file}：请检查配置里的 key_file 和文件的权限`
      throw fault(message, { key_file: options.key_file }, error)
    }
  }

  function isExpectedHost(key: Buffer): boolean {
    return fingerprintOf(key) === options.host_fingerprint.replace(/=$/, '')
  }

  function strangeHost(key: Buffer): ShouwangError {
    const [expected, found] = [options.host_fingerprint, fingerprintOf(key)]
    const message = `${place} 的主机指纹不对：应为 ${expected}，对方出示 ${found}（${keyType(key)}）。可能连错了服务器，或有人冒充：请先向对方核实，再改 host_fingerprint`
    return fault(message, { reason: 'host_fingerprint', expected, found })
  }

  /** A fault in who asks, which no repetition mends; null: another fault. */
  function refusedSignIn(error: unknown): ShouwangError | null {
    const text = error instanceof Error ? error.message : ''
    if (/authentication methods failed|authentication failures/i.test(text)) {
      const message = `${place} 不让用户 ${options.user} 登录：请检查 user 和私钥（或密码），公钥是否已交给对方`
      return fault(message, { reason: 'authentication', user: options.user }, error)
    }
    if (!/privateKey|passphrase/i.test(text)) return null
    const message = `私钥文件 ${options.key_file} 不能用：要是不带口令的 OpenSSH 或 PEM 私钥`
    return fault(message, { reason: 'key_file', key_file: options.key_file }, error)
  }

  function sessionOf(on: Live): Session {
    const ask = async <Result>(work: (watchdog: Watchdog) => Promise<Result>): Promise<Result> => {
      try {
        return await guarded(on, work)
      } catch (error) {
        // Once the connection is going, a number is the reason why, and no answer.
        throw on.socket.writable ? asStatus(error) : error
      }
    }
    return {
      list: (path) => ask(() => on.client.list(path)),
      stat: (path) => ask(() => on.client.stat(path)),
      realPath: (path) => ask(() => on.client.realPath(path)),
      read: (path, max_bytes) => ask((watchdog) => readStream(on.client, path, max_bytes, watchdog)),
    }
  }

  /** Ends when the work ends, when the server stalls or when the connection goes, whichever comes first. */
  async function guarded<Result>(on: Live, work: (watchdog: Watchdog) => Promise<Result>): Promise<Result> {
    let fail: (error: unknown) => void = ignore
    const failure = new Promise<never>((_resolve, reject) => {
      fail = reject
    })
    const watchdog = new Watchdog(options.timer, options.timeout_ms, (expiry) => {
      const message = `${place} ${stallSentence(expiry, options.timeout_ms)}`
      fail(new PassingFault(fault(message, { reason: `timeout_${expiry}` })))
      on.socket.destroy()
    })
    const onClose = (): void => {
      fail(new Error('connection closed'))
    }
    on.socket.once('close', onClose)
    try {
      return await Promise.race([work(watchdog), failure])
    } finally {
      watchdog.stop()
      on.socket.off('close', onClose)
    }
  }

  /** Takes leave of the server, which may no longer listen. */
  async function farewell(on: Live): Promise<void> {
    try {
      await guarded(on, () => on.client.end())
    } catch {
      // It was gone already.
    }
  }

  function fault(message: string, data: Record<string, unknown>, cause?: unknown): ShouwangError {
    return new ShouwangError('source_failed', message, { host: options.host, port: options.port, ...data }, { cause })
  }
}

function ignore(): void {
  // The same failure ends the promise of whoever waits for it.
}

function readStream(
  client: SftpClient,
  path: string,
  max_bytes: number,
  watchdog: Watchdog,
): Promise<HeldBytes | null> {
  return new Promise((resolve, reject) => {
    const held = new HeldBytes()
    const stream = client.createReadStream(path)
    // It stays: an error after the end would otherwise end the process.
    stream.on('error', reject)
    stream.once('ready', () => {
      watchdog.answered()
    })
    stream.once('end', () => {
      resolve(held)
    })
    stream.on('data', (chunk: Buffer) => {
      watchdog.progress(chunk.length)
      if (held.size + chunk.length <= max_bytes) {
        held.append(chunk)
        return
      }
      stream.destroy()
      resolve(null)
    })
  })
}

/** Servers that know no `password` ask for it in a dialogue; only what they do not echo is one. */
const answerWith =
  (password: string | null) =>
  (
    _name: string,
    _instructions: string,
    _language: string,
    prompts: readonly { echo?: boolean }[],
    finish: (answers: string[]) => void,
  ): void => {
    finish(prompts.map(({ echo }) => (echo === true ? '' : (password ?? ''))))
  }

/** The client names some of the server's answers anew. */
function asStatus(error: unknown): unknown {
  if (!(error instanceof Error) || !('code' in error)) return error
  if (typeof error.code === 'number') return new SftpStatus(error.code, error)
  if (error.code === 'ENOENT') return new SftpStatus(STATUS.no_such_file, error)
  return error
}

const fingerprintOf = (key: Buffer): string =>
  `SHA256:${createHash('sha256').update(key).digest('base64').replace(/=+$/, '')}`

/** A key's first field is its type (RFC 4253, 6.6). */
const keyType = (key: Buffer): string => key.subarray(4, 4 + key.readUInt32BE(0)).toString('latin1')
