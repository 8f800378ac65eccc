import { createHash, generateKeyPairSync } from 'node:crypto'
import type { AddressInfo } from 'node:net'
import ssh2, { type AuthContext, type Connection } from 'ssh2'
import { onTestFinished } from 'vitest'

export interface PasswordServerOptions {
  /** Whether the password is asked for in a dialogue, as servers with PAM do, or taken as such. */
  method: 'password' | 'keyboard-interactive'
  password: string
  /** What it answers to everything that is asked of it: a status of the protocol. */
  status: number
}

/**
 * An SFTP server for what a sshd under test cannot do: to take the password of an account, and to forbid something to
 * an administrator. It runs until the test is over.
 */
export async function startPasswordServer(
  options: PasswordServerOptions,
): Promise<{ port: number; fingerprint: string }> {
  // The generator of ssh2 now and then writes a key that ssh2 cannot read.
  const { privateKey } = generateKeyPairSync('ec', {
    namedCurve: 'P-256',
    privateKeyEncoding: { type: 'sec1', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  })
  const connections = new Set<Connection>()
  const server = new ssh2.Server({ hostKeys: [privateKey] }, (connection) => {
    connections.add(connection)
    connection.on('error', () => undefined)
    connection.on('authentication', (context) => {
      signIn(context, options)
    })
    connection.on('session', (accept) => {
      accept().on('sftp', (acceptSftp) => {
        const sftp = acceptSftp()
        for (const question of ['OPENDIR', 'STAT', 'LSTAT', 'REALPATH', 'OPEN'] as const) {
          sftp.on(question, (id: number) => {
            sftp.status(id, options.status)
          })
        }
      })
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    for (const connection of connections) connection.end()
    server.close()
  })
  const key = ssh2.utils.parseKey(privateKey)
  if (key instanceof Error) throw key
  const digest = createHash('sha256').update(key.getPublicSSH()).digest('base64')
  return { port: (server.address() as AddressInfo).port, fingerprint: `SHA256:${digest}` }
}

function signIn(context: AuthContext, { method, password }: PasswordServerOptions): void {
  if (context.method === 'password' && method === 'password' && context.password === password) {
    context.accept()
  } else if (context.method === 'keyboard-interactive' && method === 'keyboard-interactive') {
    const prompts = [
      { prompt: 'Password: ', echo: false },
      { prompt: 'Your name, shown: ', echo: true },
    ]
    context.prompt(prompts, 'Sign in', (answers) => {
      // The second would be seen on a screen.
      if (answers[0] === password && answers[1] === '') context.accept()
      else context.reject()
    })
  } else context.reject([method])
}
