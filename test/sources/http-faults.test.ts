import { describe, expect, it } from 'vitest'
import { sleepFor } from '../../pipeline/sources/retry.ts'
import { manualTimer } from '../support/manual-timer.ts'
import { answerBy, startWebServer, type Answer } from '../support/web-server.ts'
import { testedSource } from './http-source.ts'
import { bytesOf, errorOf, limitsWith, namesOf, openNamed } from './opened.ts'

const OK: Answer = (_request, response) => {
  response.end('["a.csv"]')
}
/** Answers one request after the other; the last answer stands. */
const inTurn = (...answers: Answer[]): Answer => {
  let turn = 0
  return (request, response) => {
    const answer = answers[Math.min(turn, answers.length - 1)]
    turn += 1
    answer?.(request, response)
  }
}
const refuse =
  (status: number, headers: Record<string, string> = {}): Answer =>
  (_request, response) => {
    response.writeHead(status, headers).end('no')
  }
const hangUp: Answer = (request) => {
  request.socket.destroy()
}

describe('a fault that may pass', () => {
  it.each([408, 500, 502, 503, 504])('HTTP %d is tried again', async (status) => {
    const server = await startWebServer(inTurn(refuse(status), OK))
    const { source, slept } = testedSource(server.origin)
    expect(await namesOf(source)).toEqual(['a.csv'])
    expect(slept).toEqual([250])
  })

  it('is waited for longer each time, by chance, and told with the number of attempts', async () => {
    const server = await startWebServer(refuse(503))
    const chances = [0, 0.25, 0.5, 0.999, 0.5, 0.5, 0.5, 0.5]
    const { source, slept } = testedSource(server.origin, {
      limits: limitsWith({ retries: 8 }),
      random: () => chances.shift() ?? 0,
    })
    const error = await errorOf(source.list())
    // A part of 0.5, 1, 2, 4, 8, 16, 30 and 30 seconds.
    expect(slept).toEqual([0, 250, 1000, 3996, 4000, 8000, 15_000, 15_000])
    expect(error.code).toBe('source_failed')
    expect(error.message).toBe(`${server.origin}/index.json 的服务器出了故障（HTTP 503）：请稍后再试（共试了 9 次）`)
    expect(error.data).toEqual({ url: `${server.origin}/index.json`, status: 503, attempts: 9 })
    expect(server.asked).toHaveLength(9)
  })

  it('is not tried again where the limits say so', async () => {
    const server = await startWebServer(refuse(503))
    const { source } = testedSource(server.origin, { limits: limitsWith({ retries: 0 }) })
    expect((await errorOf(source.list())).message).toBe(
      `${server.origin}/index.json 的服务器出了故障（HTTP 503）：请稍后再试`,
    )
    expect(server.asked).toHaveLength(1)
  })

  it.each([
    ['7', 7000],
    ['0', 0],
    ['86400', 60_000],
    ['Wed, 09 Sep 2026 18:00:09 GMT', 9000],
    ['Wed, 09 Sep 2026 17:00:00 GMT', 0],
    ['soon', 250],
  ])('429 with Retry-After %s is waited for so long, up to a minute', async (value, ms) => {
    const headers = { 'retry-after': value, date: 'Wed, 09 Sep 2026 18:00:00 GMT' }
    const server = await startWebServer(inTurn(refuse(429, headers), OK))
    const { source, slept } = testedSource(server.origin)
    await source.list()
    expect(slept).toEqual([ms])
  })

  it.each([400, 401, 403, 404, 409, 410, 422, 451])('HTTP %d does not pass', async (status) => {
    const server = await startWebServer(refuse(status))
    const { source, slept } = testedSource(`${server.origin}/x.json`)
    expect((await errorOf(source.list())).data).toMatchObject({ status })
    expect(slept).toEqual([])
    expect(server.asked).toHaveLength(1)
  })

  it('an answer that nobody understands does not pass either', async () => {
    const server = await startWebServer(refuse(206))
    expect((await errorOf(testedSource(server.origin).source.list())).message).toContain('的答复看不懂（HTTP 206）')
    expect(server.asked).toHaveLength(1)
  })
})

