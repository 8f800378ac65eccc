import { createHmac } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import { describe, expect, it } from 'vitest'
import { DELIVERY_MS, type Channel, type ChannelTools } from '../../pipeline/notices/channel.ts'
import { openChannel } from '../../pipeline/notices/index.ts'
import { channelConfigSchema } from '../../pipeline/notices/config.ts'
import type { Message } from '../../pipeline/notices/message.ts'
import { manualTimer } from '../support/manual-timer.ts'
import { startWebServer, type Answer } from '../support/web-server.ts'

const NOW = new Date('2026-11-24T09:30:00.250+08:00')
const SECRET = 'SEC7d1f'
const MESSAGE: Message = {
  id: 'n-1',
  title: '【守望】示范县：1 件事要处理',
  lines: ['青石镇 突发事件 01-001：告知监护人还剩 15 分钟'],
  url: 'https://sw.example.org/incidents',
}
const TEXT = [MESSAGE.title, ...MESSAGE.lines, MESSAGE.url].join('\n')

const timers = manualTimer()
const tools: ChannelTools = { fetch: globalThis.fetch, now: () => NOW, timer: timers.timer }

interface Heard {
  query: URLSearchParams
  headers: IncomingMessage['headers']
  text: string
}

/** A real server that hears what comes, and answers as told. */
async function serve(answer: Answer): Promise<{ url: string; heard: Heard[] }> {
  const heard: Heard[] = []
  const { origin } = await startWebServer((request, response) => {
    let text = ''
    request.setEncoding('utf8')
    request.on('data', (part: string) => (text += part))
    request.on('end', () => {
      heard.push({ query: new URL(request.url ?? '', 'http://x').searchParams, headers: request.headers, text })
      answer(request, response)
    })
  })
  return { url: `${origin}/send?key=geheim`, heard }
}

type Kind = 'wecom' | 'dingtalk' | 'feishu' | 'webhook'

function open(kind: Kind, url: string): Channel {
  const secret = kind === 'wecom' ? {} : { secret_env: 'SECRET' }
  const config = channelConfigSchema.parse({ id: 'g', name: '领导小组群', kind, url_env: 'ADDRESS', ...secret })
  return openChannel(config, { ADDRESS: url, SECRET }, tools)
}

const json =
  (value: object, status = 200, headers: Record<string, string> = {}): Answer =>
  (_, response) =>
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(value))

const WELL: Record<Kind, Answer> = {
  wecom: json({ errcode: 0, errmsg: 'ok' }),
  dingtalk: json({ errcode: 0, errmsg: 'ok' }),
  feishu: json({ StatusCode: 0, StatusMessage: 'success', code: 0, data: {}, msg: 'success' }),
  webhook: (_, response) => response.writeHead(204).end(),
}
const KINDS = Object.keys(WELL) as Kind[]

describe('what a robot is sent', () => {
  it('is text for WeChat Work, with nothing but the key in the address', async () => {
    const { url, heard } = await serve(WELL.wecom)
    expect(await open('wecom', url).send(MESSAGE, null)).toEqual({ state: 'sent' })
    expect(heard.map(({ text }) => JSON.parse(text) as unknown)).toEqual([{ msgtype: 'text', text: { content: TEXT } }])
    expect([...(heard[0]?.query ?? [])]).toEqual([['key', 'geheim']])
    expect(heard[0]?.headers['content-type']).toBe('application/json; charset=utf-8')
  })

  it('is at most 2048 bytes for WeChat Work, in whole lines, and says how many are left out', async () => {
    const { url, heard } = await serve(WELL.wecom)
    const lines = Array.from({ length: 60 }, (_, index) => `青石镇 突发事件 01-${index}：告知监护人还剩 15 分钟`)
    await open('wecom', url).send({ ...MESSAGE, lines }, null)
    const { text } = JSON.parse(heard[0]?.text ?? '') as { text: { content: string } }
    expect(Buffer.byteLength(text.content)).toBeLessThanOrEqual(2048)
    const told = text.content.split('\n')
    const left_out = Number(/另有 (\d+) 条/.exec(text.content)?.[1])
    expect(told.slice(1, -2)).toEqual(lines.slice(0, 60 - left_out))
    expect(told.at(-1)).toBe(MESSAGE.url)
  })

  it('is signed in the query for DingTalk: HMAC-SHA256 over milliseconds and secret, under the secret', async () => {
    const { url, heard } = await serve(WELL.dingtalk)
    expect(await open('dingtalk', url).send(MESSAGE, null)).toEqual({ state: 'sent' })
    const timestamp = String(NOW.getTime())
    const sign = createHmac('sha256', SECRET).update(`${timestamp}\n${SECRET}`).digest('base64')
    expect(Object.fromEntries(heard[0]?.query ?? [])).toEqual({ key: 'geheim', timestamp, sign })
    expect(JSON.parse(heard[0]?.text ?? '')).toEqual({ msgtype: 'text', text: { content: TEXT } })
  })

  it('is signed in the body for Feishu: HMAC-SHA256 of nothing, under seconds and secret', async () => {
    const { url, heard } = await serve(WELL.feishu)
    expect(await open('feishu', url).send(MESSAGE, null)).toEqual({ state: 'sent' })
    const timestamp = String(Math.floor(NOW.getTime() / 1000))
    const sign = createHmac('sha256', `${timestamp}\n${SECRET}`).digest('base64')
    expect(JSON.parse(heard[0]?.text ?? '')).toEqual({ timestamp, sign, msg_type: 'text', content: { text: TEXT } })
  })

  it('is signed in headers for a webhook, as Standard Webhooks says, with the same id each time', async () => {
    const { url, heard } = await serve(WELL.webhook)
    const channel = open('webhook', url)
    await channel.send(MESSAGE, null)
    await channel.send(MESSAGE, null)
    for (const { headers, text } of heard) {
      const timestamp = String(Math.floor(NOW.getTime() / 1000))
      const sign = createHmac('sha256', SECRET).update(`n-1.${timestamp}.${text}`).digest('base64')
      expect(headers).toMatchObject({
        'webhook-id': 'n-1',
        'webhook-timestamp': timestamp,
        'webhook-signature': `v1,${sign}`,
      })
      const { title, lines } = MESSAGE
      expect(JSON.parse(text)).toEqual({
        type: 'shouwang.notice',
        timestamp: NOW.toISOString(),
        data: { title, lines, url: MESSAGE.url },
      })
    }
    expect(heard).toHaveLength(2)
    expect(channel.knows_again).toBe(true)
  })
})

