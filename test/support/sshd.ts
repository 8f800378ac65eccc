import { execFile, spawn, type ChildProcess } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { createServer, type AddressInfo } from 'node:net'
import { userInfo } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { findSshd } from '../../bin/programs.js'
import { makeTempFolder, removeFolder } from './temp-folder.ts'

const run = promisify(execFile)

export interface Sshd {
  port: number
  user: string
  /** A folder to put exports in. */
  folder: string
  /** A private key that the server lets in, and one that it does not. */
  key_file: string
  strange_key_file: string
  /** Of the server's host key, as `ssh-keygen -lf` prints it. */
  fingerprint: string
  stop(): Promise<void>
}

/** The path of OpenSSH's server; installs Debian's package where it is missing and this may be done. */
export async function ensureSshd(): Promise<string> {
  const present = findSshd()
  if (present !== null) return present
  if (process.getuid?.() === 0) {
    const options = { env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } }
    await run('apt-get', ['install', '-y', 'openssh-server'], options).catch(async () => {
      await run('apt-get', ['update'], options)
      await run('apt-get', ['install', '-y', 'openssh-server'], options)
    })
  }
  const installed = findSshd()
  if (installed !== null) return installed
  throw new Error('No sshd on this machine, against which the SFTP source is tested: install openssh-server.')
}

/** A real sshd on loopback for the current user, with keys and a configuration of its own, until it is stopped. */
export async function startSshd(): Promise<Sshd> {
  const program = await ensureSshd()
  // Debian's sshd refuses to start as root without this folder, which only its service makes.
  if (process.getuid?.() === 0 && process.platform === 'linux') mkdirSync('/run/sshd', { recursive: true, mode: 0o755 })
  const home = await makeTempFolder()
  const at = (name: string): string => join(home, name)
  for (const name of ['host', 'user', 'strange']) {
    await run('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-C', name, '-f', at(name)])
  }
  await writeFile(at('authorized'), await readFile(at('user.pub')))
  await mkdir(at('exports'))
  const { stdout } = await run('ssh-keygen', ['-lf', at('host.pub')])
  const { port, child } = await launch(program, home)
  return {
    port,
    user: userInfo().username,
    folder: at('exports'),
    key_file: at('user'),
    strange_key_file: at('strange'),
    fingerprint: stdout.split(' ')[1] ?? '',
    async stop() {
      await stopProcess(child)
      await removeFolder(home)
    },
  }
}

async function launch(program: string, home: string): Promise<{ port: number; child: ChildProcess }> {
  let faults = ''
  // Another process may take the free port first.
  for (let attempt = 0; attempt < 5; attempt += 1) {
    const port = await freePort()
    await writeFile(join(home, 'config'), configText(home, port))
    const child = spawn(program, ['-D', '-e', '-f', join(home, 'config')], { stdio: ['ignore', 'ignore', 'pipe'] })
    const started = await new Promise<boolean>((resolve) => {
      child.stderr.setEncoding('utf8').on('data', (text: string) => {
        faults = (faults + text).slice(-2000)
        if (faults.includes(`port ${port}.`)) resolve(true)
      })
      child.once('exit', () => {
        resolve(false)
      })
    })
    if (started) return { port, child }
  }
  throw new Error(`sshd did not start: ${faults}`)
}

const configText = (home: string, port: number): string =>
  [
    'ListenAddress 127.0.0.1',
    `Port ${port}`,
    `HostKey ${join(home, 'host')}`,
    `AuthorizedKeysFile ${join(home, 'authorized')}`,
    'PidFile none',
    'UsePAM no',
    'StrictModes no',
    'PermitRootLogin yes',
    'PasswordAuthentication no',
    'KbdInteractiveAuthentication no',
    'MaxStartups 100',
    'Subsystem sftp internal-sftp',
    '',
  ].join('\n')

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}

function stopProcess(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) {
      resolve()
      return
    }
    child.once('exit', () => {
      resolve()
    })
    child.kill()
  })
}