describe('a connection', () => {
  it('that is refused is tried again and told', async () => {
    const { source, slept } = testedSource('http://127.0.0.1:1/01/', { fetch: refusingFetch('ECONNREFUSED') })
    const error = await errorOf(source.list())
    expect(slept).toHaveLength(4)
    expect(error.message).toBe(
      'http://127.0.0.1:1/01/index.json 拒绝连接：请检查对方服务器是否开着，地址和端口是否写对（共试了 5 次）',
    )
    expect(error.data).toMatchObject({ reason: 'ECONNREFUSED', attempts: 5 })
  })

  it('to a port where nobody listens is refused', async () => {
    const server = await startWebServer(OK)
    await server.stop()
    const error = await errorOf(testedSource(server.origin, { limits: limitsWith({ retries: 1 }) }).source.list())
    expect(error.data).toMatchObject({ reason: 'ECONNREFUSED', attempts: 2 })
  })

  it('that breaks before the answer is tried again', async () => {
    const server = await startWebServer(inTurn(hangUp, hangUp, OK))
    const { source, slept } = testedSource(server.origin)
    expect(await namesOf(source)).toEqual(['a.csv'])
    expect(slept).toEqual([250, 500])
  })

  it('that breaks in the middle of a file is tried again from the start', async () => {
    const broken: Answer = (_request, response) => {
      response.writeHead(200, { 'content-length': '6' })
      response.write('abc', () => response.destroy())
    }
    const chunked: Answer = (_request, response) => {
      response.write('abc', () => response.destroy())
    }
    const whole: Answer = (_request, response) => {
      response.end('abcdef')
    }
    const server = await startWebServer(answerBy({ '/index.json': OK, '/a.csv': inTurn(broken, chunked, whole) }))
    const { source, slept } = testedSource(server.origin)
    expect((await bytesOf(await openNamed(source, 'a.csv'))).toString()).toBe('abcdef')
    expect(slept).toEqual([250, 500])
  })

  it('that ends before all announced bytes came is tried again and told', async () => {
    const fetch: typeof globalThis.fetch = () =>
      Promise.resolve(new Response('["a.csv"]', { headers: { 'content-length': '100' } }))
    const { source, slept } = testedSource('http://town.example/', { fetch })
    const error = await errorOf(source.list())
    expect(slept).toHaveLength(4)
    expect(error.message).toContain('没有传完（应有 100 字节，收到 9 字节）')
    expect(error.data).toMatchObject({ reason: 'truncated', announced: 100, received: 9 })
  })

  it.each([
    ['ENOTFOUND', '找不到：请检查地址是否写对'],
    ['EAI_AGAIN', '找不到：请检查本机的网络和域名解析'],
    ['UND_ERR_CONNECT_TIMEOUT', '连接超时'],
    ['ECONNRESET', '的连接中断了'],
  ])('that fails with %s is told in words', async (code, sentence) => {
    const { source, slept } = testedSource('http://town.example/', { fetch: refusingFetch(code) })
    expect((await errorOf(source.list())).message).toContain(sentence)
    expect(slept).toHaveLength(4)
  })

  it.each(['CERT_HAS_EXPIRED', 'DEPTH_ZERO_SELF_SIGNED_CERT', 'ERR_TLS_CERT_ALTNAME_INVALID'])(
    'with a bad certificate (%s) is not tried again',
    async (code) => {
      const { source, slept } = testedSource('https://town.example/', { fetch: refusingFetch(code) })
      const error = await errorOf(source.list())
      expect(error.message).toBe('https://town.example/index.json 的安全证书不可信或已过期：请让对方更换证书')
      expect(slept).toEqual([])
    },
  )
})

const refusingFetch =
  (code: string): typeof globalThis.fetch =>
  () =>
    Promise.reject(new TypeError('fetch failed', { cause: Object.assign(new Error(code), { code }) }))

