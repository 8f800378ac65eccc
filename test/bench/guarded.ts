import { join } from 'node:path'
import { openApplication, type Application } from '../../pipeline/application.ts'
import { openAccess } from '../../pipeline/cli/access.ts'
import { readConfig } from '../../pipeline/config.ts'
import { dutyCatalogue } from '../../queries/statements.ts'
import { createApi } from '../../web/api/app.ts'
import type { Gate } from '../../web/api/gate.ts'
import type { Access } from '../../web/server/access.ts'
import { gateOf } from '../../web/server/gate.ts'
import { COUNTY_VIEWER, gateFor } from '../support/viewers.ts'
import { largeCounty } from './county.ts'
import type { Result } from './main.ts'
import { median } from './measure.ts'
import { pulled } from './served.ts'
import { servicesOf } from './services.ts'

const ROUNDS = { fresh: 9, known: 15 } as const
/** Answers that were asked before take so little that many are counted as one. */
const KNOWN_AT_ONCE = 100
const PROMISED = 1.3
const AS = [
  { name: 'bench-county', role: 'inspector', units: [] },
  { name: 'bench-01', role: 'township', units: ['01'] },
] as const

/**
 * What is asked by whom; the baseline asks for the unit that the gate would narrow to. Where others are told of an end of a
 * quarter alone, another instant is no new question: there it is another duty (`{duty}`) each time.
 */
const ASKED: readonly { as: (typeof AS)[number]['name']; path: string; narrowed?: string }[] = [
  { as: 'bench-county', path: 'summary?level=township' },
  { as: 'bench-county', path: 'compare?duty=talk' },
  { as: 'bench-county', path: 'trend?duty=talk&unit=01' },
  { as: 'bench-county', path: 'subjects?duty=file&limit=100' },
  { as: 'bench-county', path: 'incidents?limit=100' },
  { as: 'bench-01', path: 'summary?level=township' },
  { as: 'bench-01', path: 'compare?duty=talk' },
  { as: 'bench-01', path: 'compare?duty={duty}&level=school' },
  { as: 'bench-01', path: 'subjects?duty=file&limit=100', narrowed: '01' },
  { as: 'bench-01', path: 'todo?list=file&limit=100', narrowed: '01' },
  { as: 'bench-01', path: 'incidents?limit=100', narrowed: '01' },
]

/**
 * (f) The API with sessions, scope and small cells against the same API before which somebody always stands who may see all,
 * in one process and interleaved, by the processor time of a request (of all threads).
 */
export async function benchGuarded(folder: string): Promise<Result[]> {
  const place = await largeCounty(folder)
  const application = await openApplication({
    config: readConfig(join(place, 'county.yaml')),
    data: await pulled(place),
    now: () => new Date('2026-12-10T12:00:00+08:00'),
    env: {},
  })
  try {
    const access = await openAccess(application, application.now)
    const cookies = new Map<string, string>()
    for (const { name, role, units } of AS) {
      const by = { name: 'bench', role: 'operator' } as const
      if (!access.accounts.find(name))
        await access.accounts.add({ name, role, units: [...units], password: PASSWORD }, by)
      const outcome = await access.signIn(name, PASSWORD, name)
      if (outcome.state !== 'signed_in') throw new Error(`${name} was not signed in: ${outcome.state}`)
      cookies.set(name, `shouwang_session=${outcome.token}`)
    }
    const guarded = apiOf(application, access, gateOf(access))
    const open = apiOf(application, access, {
      ...gateFor(COUNTY_VIEWER),
      maySeeRowsOf: () => true,
      seesAll: () => true,
    })
    const results: Result[] = []
    const codes = dutyCatalogue().map(({ code }) => code)
    let second = 0
    for (const { as, path, narrowed } of ASKED) {
      for (const when of ['fresh', 'known'] as const) {
        const takes = { guarded: [] as number[], open: [] as number[] }
        for (let round = -1; round < ROUNDS[when]; round++) {
          const instant = new Date(Date.UTC(2026, 11, 8) + second++ * 60_000).toISOString().slice(0, 19)
          const duty = codes[when === 'fresh' ? round + 1 : 0] ?? ''
          const at = when === 'fresh' && !path.includes('{duty}') ? `&as_of=${instant}%2B08:00` : ''
          const address = `/api/${path.replace('{duty}', duty)}${at}`
          const asks = [
            async () => cost(() => ask(guarded, address, cookies.get(as)), when, takes.guarded),
            async () => cost(() => ask(open, address + (narrowed ? `&unit=${narrowed}` : '')), when, takes.open),
          ]
          // Which one is asked first takes turns: the other finds the disk and the caches warm.
          for (const each of round % 2 === 0 ? asks : asks.toReversed()) await each()
        }
        results.push(line(as, path, when, takes))
      }
    }
    return results
  } finally {
    await application.close()
  }
}

const PASSWORD = 'as long as a bench'
type Api = ReturnType<typeof createApi>

const apiOf = (application: Application, access: Access, gate: Gate): Api =>
  createApi(servicesOf(application, { access, gate }))

async function ask(api: Api, address: string, cookie?: string): Promise<void> {
  const answer = await api.request(address, cookie === undefined ? {} : { headers: { cookie } })
  await answer.arrayBuffer()
  if (answer.status !== 200) throw new Error(`${answer.status} for ${address}`)
}

/** Milliseconds of processor time of one answer; the first round is not counted, and takes a known answer into the cache. */
async function cost(work: () => Promise<void>, when: keyof typeof ROUNDS, takes: number[]): Promise<void> {
  const times = when === 'known' ? KNOWN_AT_ONCE : 1
  const from = process.cpuUsage()
  for (let time = 0; time < times; time++) await work()
  const { user, system } = process.cpuUsage(from)
  takes.push((user + system) / 1000 / times)
}

function line(as: string, path: string, when: string, takes: { guarded: number[]; open: number[] }): Result {
  const [value, baseline] = [median(takes.guarded.slice(1)), median(takes.open.slice(1))]
  return {
    what: `(f) \`/api/${path}\` as ${as === 'bench-01' ? 'a township' : 'an inspector'}, ${when === 'known' ? 'asked before' : 'never asked before'}: processor time · with no gate`,
    value: cpu(value),
    baseline: cpu(baseline),
    ratio: value / baseline,
    // Of what takes less than a millisecond the gate itself is a part that no ratio tells; it is told as it is.
    promised: when === 'fresh' ? PROMISED : undefined,
  }
}

const cpu = (value: number): string => `${value.toFixed(value < 10 ? 2 : 0)} ms`
