import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createFakeServices } from '../../support/fake-services.ts'
import { htmlOf } from '../../support/page-html.ts'
import { startPages, type PageServer } from '../../support/page-server.ts'

let server: PageServer
beforeAll(async () => {
  server = await startPages(createFakeServices())
})
afterAll(() => server.close())

/** What a page is shown by, and the data that the browser goes on with. */
async function partsOf(path: string): Promise<{ markup: string; data: string }> {
  const html = await htmlOf(server.url + path)
  const from = html.lastIndexOf('<script')
  return { markup: html.slice(0, from), data: html.slice(from) }
}
const namesIn = (markup: string): string[] =>
  [...markup.matchAll(/data-drawing="([^"]+)"/g)].map(([, name = '']) => name)

describe('a drawing of the server', () => {
  it.each([
    ['/', ['heat-wide', 'heat-narrow']],
    ['/styleguide', ['heat-wide', 'heat-narrow', 'trend-wide', 'trend-middle', 'trend-narrow']],
  ])('stands once in what is sent of %s: as markup, and by its name in the data', async (path, names) => {
    const { markup, data } = await partsOf(path)
    expect(namesIn(markup).sort()).toEqual([...names].sort())
    expect(markup.match(/<svg class="plot"/g)).toHaveLength(names.length)
    expect(data).not.toMatch(/svg class/)
    for (const name of names) expect(data).toContain(`name:"${name}"`)
  })

  it('comes in the data where they come alone', async () => {
    const data = await htmlOf(`${server.url}/__data.json`)
    expect(data.match(/svg class=/g)).toHaveLength(2)
  })
})
