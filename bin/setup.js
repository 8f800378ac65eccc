import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { findChromium, findProgram, findSshd } from './programs.js'
import { run } from './run.js'

/** The project's folder. */
export const ROOT = dirname(dirname(fileURLToPath(import.meta.url)))

/** Something that the machine lacks and that this script may not or cannot bring: its message says what to do. */
export class SetupError extends Error {}

/** What Vite and ESLint ask of Node.js 20. */
const OLDEST_NODE = [20, 19]
const say = (text) => console.error(`setup: ${text}`)

/** Runs the steps and then `work`, which answers an exit code; a step that fails is told in plain words and answers 1. */
export async function withSetup(steps, work) {
  try {
    for (const step of steps) await step()
  } catch (error) {
    if (!(error instanceof SetupError)) throw error
    say(error.message)
    return 1
  }
  return work()
}

/** Installs the packages of package-lock.json, exactly, when node_modules is missing or is not what the lock file says. */
export async function ensureDependencies() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
  const [oldest, least] = OLDEST_NODE
  if (major < oldest || (major === oldest && minor < least))
    throw new SetupError(`Node.js ${OLDEST_NODE.join('.')} or newer is needed, this is ${process.versions.node}.`)
  if (areDependenciesCurrent(ROOT)) return
  say('installing packages with npm ci (once; a minute or two) …')
  // Under `npm test` and `npm run` npm tells where it is itself, so that the same npm does the work.
  const npm = process.env.npm_execpath
  const [program, before] = npm?.endsWith('.js') ? [process.execPath, [npm]] : ['npm', []]
  const code = await run(program, [...before, 'ci', '--include=dev', '--no-fund', '--no-audit'], { cwd: ROOT })
  if (code !== 0) throw new SetupError(`npm ci ended with code ${code}; its output above says why.`)
}

/**
 * Whether node_modules holds what package-lock.json asks for. The contents are compared and not the times, which a
 * checkout, a copy or `npm install` may leave in either order. Optional packages of other systems may be missing.
 */
export function areDependenciesCurrent(root) {
  const wanted = readPackages(join(root, 'package-lock.json'))
  const present = readPackages(join(root, 'node_modules', '.package-lock.json'))
  if (wanted === null)
    throw new SetupError('package-lock.json is missing or broken; take it from the repository again.')
  if (present === null) return false
  return Object.entries(wanted).every(([path, entry]) => {
    if (path === '') return true
    if (present[path] === undefined) return entry.optional === true
    return present[path].version === entry.version
  })
}

const readPackages = (path) => {
  try {
    return JSON.parse(readFileSync(path, 'utf8')).packages ?? null
  } catch {
    return null
  }
}

/** Makes sure that a Chromium and a Chinese font are there for the browser tests. */
export async function ensureChromium() {
  if (process.env.CHROMIUM_PATH && findChromium() === null) {
    throw new SetupError(`CHROMIUM_PATH names no program: ${process.env.CHROMIUM_PATH}`)
  }
  if (findChromium() === null) {
    await installPackages('Chromium, which the browser tests drive', ['chromium', 'fonts-noto-cjk'], 'CHROMIUM_PATH')
    if (findChromium() === null)
      throw new SetupError('Chromium was installed but is not to be found; set CHROMIUM_PATH.')
  } else if (process.platform === 'linux' && !existsSync('/usr/share/fonts/opentype/noto') && mayInstall()) {
    await installPackages('a Chinese font for the browser tests', ['fonts-noto-cjk'])
  }
}

/** Makes sure that OpenSSH's server is there: the SFTP source is tested against a real one on loopback. */
export async function ensureSshd() {
  if (findSshd() === null) {
    await installPackages('sshd, against which the SFTP source is tested', ['openssh-server'])
    if (findSshd() === null) throw new SetupError('openssh-server was installed but sshd is not to be found.')
  }
  // Debian's sshd refuses to start as root without this folder, which only its service makes.
  if (process.getuid?.() === 0 && process.platform === 'linux') mkdirSync('/run/sshd', { recursive: true, mode: 0o755 })
}

const mayInstall = () => process.getuid?.() === 0 && findProgram('apt-get') !== null

async function installPackages(what, packages, variable) {
  const command = `apt-get install --yes ${packages.join(' ')}`
  if (!mayInstall()) {
    const own = variable === undefined ? '' : `, or set ${variable} to the program's path`
    throw new SetupError(
      `missing: ${what}. It is not installed from here, because that takes root and apt-get. ` +
        `On Debian or Ubuntu run: sudo ${command}; elsewhere use the system's package manager${own}.`,
    )
  }
  say(`installing ${what} (${packages.join(', ')}; once; a minute or two) …`)
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  await run('apt-get', ['update', '--quiet', '--quiet'], { env })
  const options = ['--yes', '--quiet', '--quiet', '--no-install-recommends', '-o', 'Dpkg::Use-Pty=0']
  const code = await run('apt-get', ['install', ...options, ...packages], { env })
  if (code !== 0) throw new SetupError(`could not install ${what}: ${command} ended with code ${code}.`)
}

/** What the built pages are made of: SvelteKit bundles the server's own modules too. */
const BUILD_SOURCES = [
  'web',
  'queries',
  'inspection',
  'vault',
  'errors.ts',
  'vite.config.ts',
  'svelte.config.js',
  'package-lock.json',
]
const COMPILED = join('web', 'lib', 'i18n', 'compiled')
const STAMP = join('build', '.built')

/** Builds the pages when there is no build, or when something that it is made of was changed after it began. */
export async function ensureBuild() {
  const stamp = join(ROOT, STAMP)
  const built = existsSync(stamp) ? statSync(stamp).mtimeMs : -1
  const newest = Math.max(...BUILD_SOURCES.map((path) => newestUnder(path)))
  if (built >= newest) return
  say('building the pages (about ten seconds) …')
  rmSync(stamp, { force: true })
  const began = new Date()
  const vite = join(ROOT, 'node_modules', 'vite', 'bin', 'vite.js')
  const code = await run(process.execPath, [vite, 'build', '--logLevel', 'warn'], { cwd: ROOT })
  if (code !== 0) throw new SetupError(`vite build ended with code ${code}; its output above says why.`)
  writeFileSync(stamp, '')
  // The time at which the build began, so that a file saved while it ran leads to another one.
  utimesSync(stamp, began, began)
}

function newestUnder(path) {
  const full = join(ROOT, path)
  if (path === COMPILED || !existsSync(full)) return 0
  const stat = statSync(full)
  if (!stat.isDirectory()) return stat.mtimeMs
  return Math.max(0, ...readdirSync(full).map((name) => newestUnder(join(path, name))))
}
