import { writeFileSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { openApplication } from '../../pipeline/application.ts'
import { openAccess } from '../../pipeline/cli/access.ts'
import { readConfig } from '../../pipeline/config.ts'
import type { Result } from './main.ts'
import { median, quantile, timed } from './measure.ts'

const ROUNDS = 41
const PASSWORD = 'as long as a bench'
const CONFIG = `county: { code: "990001", name: 示范县, timezone: Asia/Shanghai }
townships:
  - { id: "01", name: 青石镇, source: { kind: folder, path: exports/01 } }
`

/**
 * (g) How long a refused sign-in takes: an account that is not there, a wrong password, a disabled account with the right one,
 * and one that has to wait; in turns, against the wrong password.
 */
export async function benchSignIn(folder: string): Promise<Result[]> {
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'county.yaml'), CONFIG)
  const config = readConfig(join(folder, 'county.yaml'))
  let minute = 0
  const clock = (): Date => new Date(Date.UTC(2026, 10, 1) + minute * 60_000)
  const application = await openApplication({ config, data: join(folder, 'warehouse'), now: clock, env: {} })
  try {
    const access = await openAccess(application, clock)
    const by = { name: 'bench', role: 'operator' } as const
    for (const name of ['present', 'disabled', 'locked'])
      await access.accounts.add({ name, role: 'inspector', units: [], password: PASSWORD }, by)
    await access.accounts.setDisabled('disabled', true, by)
    const tries = {
      'a wrong password': () => access.signIn('present', 'not this one', '192.0.2.1'),
      'an unknown account': () => access.signIn('nobody', PASSWORD, '192.0.2.2'),
      'a disabled account': () => access.signIn('disabled', PASSWORD, '192.0.2.3'),
      'a locked account': () => access.signIn('locked', PASSWORD, '192.0.2.4'),
    }
    const takes = new Map<string, number[]>(Object.keys(tries).map((name) => [name, []]))
    for (let round = 0; round < ROUNDS; round++) {
      // So much later nobody waits any more, but whoever fails again just before.
      minute += 120
      for (let again = 0; again < 12; again++) await access.signIn('locked', 'not this one', '192.0.2.4')
      for (const [name, attempt] of Object.entries(tries)) {
        const took = await timed(async () => {
          const { state } = await attempt()
          const wanted = name === 'a locked account' ? 'wait' : 'refused'
          if (state !== wanted) throw new Error(`${name}: ${state}`)
        })
        takes.get(name)?.push(took)
      }
    }
    const wrong = takes.get('a wrong password') ?? []
    return [...takes].map(([name, took]) => ({
      what: `(g) sign-in refused, ${name}: median (quartiles) · a wrong password`,
      value: `${told(median(took))} (${told(quantile(took, 0.25))}–${told(quantile(took, 0.75))})`,
      baseline: told(median(wrong)),
      ratio: median(took) / median(wrong),
    }))
  } finally {
    await application.close()
  }
}

const told = (value: number): string => `${value.toFixed(2)} ms`
