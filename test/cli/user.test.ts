import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makeTempFolder, removeFolder } from '../support/temp-folder.ts'
import { run } from './fake-io.ts'
import { placeSample } from './sample-county.ts'

let cwd: string
let county: string[]
beforeAll(async () => {
  cwd = await makeTempFolder()
  county = await placeSample(cwd, 'pull-1')
})
afterAll(() => removeFolder(cwd))

const user = (...argv: string[]) => run(['user', ...argv, ...county], { cwd })
const subjects = async (): Promise<Record<string, string | null>> => {
  const accounts = (await user('list', '--json')).json as { name: string; oidc_subject: string | null }[]
  return Object.fromEntries(accounts.map(({ name, oidc_subject }) => [name, oidc_subject]))
}

describe('shouwang user', () => {
  it('adds an account for the single sign-on without a password, and wants one of every other', async () => {
    const added = await user('add', 'wangwei', '--role', 'township', '--scope', '01', '--oidc-subject', '248289761001')
    expect(added.exit).toBe(0)
    const without = await user('add', 'lijuan', '--role', 'township', '--scope', '01')
    expect(without.exit).toBe(1)
    expect(without.said).toContain('--password-stdin')
    expect(await subjects()).toEqual({ wangwei: '248289761001' })
  })

  it('binds an account that is there, one subject to one account, and lets it go again', async () => {
    await user('add', 'chen', '--role', 'inspector', '--oidc-subject', 'chen@sso')
    const taken = await user('bind', 'chen', '--oidc-subject', '248289761001')
    expect(taken.exit).toBe(1)
    expect(taken.said).toMatch(/wangwei/)
    expect((await user('unbind', 'wangwei')).exit).toBe(0)
    expect((await user('bind', 'chen', '--oidc-subject', '248289761001')).exit).toBe(0)
    expect(await subjects()).toEqual({ chen: '248289761001', wangwei: null })
    const trail = await run(['audit', 'verify', ...county], { cwd })
    expect(trail.exit).toBe(0)
  })

  it.each([
    [['bind', 'chen'], '--oidc-subject'],
    [['bind', 'nobody', '--oidc-subject', 'x'], '没有账号'],
    [['bind', 'chen', '--oidc-subject', ''], 'sub'],
    [['bind', 'chen', '--oidc-subject', 'a b'], 'sub'],
    [['bind', 'chen', '--oidc-subject', 'x'.repeat(256)], 'sub'],
  ])('refuses %j with the way out', async (argv, said) => {
    const answer = await user(...argv)
    expect(answer.exit).toBe(1)
    expect(answer.said).toContain(said)
  })
})
