import { realpathSync } from 'node:fs'
import { resolve } from 'node:path'
import { ShouwangError } from '../../errors.ts'
import { SingleSignOn } from '../../web/server/single-sign-on.ts'
import { createApi } from '../../web/api/app.ts'
import type { Access } from '../../web/server/access.ts'
import { gateOf } from '../../web/server/gate.ts'
import type { Services } from '../../web/server/services.ts'
import type { Application } from '../application.ts'
import { openAccess, recordConfig } from '../cli/access.ts'
import { agingTrail } from '../cli/aging.ts'
import type { CommandSpec } from '../cli/command.ts'
import { runProgram } from '../cli/program.ts'
import { ageOut } from '../keeping/age-out.ts'
import { startDaily } from '../keeping/daily.ts'
import { startIncidentClock } from '../incident-clock.ts'
import { intakeTokens } from '../intake-tokens.ts'
import { takeIncident } from '../intake.ts'
import { countyWork } from '../county-work.ts'
import { evaluationWork } from '../evaluation/work.ts'
import { rejectsOf } from '../rejects.ts'
import { textsOf } from '../sealed-texts.ts'
import { startSchedule, type Schedule } from '../schedule.ts'
import { openNotices, type Notices } from './notices.ts'
import { openCommandSocket, type CommandSocket } from './command-socket.ts'
import { routeOf, startHttp, type HttpServer, type Patiences } from './http-server.ts'
import type { Log } from './log.ts'
import type { PageHandler } from './pages.ts'
import { RunningWork, type Patience } from './running-work.ts'

export interface ServeOptions {
  /** The warehouse's folder. */
  data: string
  host: string
  /** 0 takes a free one. */
  port: number
  pages: PageHandler
  /** The commands that others may send here. */
  commands: readonly CommandSpec[]
  /** Resolves when the process is told to end. */
  stopped: Promise<void>
  /** The process's own clock, also where the application's stands still. */
  clock: () => Date
  /** Milliseconds of the process's monotonic clock, which nobody sets. */
  ticks: () => number
  log: Log
  is_scheduled: boolean
  is_clock_still: boolean
  patience?: Patience
  /** How long a client may take to ask. */
  patiences?: Patiences
}

export interface Serving {
  address: string
  /**
   * Takes nothing new, waits for running pulls and commands or rolls them back, and closes the application. Answers false
   * when something did not end even so; the process may then be ended, for nothing that was not committed is kept.
   */
  stop(): Promise<boolean>
}

/** systemd waits 90 s by default before it kills. */
const PATIENCE: Patience = { finish_ms: 30_000, roll_back_ms: 5_000 }

/**
 * The one process of architecture.md, "One process": API, pages, schedule and the socket for commands, on one open
 * application. When it cannot start, the application is closed.
 */
export async function serveCounty(application: Application, options: ServeOptions): Promise<Serving> {
  const { log, patience = PATIENCE } = options
  const work = new RunningWork()
  const parts: { close(): Promise<void> }[] = []
  const start = async <T extends { close(): Promise<void> }>(starting: Promise<T>): Promise<T> => {
    const part = await starting
    parts.push(part)
    return part
  }
  const closeParts = async (): Promise<void> => {
    await Promise.all(parts.map((part) => part.close()))
  }
  try {
    const access = await openAccess(application, options.clock)
    await recordConfig(access, application)
    const notices = await openNotices(application, { access, clock: options.clock, log })
    const http = await start(listenHttp(application, { access, notices }, options, work))
    await start(listenCommands(application, access, options, http.address, work))
    await start(Promise.resolve(watchIncidents(application, options)))
    if (notices !== null && !options.is_clock_still) await start(Promise.resolve(notices.start()))
    if (options.is_scheduled) {
      await start(followSchedule(application, options, work))
      await start(followAge(application, access, options, work))
    }
    log.info({ address: http.address, county: application.config.county.code }, 'serving')
    return { address: http.address, stop: () => stop(application, { work, closeParts, log, patience }) }
  } catch (error) {
    await closeParts()
    await application.close()
    throw error
  }
}

