import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { projectFiles } from '../house/source-tree.ts'
import { ACCOUNTS, serveSample, type AccountName, type ServedCounty } from '../support/served-county.ts'

let county: ServedCounty
beforeAll(async () => {
  county = await serveSample()
})
afterAll(() => county.close())

/** What the parts of a page's address are that are not fixed. */
const PARTS: Record<string, string> = { code: 'talk', id: '01', key: 'a'.repeat(28), year: '2026', township: '01' }

/** Every page that there is, as its address. */
const pages = projectFiles('.svelte')
  .filter((path) => /^web\/routes\/.*\+page\.svelte$/.test(path))
  .map((path) => path.replace(/^web\/routes/, '').replace(/\/\+page\.svelte$/, '') || '/')
  .map((path) => path.replace(/\[(\w+)\]/g, (_whole, name: string) => PARTS[name] ?? `unknown-${name}`))
  // An inspection's own pages are of one that is there: test/browser/inspections.test.ts.
  .filter((path) => path !== '/login' && path !== '/styleguide' && !path.startsWith('/inspections/'))

/** Pages that are not for a role at all. */
const NOT_FOR: Partial<Record<AccountName, readonly string[]>> = {
  schools: ['/data', '/changes', '/evaluation/2026/scheme', '/evaluation/2026/objections'],
}

describe.each(['townships', 'schools'] as const)('an account of several units (%s)', (name) => {
  it.each(pages)('has %s without naming one of them', async (path) => {
    const { status, body } = await county.ask(path, { as: name })
    const fit = NOT_FOR[name]?.includes(path) ? 403 : 200
    expect(status).toBe(fit)
    expect(body).not.toContain('请用 unit 指明')
    expect(body).not.toMatch(/读取失败|打不开/)
  })

  it('chooses between its own units, and no others', async () => {
    const { body } = await county.ask('/incidents', { as: name })
    const [select = ''] = /<select name="unit"[\s\S]*?<\/select>/.exec(body) ?? []
    const values = [...select.matchAll(/<option value="([^"]*)"/g)].map(([, value]) => value)
    expect(values).toEqual(['', ...ACCOUNTS[name].units])
    for (const unit of ACCOUNTS[name].units)
      expect((await county.ask(`/incidents?unit=${encodeURIComponent(unit)}`, { as: name })).status).toBe(200)
    expect((await county.ask('/incidents?unit=03', { as: name })).status).toBe(403)
  })
})
