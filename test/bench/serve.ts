import { spawn, spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import autocannon from 'autocannon'
import { signIn } from '../support/sign-in.ts'
import { largeCounty } from './county.ts'
import type { Result } from './main.ts'
import { inProcess, ms } from './measure.ts'

const CONNECTIONS = 50
const SECONDS = 10
const ACCOUNT = { name: 'bench', password: 'as long as a bench' }
const root = new URL('../../', import.meta.url).pathname

/** (d) `/api/summary` at p95 under 50 connections: the same question again and again, and one never asked before each time. */
export async function benchServe(folder: string): Promise<Result[]> {
  const place = await largeCounty(folder)
  if (!existsSync(join(place, 'warehouse'))) await inProcess(new URL('pull-once.ts', import.meta.url).pathname, [place])
  const args = ['serve', '--port', '0', '--no-schedule', '--now', '2026-12-10T12:00:00+08:00']
  const files = ['--config', join(place, 'county.yaml'), '--data', join(place, 'warehouse')]
  addAccount(files)
  const server = spawn(process.execPath, [join(root, 'bin/shouwang.js'), ...args, ...files], {
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  try {
    const address = await addressOf(server.stderr)
    const cookie = await signIn(address, ACCOUNT.name, ACCOUNT.password)
    const cached = await load(cookie, () => `${address}api/summary?level=township`)
    let asked = 0
    const fresh = await load(cookie, () => {
      asked++
      const second = new Date(Date.UTC(2026, 10, 2) + asked * 1000).toISOString().slice(0, 19)
      return `${address}api/summary?level=township&as_of=${second}%2B08:00`
    })
    const line = (what: string, result: autocannon.Result): Result => ({
      what: `(d) /api/summary at ${CONNECTIONS} connections, ${what}: p95 · requests a second`,
      value: ms(result.latency.p97_5),
      baseline: `${result.requests.average.toFixed(0)}/s`,
    })
    return [line('asked before', cached), line('never asked before', fresh)]
  } finally {
    server.kill('SIGTERM')
    await new Promise((resolve) => server.once('exit', resolve))
  }
}

/** autocannon tells p90 and p97.5; the stricter one stands for p95. */
async function load(cookie: string, url: () => string): Promise<autocannon.Result> {
  const result = await autocannon({
    url: url(),
    connections: CONNECTIONS,
    duration: SECONDS,
    timeout: 120,
    headers: { cookie },
    requests: [{ setupRequest: (request) => ({ ...request, path: new URL(url()).pathname + new URL(url()).search }) }],
  })
  // What was refused is quick, and says nothing of how quick an answer is.
  if (result.non2xx > 0) throw new Error(`${result.non2xx} answers of ${url()} were refused`)
  return result
}

/** An account to ask with; one that is there from a run before is taken as it is. */
function addAccount(files: readonly string[]): void {
  const argv = ['user', 'add', ACCOUNT.name, '--role', 'inspector', '--password-stdin', ...files]
  const added = spawnSync(process.execPath, [join(root, 'bin/shouwang.js'), ...argv], { input: ACCOUNT.password })
  const said = added.stderr.toString()
  if (added.status !== 0 && !said.includes('已有账号')) throw new Error(said)
}

function addressOf(stream: NodeJS.ReadableStream): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = ''
    stream.on('data', (part: Buffer) => {
      text += part.toString()
      const found = /http:\/\/[^\s]+\//.exec(text)
      if (found) resolve(found[0])
    })
    stream.on('end', () => reject(new Error(`the server ended: ${text}`)))
  })
}
