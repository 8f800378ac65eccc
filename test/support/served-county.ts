import { createHash } from 'node:crypto'
import { appendFile, readFile, writeFile } from 'node:fs/promises'
import { request, type IncomingHttpHeaders } from 'node:http'
import { join } from 'node:path'
import { Secret, TOTP } from 'otpauth'
import { stringify } from 'yaml'
import { openApplication, type Application } from '../../pipeline/application.ts'
import { openAccess } from '../../pipeline/cli/access.ts'
import { readConfig } from '../../pipeline/config.ts'
import { pull } from '../../pipeline/pull.ts'
import { createLog } from '../../pipeline/server/log.ts'
import { loadPages } from '../../pipeline/server/pages.ts'
import { serveCounty, type ServeOptions } from '../../pipeline/server/serve-county.ts'
import { FIRST_PULL, placeSample, SECOND_PULL } from '../cli/sample-county.ts'
import { copyMadeOnce } from './made-once.ts'
import { signIn } from './sign-in.ts'
import { removeFolder } from './temp-folder.ts'

export const PASSWORD = '三月的雨落在青石镇'
export const SCHOOL = '01/高桥中心小学'

/** Where a made county keeps the secret of the one second factor. */
const SECRET_FILE = 'second-factor'

const BY = { name: 'test', role: 'operator' } as const

/** What the county's single sign-on calls whoever has the account `bound`. */
export const SUBJECT = '248289761001'

/** The accounts of a served county, all with `PASSWORD`; `half` has a second factor, `gone` is disabled. */
export const ACCOUNTS = {
  county: { role: 'county', units: [] },
  inspector: { role: 'inspector', units: [] },
  inspector02: { role: 'inspector', units: ['02'] },
  township01: { role: 'township', units: ['01'] },
  township02: { role: 'township', units: ['02'] },
  school: { role: 'school', units: [SCHOOL] },
  operator: { role: 'operator', units: [] },
  half: { role: 'operator', units: [] },
  gone: { role: 'county', units: [] },
  bound: { role: 'inspector', units: [] },
  townships: { role: 'township', units: ['01', '02'] },
  schools: { role: 'school', units: [SCHOOL, '02/青石中心小学'] },
} as const
export type AccountName = keyof typeof ACCOUNTS

export interface Asking {
  /** Whose session goes with it; none by default. */
  as?: AccountName
  method?: string
  headers?: Record<string, string>
  body?: string
}

export interface Answered {
  status: number
  headers: IncomingHttpHeaders
  body: string
}

/** The sample county behind the real process's own parts: pages, API, gate, sign-in, log. */
export interface ServedCounty {
  address: string
  application: Application
  /** What the process wrote to its log. */
  log: string[]
  /** The clock of sessions and throttling. */
  clock: { now: Date }
  /** The cookie of an account's session, signed in when first asked for. */
  cookieOf(name: AccountName): Promise<string>
  /** Asks for a path exactly as it is written: nothing makes it another on the way. */
  ask(path: string, asking?: Asking): Promise<Answered>
  /** A code of the second factor of `half`, at the clock. */
  code(): string
  close(): Promise<void>
}

export interface ServedOptions extends Partial<ServeOptions> {
  policy?: Record<string, unknown>
  /** `notices` of the config; none by default. */
  notices?: Record<string, unknown>
  env?: Record<string, string>
  /** When it serves, after both pulls. */
  present?: string
  /** Accounts of the leading group besides those of `ACCOUNTS`. */
  leaders?: readonly string[]
}

