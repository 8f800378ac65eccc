import { existsSync, readFileSync, statSync } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import { createServer, request } from 'node:http'
import { dirname, join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { openApplication, type Application } from '../../pipeline/application.ts'
import { readConfig } from '../../pipeline/config.ts'
import type { CommandSpec } from '../../pipeline/cli/command.ts'
import { COMMANDS } from '../../pipeline/cli/commands.ts'
import { findServer, runElsewhere } from '../../pipeline/cli/running-server.ts'
import { createLog } from '../../pipeline/server/log.ts'
import { serveCounty, type ServeOptions, type Serving } from '../../pipeline/server/serve-county.ts'
import { tempFolder } from '../support/temp-folder.ts'
import { FakeIo, run } from './fake-io.ts'
import { leaveSocket } from './other-process.ts'
import { FIRST_PULL, placeSample, SECOND_PULL } from './sample-county.ts'

interface TestServer {
  serving: Serving
  application: Application
  county: string[]
  cwd: string
  data: string
  log: string[]
}

/** A server of the sample county in this process, on a free port, without pages. */
async function startServer(options: Partial<ServeOptions> & { folder?: string } = {}): Promise<TestServer> {
  const cwd = options.folder ?? (await tempFolder())
  await mkdir(cwd, { recursive: true })
  const county = await placeSample(cwd, 'pull-1')
  const data = join(cwd, 'warehouse')
  const clock = () => new Date('2026-11-24T14:30:00+08:00')
  const log: string[] = []
  const application = await openApplication({ config: readConfig(join(cwd, 'county.yaml')), data, now: clock, env: {} })
  const serving = await serveCounty(application, {
    data,
    host: '127.0.0.1',
    port: 0,
    pages: (_, response) => response.end('page'),
    commands: COMMANDS,
    stopped: new Promise(() => undefined),
    clock,
    ticks: () => 0,
    log: createLog({ write: (text) => void log.push(text), is_terminal: false, clock }),
    is_scheduled: false,
    is_clock_still: false,
    ...options,
  })
  let isStopped = false
  const stop = (): Promise<boolean> => {
    isStopped = true
    return serving.stop()
  }
  onTestFinished(async () => void (isStopped || (await serving.stop())))
  return { serving: { address: serving.address, stop }, application, county, cwd, data, log }
}

/** Runs a command as a process of its own would: through the running server where there is one. */
function send(argv: string[], cwd: string, io = new FakeIo(cwd)) {
  return run(argv, { cwd, elsewhere: (_, globals) => runElsewhere(argv, globals, io) }).then((own) =>
    Object.assign(io, { exit: own.exit, ownText: own.text, ownSaid: own.said }),
  )
}

/** A command that only the tests have. */
const madeUp = (name: string, work: CommandSpec['run']): CommandSpec => ({
  name,
  summary: name,
  usesWarehouse: true,
  run: work,
})

describe('commands while a server runs', () => {
  it('go through it, with their own clock, and say the same as without it', async () => {
    const { cwd, county, serving } = await startServer()
    const first = await send(['pull', ...county, '--now', FIRST_PULL, '--json'], cwd)
    expect({ exit: first.exit, ownText: first.ownText }).toEqual({ exit: 0, ownText: '' })
    expect(first.json.townships[0].received_at).toMatch(/^2026-09-10T02:00/)
    await placeSample(cwd, 'pull-2')
    expect((await send(['pull', ...county, '--now', SECOND_PULL], cwd)).text).toContain('已载入')
    const asks = [
      ['summary', ...county, '--as-of', SECOND_PULL, '--format', 'csv'],
      ['summary', ...county, '--as-of', FIRST_PULL, '--format', 'arrow'],
      ['rejects', ...county, '--format', 'csv'],
      ['subjects', ...county, '--duty', 'talk', '--now', SECOND_PULL],
    ]
    const through = []
    for (const argv of asks) through.push(await send(argv, cwd))
    await serving.stop()
    for (const [index, argv] of asks.entries()) {
      const alone = await run(argv, { cwd })
      expect(Buffer.concat(through[index]?.bytes ?? []).equals(Buffer.concat(alone.bytes))).toBe(true)
      expect(alone.text.length).toBeGreaterThan(100)
    }
  })

  it('keep their exit code and their messages', async () => {
    const { cwd, county } = await startServer()
    const unknown = await send(['pull', ...county, '--township', '09'], cwd)
    expect(unknown).toMatchObject({ exit: 1, text: '', said: expect.stringContaining('“09”') })
    await writeFile(join(cwd, 'exports', '01', '摸底花名册.csv'), 'nothing\r\n')
    expect((await send(['pull', ...county, '--township', '01'], cwd)).exit).toBe(2)
    expect((await send(['summary', ...county, '--period', '2026-99'], cwd)).exit).toBe(1)
  })

  it('read what was typed, the folder and the terminal of the caller', async () => {
    const speak = madeUp('speak', async ({ io }) => {
      io.progress(1, 2, 'half')
      io.err('message\n')
      io.out(JSON.stringify({ typed: await io.input(), cwd: io.cwd, isTerminal: io.isTerminal }))
      io.out(Buffer.from([0, 255, 10, 128]))
      return 2
    })
    const { cwd, county } = await startServer({ commands: [speak] })
    const globals = { config: county[1] ?? '', data: county[3] ?? '', passwordStdin: true }
    const io = Object.assign(new FakeIo(cwd), { typed: '密码\n', isTerminal: true })
    expect(await runElsewhere(['speak', ...county], globals, io)).toBe(2)
    expect(JSON.parse(Buffer.from(io.bytes[0] ?? []).toString())).toEqual({ typed: '密码\n', cwd, isTerminal: true })
    expect([...(io.bytes[1] ?? [])]).toEqual([0, 255, 10, 128])
    expect({ steps: io.steps, said: io.said }).toEqual({ steps: [[1, 2, 'half']], said: 'message\n' })
  })

  it('are answered side by side, and each figure is of one state', async () => {
    const { cwd, county } = await startServer()
    await send(['pull', ...county, '--now', FIRST_PULL], cwd)
    const ask = () => send(['summary', ...county, '--as-of', SECOND_PULL, '--level', 'township', '--json'], cwd)
    const before = (await ask()).text
    await placeSample(cwd, 'pull-2')
    const pulling = send(['pull', ...county, '--now', SECOND_PULL, '--township', '01', '--json'], cwd)
    const during = await Promise.all(Array.from({ length: 12 }, ask))
    expect((await pulling).exit).toBe(0)
    const after = (await ask()).text
    expect(after).not.toBe(before)
    for (const { exit, text } of during) {
      expect(exit).toBe(0)
      expect([before, after]).toContain(text)
    }
  })

  it('refuse a config that is not the server’s', async () => {
    const { cwd, data } = await startServer()
    const other = await tempFolder()
    await placeSample(other, 'pull-1')
    const { exit, text, said } = await send(['summary', '--data', data, '--config', join(other, 'county.yaml')], cwd)
    expect({ exit, text }).toEqual({ exit: 1, text: '' })
    expect(said).toContain(join(cwd, 'county.yaml'))
    expect(said).toContain(join(other, 'county.yaml'))
    expect((await send(['summary', '--data', 'warehouse', '--config', 'county.yaml'], cwd)).exit).toBe(0)
  })

  it('that need no warehouse are not the server’s', async () => {
    const { cwd, data, county } = await startServer()
    const io = new FakeIo(cwd)
    expect(await runElsewhere(['generate', '--out', 'x'], { config: county[1] ?? '', data }, io)).toBe(1)
    expect(io.said).toContain('没有命令“generate”')
  })

  it('are finished when the caller leaves', async () => {
    let go: () => void = () => undefined
    let done: (how: string) => void = () => undefined
    const finished = new Promise<string>((resolve) => (done = resolve))
    const slow = madeUp('slow', async ({ io }) => {
      io.out('begun')
      await new Promise<void>((resolve) => (go = resolve))
      io.out('more')
      done('whole')
      return 0
    })
    const { cwd, data, county } = await startServer({ commands: [slow] })
    const io = new FakeIo(cwd)
    const left = new Promise<void>((resolve) => (io.onOut = () => resolve()))
    const exit = await runElsewhere(['slow', ...county], { config: county[1] ?? '', data }, io, left)
    expect({ exit, text: io.text }).toEqual({ exit: 1, text: 'begun' })
    expect(io.said).toContain('会把这个命令做完')
    go()
    expect(await finished).toBe('whole')
  })

  it('that break the server’s code end with a message, and the server goes on', async () => {
    const broken = madeUp('broken', () => Promise.reject(new TypeError('nothing is not a function')))
    const { cwd, data, county, log } = await startServer({ commands: [broken, ...COMMANDS] })
    const io = new FakeIo(cwd)
    expect(await runElsewhere(['broken', ...county], { config: county[1] ?? '', data }, io)).toBe(1)
    expect(io.said).toContain('程序出错')
    expect(log.join('')).toContain('TypeError')
    expect((await send(['duties'], cwd)).exit).toBe(0)
  })
})

describe('stopping a server', () => {
  it('waits for the commands that run', async () => {
    let go: () => void = () => undefined
    const slow = madeUp('slow', async ({ io }) => {
      io.out('begun')
      await new Promise<void>((resolve) => (go = resolve))
      return 0
    })
    const { cwd, data, county, serving } = await startServer({ commands: [slow] })
    const io = new FakeIo(cwd)
    let stopping: Promise<boolean> | undefined
    io.onOut = () => {
      stopping = serving.stop()
      // What comes after the end was asked for finds no server.
      expect(existsSync(join(data, 'shouwang.sock'))).toBe(false)
      go()
    }
    expect(await runElsewhere(['slow', ...county], { config: county[1] ?? '', data }, io)).toBe(0)
    expect(await stopping).toBe(true)
    expect((await run(['summary', ...county], { cwd })).exit).toBe(0)
  })

  it('rolls back a pull that does not end in time, and leaves the state as it was', async () => {
    const held = madeUp('held', (invocation) =>
      invocation.withApplication(async (application) => {
        await application.warehouse.transaction(async (transaction) => {
          await transaction.run('county/add_setting', { name: 'half', value: 'done' })
          transaction.touch()
          invocation.io.out('begun')
          for (;;) {
            await new Promise((resolve) => setImmediate(resolve))
            invocation.io.progress(0, 1, 'reading')
          }
        })
        return 0
      }),
    )
    const { cwd, data, county, serving } = await startServer({
      commands: [held],
      patience: { finish_ms: 0, roll_back_ms: 60_000 },
    })
    const io = new FakeIo(cwd)
    let stopping: Promise<boolean> | undefined
    io.onOut = () => {
      stopping = serving.stop()
    }
    expect(await runElsewhere(['held', ...county], { config: county[1] ?? '', data }, io)).toBe(1)
    expect(io.said).toContain('已撤回')
    expect(await stopping).toBe(true)
    const reopened = await openApplication({
      config: readConfig(join(cwd, 'county.yaml')),
      data,
      now: () => new Date(0),
      env: {},
    })
    onTestFinished(() => reopened.close())
    const rows = await reopened.warehouse.queryText('select name from settings')
    expect(rows).toEqual([{ name: 'config' }])
  })
})

describe('the socket', () => {
  it('is this user’s alone, says where the server is, and goes with it', async () => {
    const { data, serving, cwd } = await startServer()
    const path = join(data, 'shouwang.sock')
    expect(statSync(path).isSocket()).toBe(true)
    expect(statSync(path).mode & 0o777).toBe(0o600)
    expect(await findServer(data)).toEqual({
      address: serving.address,
      config: join(cwd, 'county.yaml'),
      since: expect.any(String),
    })
    await serving.stop()
    expect(existsSync(path)).toBe(false)
    expect(await findServer(data)).toBeUndefined()
  })

  it('stands in a private folder where the path would be too long', async () => {
    const folder = join(await tempFolder(), 'a'.repeat(60), 'b'.repeat(60))
    const { cwd, county, data, serving } = await startServer({ folder })
    const path = readFileSync(join(data, 'shouwang.sock.path'), 'utf8')
    expect(statSync(path).isSocket()).toBe(true)
    expect(statSync(dirname(path)).mode & 0o777).toBe(0o700)
    const { exit, ownText } = await send(['summary', ...county], cwd)
    expect({ exit, ownText }).toEqual({ exit: 0, ownText: '' })
    await serving.stop()
    expect(existsSync(dirname(path))).toBe(false)
    expect(existsSync(join(data, 'shouwang.sock.path'))).toBe(false)
  })

  it('that a killed process left is removed, and the command runs by itself', async () => {
    const cwd = await tempFolder()
    const county = await placeSample(cwd, 'pull-1')
    await run(['pull', ...county], { cwd })
    const path = join(cwd, 'warehouse', 'shouwang.sock')
    await leaveSocket(path)
    expect(statSync(path).isSocket()).toBe(true)
    const { exit, ownText } = await send(['summary', ...county], cwd)
    expect(exit).toBe(0)
    expect(ownText).not.toBe('')
    expect(existsSync(path)).toBe(false)
  })

  it('is made anew by a server where a killed one left its own', async () => {
    const folder = await tempFolder()
    await mkdir(join(folder, 'warehouse'))
    await leaveSocket(join(folder, 'warehouse', 'shouwang.sock'))
    const { cwd, county } = await startServer({ folder })
    const { exit, ownText } = await send(['summary', ...county], cwd)
    expect({ exit, ownText }).toEqual({ exit: 0, ownText: '' })
  })

  it.each(['', 'no json', '{"argv":[]}', '{"argv":["pull"],"cwd":"/","is_terminal":false,"input":null,"extra":1}'])(
    'takes no call like %j',
    async (body) => {
      const { data } = await startServer()
      const status = await new Promise((resolve, reject) => {
        const asking = request(
          { socketPath: join(data, 'shouwang.sock'), method: 'POST', path: '/command' },
          (response) => {
            response.resume()
            resolve(response.statusCode)
          },
        )
        asking.on('error', reject)
        asking.end(body)
      })
      expect(status).toBe(400)
    },
  )

  it('that breaks off in the middle is an error that says what to do', async () => {
    const cwd = await tempFolder()
    const county = await placeSample(cwd, 'pull-1')
    await mkdir(join(cwd, 'warehouse'))
    const server = createServer((_, response) => response.write('{"out":"half"}\n', () => response.destroy()))
    await new Promise<void>((resolve) => server.listen(join(cwd, 'warehouse', 'shouwang.sock'), resolve))
    onTestFinished(() => void server.close())
    const io = new FakeIo(cwd)
    const asked = runElsewhere(['summary', ...county], { config: county[1] ?? '', data: county[3] ?? '' }, io)
    await expect(asked).rejects.toMatchObject({ code: 'not_ready', message: expect.stringContaining('中途断开') })
    expect(io.text).toBe('half')
  })
})
