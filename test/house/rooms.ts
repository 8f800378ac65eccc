import { isBuiltin } from 'node:module'
import { posix } from 'node:path'
import { entryReadsOf, importsOf, parseScripts, sqlOf, type Import } from './script.ts'

/** One room of architecture.md, Rooms: which others it may load, and of which it may only know the types. */
interface Room {
  loads: readonly RoomName[]
  types?: readonly RoomName[] | 'any'
  /** Runs in a browser: nothing of Node and no package of the server. */
  is_browser?: boolean
  /** The only packages that it may load, where they are listed. */
  packages?: RegExp
  /** May read the clock, the environment and the arguments. */
  is_entry?: boolean
}

type PipelineRoom = 'sources' | 'reading' | 'registers' | 'loading' | 'generate' | 'template' | 'notices'
type WebRoom = 'api' | 'server' | 'server_routes' | 'browser_routes' | 'device' | 'web' | 'lib' | 'statistics'
type RoomName =
  PipelineRoom | WebRoom | 'pipeline' | 'cli' | 'queries' | 'inspection' | 'evaluation' | 'vault' | 'errors'

const PIPELINE: readonly PipelineRoom[] = [
  'sources',
  'reading',
  'registers',
  'loading',
  'generate',
  'template',
  'notices',
]
const PIPELINE_TYPES: readonly RoomName[] = [...PIPELINE, 'pipeline']

const ROOMS: Record<RoomName, Room> = {
  errors: { loads: [], packages: /^$/ },
  vault: { loads: ['errors'], packages: /^node:/ },
  queries: { loads: ['errors'], packages: /^(node:|@duckdb\/|luxon$)/ },
  // How an inspection is drawn and judged: pure, with no randomness but a seed's.
  inspection: { loads: ['errors', 'statistics'], packages: /^node:crypto$/ },
  // How a year is scored: pure, with no randomness but a seed's.
  evaluation: { loads: ['errors', 'statistics'], packages: /^zod$/ },
  sources: { loads: ['errors'] },
  reading: { loads: ['errors'], types: ['sources'] },
  registers: { loads: ['errors'], types: ['reading'] },
  loading: { loads: ['registers', 'queries', 'vault', 'errors'], types: ['reading', 'sources'] },
  generate: { loads: ['registers', 'errors'] },
  template: { loads: ['registers', 'errors'] },
  // turns a message into one delivery; knows nothing of the county
  notices: { loads: ['errors'], packages: /^(node:|zod$|nodemailer$)/ },
  pipeline: { loads: [...PIPELINE, 'queries', 'inspection', 'evaluation', 'vault', 'errors'] },
  cli: {
    loads: [
      ...PIPELINE,
      'pipeline',
      'queries',
      'inspection',
      'evaluation',
      'vault',
      'errors',
      'api',
      'server',
      'web',
      'statistics',
    ],
    types: 'any',
    is_entry: true,
  },
  api: {
    loads: ['queries', 'inspection', 'evaluation', 'errors', 'statistics'],
    types: ['vault', 'server', ...PIPELINE_TYPES],
  },
  server: { loads: ['queries', 'vault', 'errors'], types: PIPELINE_TYPES },
  server_routes: { loads: ['lib', 'statistics', 'api', 'server', 'errors', 'browser_routes'], types: PIPELINE_TYPES },
  web: { loads: ['lib', 'api', 'server', 'errors'], types: PIPELINE_TYPES },
  browser_routes: { loads: ['lib', 'statistics', 'device'], types: 'any', is_browser: true },
  // The clock of a telephone that no server can be asked from.
  device: { loads: [], packages: /^$/, is_browser: true, is_entry: true },
  lib: { loads: ['statistics'], types: 'any', is_browser: true },
  // Pure functions of numbers: the API and the pages compute with the same ones.
  statistics: { loads: [], packages: /^$/, is_browser: true },
}