/** Serves the sample county, after both pulls, on a free port of loopback. Close it when done. */
export async function serveSample({
  policy,
  notices = {},
  env = {},
  present = '2026-10-31T12:00:00+08:00',
  leaders = [],
  ...options
}: ServedOptions = {}): Promise<ServedCounty> {
  const added = stringify({ policy: { security: { second_factor: 'optional' }, ...policy }, notices })
  // Whoever asks for the same county gets a copy of it.
  const name = createHash('sha256')
    .update(JSON.stringify([added, env, present, leaders]))
    .digest('hex')
  const folder = await copyMadeOnce(`served-county-${name}`, (made) => make(made, { added, env, present, leaders }))
  const clock = { now: new Date(present) }
  const data = join(folder, 'warehouse')
  const application = await open(folder, env, () => new Date(present))
  const secret = await readFile(join(folder, SECRET_FILE), 'utf8')

  const log: string[] = []
  const serving = await serveCounty(application, {
    data,
    host: '127.0.0.1',
    port: 0,
    pages: await loadPages({ env: process.env, notice: (text) => void log.push(text) }),
    commands: [],
    stopped: new Promise(() => undefined),
    clock: () => clock.now,
    ticks: () => clock.now.getTime(),
    log: createLog({ write: (text) => void log.push(text), is_terminal: false, clock: () => clock.now }),
    is_scheduled: false,
    is_clock_still: true,
    ...options,
  }).catch(async (error: unknown) => {
    await removeFolder(folder)
    throw error
  })
  const cookies = new Map<AccountName, Promise<string>>()
  const cookieOf = (name: AccountName): Promise<string> => {
    const cookie = cookies.get(name) ?? signIn(serving.address, name, PASSWORD)
    cookies.set(name, cookie)
    return cookie
  }
  return {
    address: serving.address,
    application,
    log,
    clock,
    cookieOf,
    ask: async (path, { as, headers, ...asking } = {}) => {
      const own: Record<string, string> = as === undefined ? {} : { cookie: await cookieOf(as) }
      // A page is asked for as a browser asks: SvelteKit answers a form of anybody else with JSON of its own.
      const accept: Record<string, string> = path.startsWith('/api') ? {} : { accept: 'text/html' }
      return askRaw(serving.address, path, { ...asking, headers: { ...accept, ...own, ...headers } })
    },
    code: () => new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: clock.now.getTime() }),
    close: async () => {
      await serving.stop()
      await removeFolder(folder)
    },
  }
}

interface Made {
  /** What is added to the config. */
  added: string
  env: Record<string, string>
  present: string
  leaders: readonly string[]
}

/** Makes the county as it is before it is served: pulled twice, with its accounts. */
async function make(folder: string, { added, env, present, leaders }: Made): Promise<void> {
  let now = new Date(FIRST_PULL)
  const place = async (which: 'pull-1' | 'pull-2'): Promise<void> => {
    await placeSample(folder, which)
    await appendFile(join(folder, 'county.yaml'), added)
  }
  await place('pull-1')
  const application = await open(folder, env, () => now)
  const { townships } = application.config
  await pull(application, { townships, reason: 'test' })
  await place('pull-2')
  now = new Date(SECOND_PULL)
  await pull(application, { townships, reason: 'test' })
  now = new Date(present)
  await writeFile(join(folder, SECRET_FILE), await addAccounts(application, leaders, () => now))
  await application.close()
}

const open = (folder: string, env: Record<string, string>, now: () => Date): Promise<Application> =>
  openApplication({
    config: readConfig(join(folder, 'county.yaml')),
    data: join(folder, 'warehouse'),
    now,
    env,
    engine: { threads: 2 },
  })

/** Adds the accounts; answers the secret of the one second factor. */
async function addAccounts(application: Application, leaders: readonly string[], clock: () => Date): Promise<string> {
  const access = await openAccess(application, clock)
  for (const [name, { role, units }] of Object.entries(ACCOUNTS))
    await access.accounts.add({ name, role, units, password: PASSWORD }, BY)
  for (const name of leaders) await access.accounts.add({ name, role: 'county', units: [], password: PASSWORD }, BY)
  await access.accounts.setDisabled('gone', true, BY)
  await access.accounts.bind('bound', SUBJECT, BY)
  const { secret } = access.offerSecret('half')
  const half = access.accounts.find('half')
  if (half) await access.accounts.setTotp(half, secret)
  return secret
}

function askRaw(
  address: string,
  path: string,
  { method = 'GET', headers, body }: Omit<Asking, 'as'>,
): Promise<Answered> {
  const { hostname, port } = new URL(address)
  return new Promise((resolve, reject) => {
    const asking = request({ hostname, port, path, method, headers, agent: false }, (response) => {
      let text = ''
      response.setEncoding('utf8')
      response.on('data', (part: string) => (text += part))
      response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body: text }))
      response.on('error', reject)
    })
    asking.on('error', reject)
    asking.end(body)
  })
}
