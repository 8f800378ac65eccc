import { existsSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { signIn } from '../support/sign-in.ts'
import { tempFolder } from '../support/temp-folder.ts'
import { run } from './fake-io.ts'
import { FIRST_PULL, placeSample, SECOND_PULL } from './sample-county.ts'
import { spawnShouwang, type Spawned } from './spawned.ts'

const PASSWORD = '三月的雨落在青石镇'
const ADDRESS = /http:\/\/127\.0\.0\.1:\d+\//

const serve = (county: string[], cwd: string, ...more: string[]): Spawned =>
  spawnShouwang(['serve', ...county, '--port', '0', ...more], cwd)

describe('a command whose reader has enough', () => {
  it('ends without a word', async () => {
    const listing = spawnShouwang(['duties', '--json'], await tempFolder())
    listing.child.stdout?.destroy()
    expect(await listing.exit).toBe(0)
    expect(listing.err()).toBe('')
  })
})

describe('shouwang serve', () => {
  it('serves pages, API and commands from one process, and ends with 0', async () => {
    const cwd = await tempFolder()
    const county = await placeSample(cwd, 'pull-1')
    const server = serve(county, cwd, '--no-schedule')
    const [address] = await server.says(ADDRESS)
    const pulled = spawnShouwang(['pull', ...county, '--now', FIRST_PULL, '--json'], cwd)
    expect(await pulled.exit).toBe(0)
    expect(JSON.parse(pulled.out()).townships).toHaveLength(3)
    const summary = spawnShouwang(['summary', ...county, '--as-of', SECOND_PULL, '--level', 'county', '--json'], cwd)
    const second = spawnShouwang(['serve', ...county, '--port', '0'], cwd)
    expect(await summary.exit).toBe(0)
    const added = spawnShouwang(
      ['user', 'add', '检查组', ...county, '--role', 'inspector', '--password-stdin'],
      cwd,
      `${PASSWORD}\n`,
    )
    expect(await added.exit).toBe(0)
    const asked = `${address}api/summary?level=county&as_of=${encodeURIComponent(SECOND_PULL)}`
    expect((await fetch(asked)).status).toBe(401)
    const cookie = await signIn(address, '检查组', PASSWORD)
    const answer = await fetch(asked, { headers: { cookie } })
    const { rows } = (await answer.json()) as { rows: unknown[] }
    expect(JSON.parse(summary.out()).rows).toEqual(rows)
    expect(await second.exit).toBe(1)
    expect(second.err()).toContain(`服务已经在运行：${address}`)
    expect(new URL((await fetch(address)).url).pathname).toBe('/login')
    const page = await fetch(address, { headers: { cookie } })
    expect(page.status).toBe(200)
    expect(await page.text()).toContain('青川示范县')
    const events = await fetch(`${address}api/events`, { headers: { cookie } })
    server.child.kill('SIGTERM')
    // The stream ends, and does not break off.
    await events.text()
    expect(await server.exit).toBe(0)
    for (const line of server
      .err()
      .trim()
      .split('\n')
      .filter((text) => !text.includes('密钥'))) {
      expect(JSON.parse(line)).toMatchObject({
        level: expect.any(String),
        time: expect.any(String),
        msg: expect.any(String),
      })
    }
    expect(server.err()).not.toContain('as_of=')
    expect((await run(['summary', ...county], { cwd })).exit).toBe(0)
  })

  it('pulls at the start what was missed, and on SIGTERM waits for a pull that runs', async () => {
    const cwd = await tempFolder()
    const county = await placeSample(cwd, 'pull-1')
    const source = await holdingSource(join(cwd, 'exports', '01'))
    const config = await readFile(join(cwd, 'county.yaml'), 'utf8')
    await writeFile(
      join(cwd, 'county.yaml'),
      config.replace('{ kind: folder, path: exports/01 }', `{ kind: http, url: "${source.url}" }`),
    )
    await run(['pull', ...county, '--township', '02', '--now', FIRST_PULL], { cwd })
    const server = serve(county, cwd)
    await server.says(ADDRESS)
    await source.asked
    server.child.kill('SIGTERM')
    await server.says(/"stopping"/)
    source.release()
    expect(await server.exit).toBe(0)
    const { json } = await run(['rejects', ...county, '--township', '01', '--json'], { cwd })
    expect(json.rows.length).toBeGreaterThan(0)
    const lines = server
      .err()
      .trim()
      .split('\n')
      .flatMap((line) => (line.startsWith('{') ? [JSON.parse(line)] : []))
    expect(lines).toContainEqual(
      expect.objectContaining({ msg: 'pulled', township: '01', reason: 'catch-up', state: 'loaded' }),
    )
    expect(lines.at(-1)).toMatchObject({ msg: 'stopped' })
  })

  it.each([['0.0.0.0'], ['192.168.1.10'], ['::']])('does not bind %s, and opens nothing', async (host) => {
    const cwd = await tempFolder()
    const county = await placeSample(cwd, 'pull-1')
    const { exit, said } = await run(['serve', ...county, '--host', host], { cwd })
    expect({ exit, said }).toEqual({ exit: 1, said: expect.stringMatching(/没有加密.*--host 127\.0\.0\.1/) })
    expect(existsSync(join(cwd, 'warehouse'))).toBe(false)
  })

  it('ends with 1 and lets the warehouse go when the port is taken', async () => {
    const cwd = await tempFolder()
    const county = await placeSample(cwd, 'pull-1')
    const taken = createServer()
    await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve))
    onTestFinished(() => void taken.close())
    const { port } = taken.address() as AddressInfo
    const { exit, said } = await run(['serve', ...county, '--port', String(port)], { cwd })
    expect(exit).toBe(1)
    expect(said).toContain(`端口 ${port} 已被占用`)
    expect((await run(['summary', ...county], { cwd })).exit).toBe(0)
  })
})

/** A web server with one township's export that answers no file until it is released. */
async function holdingSource(folder: string): Promise<{ url: string; asked: Promise<void>; release(): void }> {
  const names = ['摸底花名册.csv', '儿童档案.csv', '结对帮扶.csv', '谈心走访记录.csv', '突发事件.csv']
  let isAsked: () => void = () => undefined
  let release: () => void = () => undefined
  const asked = new Promise<void>((resolve) => (isAsked = resolve))
  const released = new Promise<void>((resolve) => (release = resolve))
  const server = createServer((request, response) => {
    const name = decodeURIComponent((request.url ?? '').slice(1))
    if (name === '') {
      const links = names.map((file) => `<a href="${encodeURIComponent(file)}">${file}</a>`)
      return void response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(links.join('\n'))
    }
    if (!names.includes(name)) return void response.writeHead(404).end()
    isAsked()
    void released.then(async () => response.end(await readFile(join(folder, name))))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, asked, release }
}