describe('a server that stalls', () => {
  const SILENCE = 30_000
  const TOTAL = 120 * SILENCE

  it('before it answers is given up after the timeout, and tried again', async () => {
    const { timer, expire } = manualTimer()
    const server = await startWebServer(() => {
      expire(SILENCE)
    })
    const { source, slept } = testedSource(`${server.origin}/x.json`, { timer })
    const error = await errorOf(source.list())
    expect(error.message).toBe(`${server.origin}/x.json 在 30 秒内没有应答：请检查网络，稍后再试（共试了 5 次）`)
    expect(error.data).toMatchObject({ reason: 'timeout_answer', attempts: 5 })
    expect(slept).toHaveLength(4)
    expect(server.asked).toHaveLength(5)
  })

  it('in the middle of a file is given up after the same time', async () => {
    let starts = 0
    const { timer, expire, running } = manualTimer((ms) => {
      // The second timer of this length runs from the answer on.
      if (ms === SILENCE && (starts += 1) === 2) setImmediate(expire, SILENCE)
    })
    const server = await startWebServer((_request, response) => {
      response.write('[')
    })
    const { source } = testedSource(`${server.origin}/x.json`, { timer, limits: limitsWith({ retries: 0 }) })
    const error = await errorOf(source.list())
    expect(error.message).toBe(`${server.origin}/x.json 传到一半停了 30 秒：请检查网络，稍后再试`)
    expect(error.data).toMatchObject({ reason: 'timeout_silence' })
    expect(running()).toEqual([])
  })

  it('or that sends without end is given up after an hour', async () => {
    let starts = 0
    const { timer, expire } = manualTimer((ms) => {
      if (ms === SILENCE && (starts += 1) === 4) setImmediate(expire, TOTAL)
    })
    const server = await startWebServer((_request, response) => {
      const more = (): void => {
        if (!response.destroyed) response.write(Buffer.alloc(16 * 1024), more)
      }
      more()
    })
    const { source } = testedSource(`${server.origin}/x.json`, { timer, limits: limitsWith({ retries: 0 }) })
    const error = await errorOf(source.list())
    expect(error.message).toBe(`${server.origin}/x.json 传得太慢，60 分钟还没有传完：请检查网络，稍后再试`)
  })

  it('and drips is silent: only with 16 KiB the time begins anew', async () => {
    const starts: number[] = []
    const { timer } = manualTimer((ms) => starts.push(ms))
    const body = new ReadableStream<Uint8Array>({
      start(controller) {
        for (let chunk = 0; chunk < 40; chunk += 1) controller.enqueue(new Uint8Array(1024).fill(0x20))
        controller.enqueue(Buffer.from('[]'))
        controller.close()
      },
    })
    const { source } = testedSource('http://town.example/x.json', {
      timer,
      fetch: () => Promise.resolve(new Response(body)),
    })
    expect(await source.list()).toEqual([])
    // The whole, the answer, the transfer, and two times 16 of the 40 KiB.
    expect(starts).toEqual([TOTAL, SILENCE, SILENCE, SILENCE, SILENCE])
  })

  it('leaves no timer behind when all is well', async () => {
    const { timer, running } = manualTimer()
    const server = await startWebServer(OK)
    await testedSource(server.origin, { timer }).source.list()
    expect(running()).toEqual([])
  })
})

describe('a source that is closed', () => {
  it('ends the request that runs, and is not tried again', async () => {
    const server = await startWebServer(() => {
      void source.close()
    })
    const { source, slept } = testedSource(server.origin)
    const error = await errorOf(source.list())
    expect(error.code).toBe('source_failed')
    expect(error.message).toBe('读取已经停止')
    expect(slept).toEqual([])
    await source.close()
    expect((await errorOf(source.list())).message).toBe('读取已经停止')
  })

  it('does not wait any longer', async () => {
    const server = await startWebServer(refuse(503, { 'retry-after': '60' }))
    const { source } = testedSource(server.origin, {
      sleep: (ms, signal) => {
        void source.close()
        // With the real clock: it would wait for a minute.
        return sleepFor(ms, signal)
      },
    })
    const error = await errorOf(source.list())
    expect(error.message).toContain('（HTTP 503）：请稍后再试')
    expect(error.data).toMatchObject({ attempts: 1 })
    expect(server.asked).toHaveLength(1)
  })
})