describe('what a robot answers', () => {
  it.each<[Kind, number, string, number | undefined]>([
    ['wecom', 45009, 'retry', 60_000],
    ['wecom', 93000, 'failed', undefined],
    ['dingtalk', 130101, 'retry', 600_000],
    ['dingtalk', 310000, 'failed', undefined],
    ['feishu', 11232, 'retry', 60_000],
    ['feishu', 19021, 'failed', undefined],
    ['feishu', 77777, 'failed', undefined],
  ])('%s: code %i with HTTP 200 is no success', async (kind, code, state, after_ms) => {
    const field = kind === 'feishu' ? 'code' : 'errcode'
    const { url } = await serve(json({ [field]: code, errmsg: `hint: [${SECRET}]`, msg: SECRET }))
    const outcome = await open(kind, url).send(MESSAGE, null)
    expect(outcome).toMatchObject({ state, ...(after_ms === undefined ? {} : { after_ms }) })
    // What the other side says may hold the key: of it nothing is kept but the code.
    expect(JSON.stringify(outcome)).toContain(String(code))
    expect(JSON.stringify(outcome)).not.toContain(SECRET)
  })

  it.each(KINDS)('%s: 429 and 5xx may pass, 4xx does not, and a redirect is not followed', async (kind) => {
    const elsewhere = await serve(WELL[kind])
    const answers: [Answer, object][] = [
      [json({}, 429, { 'retry-after': '120' }), { state: 'retry', after_ms: 120_000 }],
      [json({}, 503), { state: 'retry' }],
      [json({}, 404), { state: 'failed' }],
      [json({}, 504), { state: 'unknown' }],
      [json({}, 302, { location: elsewhere.url }), { state: 'failed' }],
      [json({}, 307, { location: elsewhere.url }), { state: 'failed' }],
    ]
    for (const [answer, expected] of answers) {
      const { url } = await serve(answer)
      expect(await open(kind, url).send(MESSAGE, null)).toMatchObject(expected)
    }
    expect(elsewhere.heard).toEqual([])
  })

  it.each(KINDS)('%s: who is not there got nothing; who breaks off may have got it', async (kind) => {
    const gone = await startWebServer(() => undefined)
    await gone.stop()
    expect(await open(kind, `${gone.origin}/send?key=geheim`).send(MESSAGE, null)).toMatchObject({
      state: 'retry',
      reason: '连接不上（ECONNREFUSED）',
    })
    const { url } = await serve((request) => request.socket.destroy())
    const outcome = await open(kind, url).send(MESSAGE, null)
    expect(outcome).toMatchObject({ state: 'unknown' })
    expect(JSON.stringify(outcome)).not.toContain('geheim')
  })

  it.each(KINDS)('%s: who takes it and never answers may have got it', async (kind) => {
    const { url, heard } = await serve(() => timers.expire(DELIVERY_MS))
    expect(await open(kind, url).send(MESSAGE, null)).toEqual({ state: 'unknown', reason: '没有在时限内回答' })
    expect(heard).toHaveLength(1)
    expect(timers.running()).toEqual([])
  })

  it('is unknown where it is none of a robot’s: a page of a proxy', async () => {
    const { url } = await serve((_, response) => response.end('<html>请登录</html>'))
    expect(await open('wecom', url).send(MESSAGE, null)).toMatchObject({ state: 'unknown' })
  })
})
