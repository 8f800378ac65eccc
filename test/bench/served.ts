import { spawn, spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Ahead } from '../../web/api/services.ts'
import { signIn } from '../support/sign-in.ts'
import { CLOCK } from './county.ts'
import { inProcess } from './measure.ts'

const ACCOUNT = { name: 'bench', password: 'as long as a bench' }
const root = new URL('../../', import.meta.url).pathname

/** A county behind the real process; every question goes with `cookie`. */
export interface Served {
  /** Ends in a slash. */
  address: string
  cookie: string
  stop(): Promise<void>
}

/** Pulls the county once where that was not done yet. */
export async function pulled(place: string): Promise<string> {
  if (!existsSync(join(place, 'warehouse'))) await inProcess(new URL('pull-once.ts', import.meta.url).pathname, [place])
  return join(place, 'warehouse')
}

/**
 * Serves a pulled county on a free port, at a clock that stands still, and signs in. Stop it when done. With `ahead` what
 * everybody opens was computed first, as where the schedule runs; with `earlier days` what people look back to as well.
 */
export async function serve(place: string, options: { ahead?: Ahead } = {}): Promise<Served> {
  return serveFiles({ config: join(place, 'county.yaml'), data: await pulled(place) }, options)
}

/** The same of a county whose warehouse stands. */
export async function serveFiles(
  { config, data }: { config: string; data: string },
  { ahead }: { ahead?: Ahead } = {},
): Promise<Served> {
  const args = ['serve', '--port', '0', '--now', CLOCK, ...(ahead === undefined ? ['--no-schedule'] : [])]
  const files = ['--config', config, '--data', data]
  addAccount(files)
  const server = spawn(process.execPath, [join(root, 'bin/shouwang.js'), ...args, ...files], {
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  const stop = async (): Promise<void> => {
    const ended = new Promise((resolve) => server.once('exit', resolve))
    server.kill('SIGTERM')
    await ended
  }
  try {
    const [[address = '']] = await Promise.all([
      said(server.stderr, /http:\/\/[^\s]+\//),
      ahead === undefined ? [] : said(server.stderr, new RegExp(`${ahead}.*computed ahead`)),
    ])
    return { address, cookie: await signIn(address, ACCOUNT.name, ACCOUNT.password), stop }
  } catch (error) {
    await stop()
    throw error
  }
}

/** An account to ask with; one that is there from a run before is taken as it is. */
function addAccount(files: readonly string[]): void {
  const argv = ['user', 'add', ACCOUNT.name, '--role', 'inspector', '--password-stdin', ...files]
  const added = spawnSync(process.execPath, [join(root, 'bin/shouwang.js'), ...argv], { input: ACCOUNT.password })
  const said = added.stderr.toString()
  if (added.status !== 0 && !said.includes('已有账号')) throw new Error(said)
}

/** Waits until the server says what is looked for. */
function said(stream: NodeJS.ReadableStream, wanted: RegExp): Promise<string[]> {
  return new Promise((resolve, reject) => {
    let text = ''
    stream.on('data', (part: Buffer) => {
      text += part.toString()
      const found = wanted.exec(text)
      if (found) resolve([...found])
    })
    stream.on('end', () => reject(new Error(`the server ended: ${text}`)))
  })
}
