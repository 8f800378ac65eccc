import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ROLES, type Role, type Viewer } from '../../../web/server/viewer.ts'
import { createFakeServices } from '../../support/fake-services.ts'
import { elementsOf, htmlOf, wordsOf } from '../../support/page-html.ts'
import { startPages, type PageServer } from '../../support/page-server.ts'

let viewer: Viewer | null = null
let server: PageServer
beforeAll(async () => {
  server = await startPages({ ...createFakeServices(), viewer: () => viewer })
})
afterAll(() => server.close())

const viewerOf = (role: Role): Viewer => ({
  name: role,
  role,
  units: role === 'township' || role === 'school' ? ['01'] : [],
})

async function linksAt(path: string, as: Viewer | null): Promise<{ attributes: string; inner: string }[]> {
  viewer = as
  const [header] = elementsOf(await htmlOf(server.url + path), 'header')
  const nav = elementsOf(header?.inner ?? '', 'nav').map(({ inner }) => inner)
  return elementsOf(nav.join(''), 'a')
}
const hrefOf = ({ attributes }: { attributes: string }): string => /href="([^"]*)"/.exec(attributes)?.[1] ?? ''
const marked = (links: { attributes: string }[]): [string, string][] =>
  links.flatMap((link) => {
    const mark = /aria-current="([^"]*)"/.exec(link.attributes)?.[1]
    return mark === undefined ? [] : [[hrefOf(link), mark] as [string, string]]
  })

const FIGURES = ['/', '/compare', '/returns', '/evaluation']
const ROWS = ['/incidents', '/review', '/orders', '/inspections']
const DESK = ['/changes', '/data']
const DOORS: Readonly<Record<Role, string[]>> = {
  county: [...FIGURES, ...ROWS, ...DESK, '/audit'],
  inspector: [...FIGURES, ...ROWS, ...DESK],
  township: [...FIGURES, ...ROWS, ...DESK, '/audit'],
  school: [...FIGURES, ...ROWS],
  operator: [...FIGURES, ...DESK],
}

describe('the navigation', () => {
  it.each(ROLES)('has for %s the pages that are theirs, and no other', async (role) => {
    const links = await linksAt('/methods', viewerOf(role))
    expect(links.map(hrefOf).sort()).toEqual(DOORS[role].toSorted())
  })

  it('has nothing for somebody who is not signed in', async () => {
    expect(await linksAt('/login', null)).toEqual([])
  })

  it.each([
    ['/', '/', 'page'],
    ['/compare', '/compare', 'page'],
    // A part of a page marks the page that it is a part of.
    ['/review/credibility', '/review', 'true'],
  ])('marks on %s that it is there, and nothing else', async (path, href, mark) => {
    expect(marked(await linksAt(path, viewerOf('county')))).toEqual([[href, mark]])
  })

  it('marks nothing on a page that it has not', async () => {
    expect(marked(await linksAt('/methods', viewerOf('county')))).toEqual([])
  })

  it('is reached by keyboard, after a link past it that comes first', async () => {
    const links = await linksAt('/', viewerOf('county'))
    for (const { attributes, inner } of links) {
      expect(attributes).toMatch(/href="\//)
      expect(attributes).not.toContain('tabindex')
      expect(wordsOf(inner).trim()).not.toBe('')
    }
    const html = await htmlOf(`${server.url}/`)
    const [first] = /<(a|button|input|select|summary)\b[^>]*>/.exec(html.slice(html.indexOf('<body'))) ?? []
    expect(first).toContain('href="#content"')
    expect(html).toMatch(/<main id="content" tabindex="-1"/)
  })
})