const FOLDERS: readonly [RegExp, RoomName][] = [
  [/^errors\.ts$/, 'errors'],
  [/^vault\//, 'vault'],
  [/^queries\//, 'queries'],
  [/^inspection\//, 'inspection'],
  [/^evaluation\//, 'evaluation'],
  [/^pipeline\/sources\//, 'sources'],
  [/^pipeline\/reading\//, 'reading'],
  [/^pipeline\/registers\//, 'registers'],
  [/^pipeline\/loading\//, 'loading'],
  [/^pipeline\/generate\//, 'generate'],
  [/^pipeline\/template\//, 'template'],
  [/^pipeline\/notices\//, 'notices'],
  [/^pipeline\/cli\//, 'cli'],
  // what `serve` composes: pipeline and web in one process
  [/^pipeline\/server\//, 'cli'],
  // what is kept, for how long and under which key; who is told what, once; how a year is evaluated and frozen
  [/^pipeline\/((keeping|outbox|evaluation|evaluation\/archive)\/)?[^/]+$/, 'pipeline'],
  [/^web\/api\//, 'api'],
  [/^web\/server\//, 'server'],
  [/^web\/lib\/statistics\//, 'statistics'],
  [/^web\/lib\//, 'lib'],
  // A page's load function that runs on the server, and an endpoint; every other file of a route reaches the browser.
  [/^web\/routes\/(.*\/)?(\+server|[^/]+\.server)\.[tj]s$/, 'server_routes'],
  [/^web\/routes\/field\/device-clock\.ts$/, 'device'],
  [/^web\/routes\//, 'browser_routes'],
  [/^web\/hooks(\.client)?\.ts$/, 'browser_routes'],
  [/^web\/[^/]+$/, 'web'],
]

/** These stand outside the rooms: they start, set up or test the others. */
const OUTSIDE = /^(bin|test)\/|^[^/]+\.config\.[tj]s$/

/** Packages of the server that do no harm in a browser. */
const BROWSER_SAFE = new Set(['zod', 'luxon', 'apache-arrow'])

const roomOf = (path: string): RoomName | null => FOLDERS.find(([pattern]) => pattern.test(path))?.[1] ?? null

/** What a file does against architecture.md, each as `path:line sentence`. */
export function offencesOf(path: string, text: string, serverPackages: readonly string[]): string[] {
  if (OUTSIDE.test(path)) return []
  const name = roomOf(path)
  if (name === null) return [`${path}:1 stands in no room of architecture.md`]
  const at = (line: number, sentence: string): string => `${path}:${line} ${sentence}`
  return parseScripts(path, text).flatMap((script) => {
    const imports = importsOf(script).flatMap((found) => {
      const offence = importOffence(path, name, found, serverPackages)
      return offence === null ? [] : [at(found.line, offence)]
    })
    const reads = ROOMS[name].is_entry ? [] : entryReadsOf(script)
    const sql = name === 'queries' ? [] : sqlOf(script)
    return [
      ...imports,
      ...reads.map(({ line, what }) =>
        at(line, `reads ${what}: the clock, environment and arguments are pipeline/cli's`),
      ),
      ...sql.map(({ line, what }) => at(line, `holds SQL outside queries/: ${what}`)),
    ]
  })
}

function importOffence(path: string, name: RoomName, found: Import, serverPackages: readonly string[]): string | null {
  const { specifier } = found
  if (specifier.startsWith('.')) return ownImportOffence(name, found, posix.join(posix.dirname(path), specifier))
  if (/^\$lib(\/|$)/.test(specifier)) return ownImportOffence(name, found, specifier.replace('$lib', 'web/lib'))
  return packageOffence(name, found, serverPackages)
}

function ownImportOffence(name: RoomName, { specifier, is_type_only }: Import, target: string): string | null {
  // SvelteKit writes a route's own types.
  if (posix.basename(target) === '$types') return is_type_only ? null : `loads ${specifier}, which holds types only`
  if (!/\.(ts|js|svelte|json|css|sql)$/.test(target)) return `imports ${specifier} without its ending`
  if (target.startsWith('../')) return `imports ${specifier} from outside the project`
  const other = roomOf(target)
  if (other === name) return null
  if (other === null) return `imports ${target}, which stands in no room`
  const { loads, types = [] } = ROOMS[name]
  if (loads.includes(other)) return null
  if (types !== 'any' && !types.includes(other)) return `(${name}) may not import ${target} (${other})`
  return is_type_only ? null : `(${name}) may import only types of ${target} (${other})`
}

function packageOffence(
  name: RoomName,
  { specifier, is_type_only }: Import,
  serverPackages: readonly string[],
): string | null {
  const { packages, is_browser } = ROOMS[name]
  const packageName = /^(@[^/]+\/)?[^/]+/.exec(specifier)?.[0] ?? specifier
  if (isBuiltin(specifier) && !specifier.startsWith('node:')) return `imports ${specifier} without node:`
  if (packageName.startsWith('@duckdb/') && name !== 'queries') {
    return `imports ${specifier}: only queries/ opens the warehouse`
  }
  if (packages !== undefined && !packages.test(specifier)) return `(${name}) may not import ${specifier}`
  const isOfServer = isBuiltin(specifier) || (serverPackages.includes(packageName) && !BROWSER_SAFE.has(packageName))
  if (is_browser && isOfServer && !is_type_only) return `(${name}) runs in the browser and may not load ${specifier}`
  return null
}
