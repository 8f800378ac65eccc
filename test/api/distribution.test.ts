import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { z } from 'zod'
import { distributionAnswer } from '../../web/api/routes/distribution.ts'
import { summaryAnswer } from '../../web/server/answers.ts'
import { openApiCounty, type ApiCounty } from '../support/api-county.ts'

let county: ApiCounty
beforeAll(async () => {
  county = await openApiCounty()
})
afterAll(() => county.close())

const AS_OF = 'as_of=2026-10-31T12:00:00%2B08:00'
const distribution = async (query: string): Promise<z.infer<typeof distributionAnswer>> => {
  const response = await county.api.request(`/api/distribution?${query}&${AS_OF}`)
  expect(response.status).toBe(200)
  return distributionAnswer.parse(await response.json())
}

describe('/api/distribution', () => {
  it('has the days between talks of the county and of each township', async () => {
    const whole = await distribution('duty=talk')
    expect(whole).toMatchObject({ kind: 'gap', level: 'county', period: '2026' })
    expect(whole.rows.reduce((sum, { n }) => sum + n, 0)).toBe(whole.n)
    const parts = await Promise.all(['01', '02', '03'].map((unit) => distribution(`duty=talk&unit=${unit}`)))
    expect(parts.reduce((sum, { n }) => sum + n, 0)).toBe(whole.n)
    expect(whole.n).toBeGreaterThan(0)
  })

  it.each(['notify_guardian', 'notify_parents', 'report_authority'])(
    'rises for %s at the deadline to what the figure has as met',
    async (duty) => {
      const { deadline, rows, of } = await distribution(`duty=${duty}`)
      const met = rows.filter(({ to }) => to !== null && to <= (deadline ?? 0)).reduce((sum, { n }) => sum + n, 0)
      const response = await county.api.request(`/api/summary?level=county&duty=${duty}&${AS_OF}`)
      const [figure] = summaryAnswer.parse(await response.json()).rows
      expect([met, of]).toEqual([figure?.met, (figure?.met ?? 0) + (figure?.late ?? 0) + (figure?.missed ?? 0)])
      expect(of).toBeGreaterThan(0)
    },
  )

  it('is a table too', async () => {
    const response = await county.api.request(`/api/distribution?duty=talk&format=csv&${AS_OF}`)
    expect((await response.text()).replace('\uFEFF', '').split('\r\n')[0]).toBe('from,to,n,share')
  })

  it('refuses a duty without one, and a unit of another level', async () => {
    expect((await county.api.request('/api/distribution?duty=file')).status).toBe(400)
    expect((await county.api.request('/api/distribution?duty=talk&unit=01&level=village')).status).toBe(400)
  })
})
