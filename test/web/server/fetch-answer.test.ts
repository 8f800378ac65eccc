import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { AnswerError, fetchAnswer, withQuery } from '../../../web/server/fetch-answer.ts'

const answering =
  (body: string, status = 200): typeof fetch =>
  () =>
    Promise.resolve(new Response(body, { status }))
const schema = z.object({ rows: z.array(z.number()) })

describe('fetchAnswer', () => {
  it('gives the answer in its shape', async () => {
    await expect(fetchAnswer(answering('{"rows":[1]}'), '/api/x', schema)).resolves.toEqual({ rows: [1] })
  })

  it('tells a problem in the API’s own words', async () => {
    const fetch = answering('{"title":"not_ready","detail":"仓库正在恢复"}', 503)
    await expect(fetchAnswer(fetch, '/api/x', schema)).rejects.toMatchObject({
      path: '/api/x',
      status: 503,
      detail: '仓库正在恢复',
    })
  })

  it('names the field that is not as agreed', async () => {
    const wrong = fetchAnswer(answering('{"rows":["1"]}'), '/api/x', schema)
    await expect(wrong).rejects.toBeInstanceOf(AnswerError)
    await expect(wrong).rejects.toThrow(/rows\.0/)
  })

  it('survives an answer that is no JSON', async () => {
    await expect(fetchAnswer(answering('<html>', 502), '/api/x', schema)).rejects.toMatchObject({ status: 502 })
  })
})

describe('withQuery', () => {
  it('leaves out what is not given', () => {
    expect(withQuery('/api/x', { level: 'county', as_of: null })).toBe('/api/x?level=county')
    expect(withQuery('/api/x', { as_of: undefined })).toBe('/api/x')
    expect(withQuery('/api/x', { as_of: '2026-10-31T12:00:00+08:00' })).toBe(
      '/api/x?as_of=2026-10-31T12%3A00%3A00%2B08%3A00',
    )
  })
})
