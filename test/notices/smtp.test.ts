import { SMTPServer, type SMTPServerOptions } from 'smtp-server'
import { describe, expect, it, onTestFinished } from 'vitest'
import { channelConfigSchema } from '../../pipeline/notices/config.ts'
import { openChannel } from '../../pipeline/notices/index.ts'
import type { Message } from '../../pipeline/notices/message.ts'
import { smtp } from '../../pipeline/notices/smtp.ts'

const MESSAGE: Message = {
  id: 'n-1',
  title: '【守望】示范县：1 件事要处理',
  lines: ['青石镇：数据自 11-23 08:00 起过期'],
  url: 'https://sw.example.org/data',
}
const TO = 'lijuan@example.org'

interface Letter {
  to: string[]
  text: string
}

/** A real mail server on this machine; `answer` says what it makes of a letter. */
async function serve(options: SMTPServerOptions = {}, answer: () => Error | null = () => null) {
  const letters: Letter[] = []
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    logger: false,
    ...options,
    onData(stream, session, callback) {
      let text = ''
      stream.setEncoding('utf8')
      stream.on('data', (part: string) => (text += part))
      stream.on('end', () => {
        letters.push({ to: session.envelope.rcptTo.map(({ address }) => address), text })
        callback(answer())
      })
    },
  })
  server.on('error', () => undefined)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => new Promise<void>((resolve) => server.close(() => resolve())))
  const address = server.server.address()
  return { letters, server, port: typeof address === 'object' && address !== null ? address.port : 0 }
}

const channelAt = (port: number, more: object = {}, env: Record<string, string> = {}) =>
  openChannel(
    channelConfigSchema.parse({
      id: 'mail',
      name: '电子邮件',
      kind: 'smtp',
      host: '127.0.0.1',
      port,
      security: 'none',
      from: 'shouwang@example.org',
      ...more,
    }),
    env,
    { fetch: globalThis.fetch, now: () => new Date(0), timer: () => () => undefined },
  )

const refusing = (responseCode: number): Error => Object.assign(new Error('no'), { responseCode })

/** Quoted-printable or Base64 as mail clients open it. */
function bodyOf(text: string): string {
  const [head = '', ...rest] = text.split('\r\n\r\n')
  const body = rest.join('\r\n\r\n')
  if (/base64/i.test(/^content-transfer-encoding: (.*)$/im.exec(head)?.[1] ?? ''))
    return Buffer.from(body, 'base64').toString('utf8')
  const bytes = body
    .replace(/=\r\n/g, '')
    .replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)))
  return Buffer.from(bytes, 'latin1').toString('utf8')
}

describe('e-mail', () => {
  it('is a letter of plain text to one address, with an id of its own', async () => {
    const { port, letters } = await serve()
    expect(await channelAt(port).send(MESSAGE, TO)).toEqual({ state: 'sent' })
    expect(letters.map(({ to }) => to)).toEqual([[TO]])
    const { text = '' } = letters[0] ?? {}
    expect(bodyOf(text).trim().split(/\r?\n/)).toEqual([MESSAGE.title, ...MESSAGE.lines, MESSAGE.url])
    expect(text).toContain('Message-ID: <n-1@example.org>')
    expect(text).toContain('From: shouwang@example.org')
    expect(text).toContain('Auto-Submitted: auto-generated')
    expect(text).not.toMatch(/^(Cc|Bcc):/im)
  })

  it('signs in with the password of the environment', async () => {
    const { port, letters } = await serve({
      authOptional: false,
      allowInsecureAuth: true,
      onAuth: ({ username, password }, _, callback) =>
        callback(username === 'sw' && password === 'geheim' ? null : new Error('no'), { user: 'sw' }),
    })
    const account = { user: 'sw', password_env: 'MAIL' }
    expect(await channelAt(port, account, { MAIL: 'geheim' }).send(MESSAGE, TO)).toEqual({ state: 'sent' })
    const refused = await channelAt(port, account, { MAIL: 'falsch' }).send(MESSAGE, TO)
    expect(refused).toEqual({ state: 'retry', reason: '邮件服务器不接受用户名或密码' })
    expect(letters).toHaveLength(1)
  })

  it('sends nothing in clear where TLS is asked for and not there, or not trusted', async () => {
    const plain = await serve()
    expect((await channelAt(plain.port, { security: 'starttls' }).send(MESSAGE, TO)).state).not.toBe('sent')
    const untrusted = await serve({ disabledCommands: [] })
    expect((await channelAt(untrusted.port, { security: 'starttls' }).send(MESSAGE, TO)).state).toBe('retry')
    expect([...plain.letters, ...untrusted.letters]).toEqual([])
  })

  it.each([
    [451, 'retry'],
    [554, 'failed'],
  ])('a letter that is answered with %i: %s', async (code, state) => {
    const { port } = await serve({}, () => refusing(code))
    expect(await channelAt(port).send(MESSAGE, TO)).toEqual({ state, reason: `邮件服务器回答 ${code}` })
  })

  it.each([
    [450, 'retry'],
    [550, 'failed'],
  ])('a recipient who is answered with %i: %s', async (code, state) => {
    const { port, letters } = await serve({ onRcptTo: (_address, _session, callback) => callback(refusing(code)) })
    expect(await channelAt(port).send(MESSAGE, TO)).toEqual({ state, reason: `邮件服务器回答 ${code}` })
    expect(letters).toEqual([])
  })

  it('is tried again where no server is', async () => {
    const { port, server } = await serve()
    await new Promise<void>((resolve) => server.close(() => resolve()))
    expect(await channelAt(port).send(MESSAGE, TO)).toMatchObject({ state: 'retry' })
  })

  it('may have arrived where the server breaks off with the letter in its hands', async () => {
    const { port, letters, server } = await serve({}, () => {
      for (const connection of server.connections) connection._socket?.destroy()
      return null
    })
    expect(await channelAt(port).send(MESSAGE, TO)).toMatchObject({ state: 'unknown' })
    expect(letters).toHaveLength(1)
  })

  it.each(['a@b@c', 'x@example.org, y@example.org', 'x@example.org\r\nBcc: y@example.org', ''])(
    'does not go to “%s”',
    async (to) => {
      const { port, letters } = await serve()
      await smtp({ host: '127.0.0.1', port, security: 'none', user: null, password: null, from: 'a@example.org' }).send(
        MESSAGE,
        to,
      )
      expect(letters.flatMap((letter) => letter.to).filter((each) => each !== to)).toEqual([])
    },
  )
})
