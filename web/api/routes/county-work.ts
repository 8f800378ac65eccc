import { createRoute, z } from '@hono/zod-openapi'
import { ShouwangError } from '../../../errors.ts'
import type { CountyWork } from '../../../pipeline/county-work.ts'
import type { Api, Desk } from '../desk.ts'
import { refused } from '../documents.ts'
import { recordExport } from '../exports.ts'
import { attachment } from '../formats/file-name.ts'
import { MEDIA_TYPES } from '../negotiate.ts'
import { queryOf } from '../parameters.ts'

const XLSX = MEDIA_TYPES.xlsx
const NO_STORE = { 'cache-control': 'no-store' }

const runningPull = z
  .object({ township: z.string(), started_at: z.string(), register: z.string().nullable(), rows: z.int() })
  .openapi('RunningPull')
const pullsAnswer = z.object({ rows: z.array(runningPull) }).openapi('RunningPulls')
const pullRequest = z.strictObject({ township: z.string().max(200) })
const decisionRequest = z.strictObject({
  decision: z.enum(['accept', 'refuse']),
  rows: z.int().min(0).describe('The rows that would stand, as `/api/data` said: with fewer nothing is loaded'),
})
const done = z.object({ decision: z.enum(['accept', 'refuse']), township: z.string(), register: z.string() })

const refusals = {
  400: refused('A parameter is wrong or unknown'),
  403: refused('Asked for by a page of elsewhere'),
  404: refused('Nothing of this kind'),
  406: refused('None of the formats is acceptable'),
  409: refused('The state is another by now'),
  500: refused('A fault of the program; `request_id` is what its log knows it by'),
  502: refused('The source failed'),
  503: refused('This process serves, and does not pull'),
}

/** What the pages may set going: a pull of one township, a decision on a held register, a file to send back. */
export function addCountyWork(api: Api, desk: Desk): void {
  const work = (): CountyWork => {
    if (desk.services.work) return desk.services.work
    throw new ShouwangError('not_ready', '这个服务只读数据，不能取数。请在运行 shouwang serve 的机器上操作。')
  }
  addPulls(api, work)
  addDecisions(api, desk, work)
  addSendBack(api, desk, work)
}

function addPulls(api: Api, work: () => CountyWork): void {
  const json = <Schema extends z.ZodType>(schema: Schema) => ({ content: { 'application/json': { schema } } })
  const running = createRoute({
    method: 'get',
    path: '/pulls',
    operationId: 'pulls',
    summary: 'The pulls that were asked for here and still run',
    request: { query: queryOf({}) },
    responses: { ...refusals, 200: { description: 'What each reads, and how many rows so far', ...json(pullsAnswer) } },
  })
  api.openapi(running, (c) => c.json({ rows: work().running() }, 200, NO_STORE))
  const pull = createRoute({
    method: 'post',
    path: '/pulls',
    operationId: 'pull',
    summary: 'Pull one township now',
    request: { body: { required: true, ...json(pullRequest) } },
    responses: { ...refusals, 202: { description: 'It runs; `GET /api/pulls` says how far', ...json(runningPull) } },
  })
  api.openapi(pull, (c) => {
    return c.json(work().pull(c.req.valid('json').township), 202, NO_STORE)
  })
}

function addDecisions(api: Api, { services: { gate } }: Desk, work: () => CountyWork): void {
  const route = createRoute({
    method: 'post',
    path: '/holds/{township}/{register}',
    operationId: 'decideHold',
    summary: 'Accept or refuse a held register',
    description:
      'Accepting pulls the township once more; refusing keeps what stands and asks again when another file comes.',
    request: {
      params: z.object({ township: z.string().max(200), register: z.string().max(60) }),
      body: { required: true, content: { 'application/json': { schema: decisionRequest } } },
    },
    responses: { ...refusals, 200: { description: 'Done', content: { 'application/json': { schema: done } } } },
  })
  api.openapi(route, async (c) => {
    const { township, register } = c.req.valid('param')
    const { decision, rows } = c.req.valid('json')
    await work().decide({ township_id: township, register, decision, rows })
    const action = decision === 'accept' ? 'hold_accepted' : 'hold_refused'
    await gate.record(c.get('viewer'), { action, unit_id: township, detail: `${register} ${rows}` })
    return c.json({ decision, township, register }, 200, NO_STORE)
  })
}

function addSendBack(api: Api, { parameters, services, units }: Desk, work: () => CountyWork): void {
  const { unit, file } = parameters
  const route = createRoute({
    method: 'get',
    path: '/send-back',
    operationId: 'sendBack',
    summary: 'The file to send back to a township’s clerk',
    description:
      'The clerk’s own sheet with the faulty cells coloured and a note in each, behind a list of all faults; the list alone where the file has changed since it was pulled.',
    request: { query: queryOf({ unit, file: file.optional() }) },
    responses: {
      ...refusals,
      200: { description: 'A workbook', content: { [XLSX]: { schema: z.string().openapi({ format: 'binary' }) } } },
    },
  })
  api.openapi(route, async (c) => {
    const query = c.req.valid('query')
    await units.check(query.unit, ['township'])
    await recordExport(c, services, { what: `send-back ${query.file ?? ''}`.trim(), purpose: 'correction' })
    const { name, bytes } = await work().send_back({ township_id: query.unit, file: query.file })
    return c.body(bytes, 200, {
      ...NO_STORE,
      'content-type': XLSX,
      'content-disposition': attachment(`${services.county.name}-${name}`, `send-back-${query.unit}.xlsx`),
    })
  })
}