function listenHttp(
  application: Application,
  { access, notices }: { access: Access; notices: Notices | null },
  { host, port, pages, clock, ticks, log, patiences, is_scheduled }: ServeOptions,
  running: RunningWork,
): Promise<HttpServer> {
  const { config, warehouse, vault, events, now } = application
  const { county, policy } = config
  const { public_url } = policy.security
  const api = createApi({
    gate: gateOf(access),
    audit: access.audit,
    warehouse,
    timezone: county.timezone,
    county: { code: county.code, name: county.name },
    now,
    ticks,
    ahead: is_scheduled ? (what, days) => log.info({ what, days }, 'computed ahead') : undefined,
    since: clock(),
    stale_after_hours: policy.stale_after_hours,
    open_identity: (identity, sealed) => vault.unseal(sealed, identity),
    texts: textsOf(vault),
    is_password: (name, password) => access.isPassword(name, password),
    inspectors: () => access.inspectors(),
    leaders: () => access.leaders(),
    rejects: (query) => rejectsOf(warehouse, vault, query),
    events,
    evaluation: evaluationWork(application),
    work: countyWork(application, {
      track: (pulling) => running.add(pulling),
      report: (error) => log.error({ err: error }, 'pull failed'),
    }),
    intake: {
      township_of: intakeTokens(config, application.env),
      take: (township_id, telling) => takeIncident(application, township_id, telling),
    },
    report: (error, { request_id, method }) => log.error({ err: error, request_id, method }, 'request failed'),
  })
  const services: Services = {
    api,
    now,
    county: { code: county.code, name: county.name, timezone: county.timezone },
    viewer: (token) => access.viewer(token),
    access,
    singleSignOn: singleSignOnOf(application, clock),
    notices: notices?.desk,
    publicUrl: public_url,
    report: (error, { path }) => log.error({ err: error, route: routeOf(path) }, 'page failed'),
  }
  return startHttp({ host, port, api, pages, services, public_url, log, patiences })
}

/** The county's single sign-on. Throws `config_invalid` where its secret is named and not there. */
function singleSignOnOf({ config, env }: Application, now: () => Date): SingleSignOn | undefined {
  const { oidc } = config.policy.security
  if (oidc === null) return undefined
  const { client_secret_env: name, ...options } = oidc
  const secret = name === null ? null : (env[name]?.trim() ?? '')
  if (secret === '') {
    throw new ShouwangError('config_invalid', `缺少环境变量 ${name}：policy.security.oidc 的客户端密钥要放在里面。`, {
      variable: name,
    })
  }
  return new SingleSignOn({ ...options, client_secret: secret, now })
}

function listenCommands(
  application: Application,
  access: Access,
  { data, commands, stopped, clock, ticks, log }: ServeOptions,
  address: string,
  work: RunningWork,
): Promise<CommandSocket> {
  const { file } = application.config
  // The others run where they were called.
  const specs = commands.filter((command) => command.usesWarehouse)
  return openCommandSocket({
    data,
    about: { address, config: file, since: clock().toISOString() },
    work,
    log,
    run: (call, io) =>
      runProgram(
        call.argv,
        specs,
        { io, env: application.env, clock: application.now, ticks, running: application, access, stopped },
        async (_, globals) => requireSameConfig(file, resolve(io.cwd, globals.config)),
      ),
  })
}

/** A command that means another county must not be answered with this one's figures. */
function requireSameConfig(served: string, asked: string): undefined {
  if (realPath(served) === realPath(asked)) return undefined
  throw new ShouwangError(
    'conflict',
    `正在运行的服务用的是配置 ${served}，这个命令用的是 ${asked}。请给命令加上 --config ${served}，或换一个 --data 目录。`,
    { served, asked },
  )
}

function realPath(path: string): string {
  try {
    return realpathSync(path)
  } catch {
    return path
  }
}

function watchIncidents(application: Application, { log, is_clock_still }: ServeOptions): { close(): Promise<void> } {
  const { warehouse, events, now, config } = application
  const { timezone } = config.county
  const report = (error: unknown): void => log.error({ err: error }, 'incident clock failed')
  return startIncidentClock({ warehouse, events, now, timezone, is_clock_still, report })
}

async function followSchedule(
  application: Application,
  { log, is_clock_still }: ServeOptions,
  work: RunningWork,
): Promise<{ close(): Promise<void> }> {
  const schedule: Schedule = await startSchedule(application, {
    log,
    signal: work.signal,
    track: (running) => work.add(running),
    is_clock_still,
  })
  return { close: async () => schedule.stop() }
}

/** What is kept no longer goes, at the start and once a day. */
async function followAge(
  application: Application,
  access: Access,
  { log, is_clock_still }: ServeOptions,
  work: RunningWork,
): Promise<{ close(): Promise<void> }> {
  const trail = agingTrail(access, { name: '（定时）', role: 'operator' })
  const age = async (): Promise<void> => log.info(await ageOut(application, { trail }), 'aged out')
  const daily = await startDaily(age, {
    timezone: application.config.county.timezone,
    is_clock_still,
    track: (running) => work.add(running),
    report: (error) => log.error({ err: error }, 'ageing out failed'),
  })
  return { close: async () => daily.stop() }
}

async function stop(
  application: Application,
  {
    work,
    closeParts,
    log,
    patience,
  }: { work: RunningWork; closeParts: () => Promise<void>; log: Log; patience: Patience },
): Promise<boolean> {
  log.info({ running: work.count }, 'stopping')
  const closed = closeParts()
  if (!(await work.end(patience))) {
    log.warn({ running: work.count }, 'stopped in the middle: what was not committed is rolled back at the next start')
    return false
  }
  await closed
  await application.close()
  log.info({}, 'stopped')
  return true
}
