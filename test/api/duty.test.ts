import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { dutyCatalogue } from '../../queries/statements.ts'
import { dutyAnswer } from '../../web/api/routes/duty.ts'
import { openApiCounty, type ApiCounty } from '../support/api-county.ts'

let county: ApiCounty
beforeAll(async () => {
  county = await openApiCounty({ pulls: 0 })
})
afterAll(() => county.close())

const CODES = dutyCatalogue().map(({ code }) => code)

describe('/api/duties/{code}', () => {
  it.each(CODES)('has the definition of %s with its query, as it stands in its file', async (code) => {
    const response = await county.api.request(`/api/duties/${code}`)
    expect(response.status).toBe(200)
    const answer = dutyAnswer.parse(await response.json())
    expect(answer).toMatchObject({
      code,
      sentence: expect.stringMatching(/。$/),
      sentence_en: expect.stringMatching(/^[A-Z].*\.$/),
      source: expect.stringContaining(code),
      source_en: expect.stringMatching(new RegExp(`^[\\x20-\\x7e’“”]+duties\\.md, ${code}$`)),
    })
    expect(answer.sql).toBe(readFileSync(new URL(`../../queries/duties/${code}.sql`, import.meta.url), 'utf8'))
  })

  it('says of which duties there is a distribution, as that answers', async () => {
    for (const code of CODES) {
      const definition = dutyAnswer.parse(await (await county.api.request(`/api/duties/${code}`)).json())
      const { status } = await county.api.request(`/api/distribution?duty=${code}`)
      expect([code, definition.has_distribution]).toEqual([code, status === 200])
    }
  })

  it('has a validator of its own for each', async () => {
    const tags = await Promise.all(
      CODES.map(async (code) => (await county.api.request(`/api/duties/${code}`)).headers.get('etag')),
    )
    expect(new Set(tags).size).toBe(CODES.length)
    const [code, tag] = [CODES[0], tags[0] ?? '']
    const again = await county.api.request(`/api/duties/${code}`, { headers: { 'if-none-match': tag } })
    expect(again.status).toBe(304)
  })

  it.each(['naps', '..%2Fsummary%2Fduties', 'talk.sql'])(
    'refuses %s, which is no duty, and names those there are',
    async (code) => {
      const response = await county.api.request(`/api/duties/${code}`)
      expect(response.status).toBe(404)
      expect(await response.json()).toMatchObject({ code: 'not_found', detail: expect.stringContaining('talk') })
    },
  )
})
