import { createRoute, z } from '@hono/zod-openapi'
import { ShouwangError } from '../../../errors.ts'
import type { Viewer } from '../../server/viewer.ts'
import type { Api, Desk } from '../desk.ts'
import { refused, responsesOf } from '../documents.ts'
import { followObjection, makeObjection, type Following } from '../evaluation/objecting.ts'
import {
  decisionRequest,
  keptAnswer,
  objectionRequest,
  objectionsAnswer,
  withdrawalRequest,
} from '../evaluation/objection-schema.ts'
import { ownTownships, seenObjection, shownObjections } from '../evaluation/objections.ts'
import { fileAnswer, filePath, fileResponses, openFile } from '../handed-in.ts'
import { queryOf } from '../parameters.ts'
import { RateLimit } from '../rate-limit.ts'
import { requireWhole, yearPath } from './evaluation-scheme.ts'
import { json, NOT_KEPT, posted } from './inspections.ts'

const MOST_A_MINUTE = 30

const objectionPath = yearPath.extend({
  objection: z
    .string()
    .regex(/^[a-z0-9-]{8,40}$/, '没有这条异议。')
    .openapi({ description: 'The number of an objection, as the list gives it.' }),
})
const keeping = {
  200: { description: 'Kept, or known already', content: { 'application/json': { schema: keptAnswer } } },
  ...posted,
  429: refused(`More than ${MOST_A_MINUTE} a minute`),
}

type Pace = (name: string) => void

/** What townships object to in their score, and what becomes of it (docs/evaluation.md, 异议). */
export function addEvaluationObjections(api: Api, desk: Desk): void {
  const limit = new RateLimit(MOST_A_MINUTE, desk.services.ticks)
  const requirePace: Pace = (name) => {
    const wait = limit.take(name)
    if (wait > 0) throw new ShouwangError('too_many_requests', `写得太快，请在 ${wait} 秒后再试。`, { wait })
  }
  addList(api, desk)
  addMake(api, desk, requirePace)
  addDecide(api, desk, requirePace)
  addWithdraw(api, desk, requirePace)
  addFile(api, desk)
}

function addList(api: Api, desk: Desk): void {
  const route = createRoute({
    method: 'get',
    path: '/evaluation/{year}/objections',
    operationId: 'objections',
    summary: 'Objections to scores of a year and how they stand; to a township its own, of others the count',
    request: { params: yearPath, query: queryOf({}) },
    responses: responsesOf(objectionsAnswer, 'Objections', { isTable: false }),
  })
  api.openapi(route, async (c) =>
    c.json(await shownObjections(desk, c.get('viewer'), c.req.valid('param').year), 200, NOT_KEPT),
  )
}

function addMake(api: Api, desk: Desk, requirePace: Pace): void {
  const route = createRoute({
    method: 'post',
    path: '/evaluation/{year}/objections',
    operationId: 'makeObjection',
    summary: 'Objects to an item of the township’s score, with the score as it stands; appended, never changed',
    request: { params: yearPath, ...json(objectionRequest) },
    responses: {
      ...keeping,
      409: refused('After the last day, frozen, or one to the same still waits'),
      413: refused('Longer than 7 MB'),
    },
  })
  api.openapi(route, async (c) => {
    const viewer = c.get('viewer')
    requirePace(viewer.name)
    const { year } = c.req.valid('param')
    const sent = c.req.valid('json')
    const state = await makeObjection(desk, viewer, { year, sent })
    if (state === 'kept') {
      const { township: unit_id, objection_id, kind, item } = sent
      const detail = [kind, item, objection_id].filter((part) => part !== '').join(' ')
      await desk.services.gate.record(viewer, { action: 'objection_made', unit_id, subject: year, detail })
    }
    return c.json({ state }, 200, NOT_KEPT)
  })
}

function addDecide(api: Api, desk: Desk, requirePace: Pace): void {
  const route = createRoute({
    method: 'post',
    path: '/evaluation/{year}/objections/{objection}/decide',
    operationId: 'decideObjection',
    summary: 'Decides an objection with a reason, and names the version of the scheme that it led to',
    request: { params: objectionPath, ...json(decisionRequest) },
    responses: keeping,
  })
  api.openapi(route, async (c) => {
    const viewer = c.get('viewer')
    requireWhole(desk, viewer)
    requirePace(viewer.name)
    const { decision: kind, ...following } = c.req.valid('json')
    return c.json({ state: await follow(desk, viewer, c.req.valid('param'), { kind, ...following }) }, 200, NOT_KEPT)
  })
}

function addWithdraw(api: Api, desk: Desk, requirePace: Pace): void {
  const route = createRoute({
    method: 'post',
    path: '/evaluation/{year}/objections/{objection}/withdraw',
    operationId: 'withdrawObjection',
    summary: 'Withdraws an objection of the township’s own that waits; it stays in the record',
    request: { params: objectionPath, ...json(withdrawalRequest) },
    responses: keeping,
  })
  api.openapi(route, async (c) => {
    const viewer = c.get('viewer')
    requirePace(viewer.name)
    const following = { kind: 'withdrawn' as const, ...c.req.valid('json') }
    return c.json({ state: await follow(desk, viewer, c.req.valid('param'), following) }, 200, NOT_KEPT)
  })
}

async function follow(
  desk: Desk,
  viewer: Viewer,
  { year, objection: objection_id }: { year: string; objection: string },
  following: Following,
): Promise<'kept' | 'known'> {
  const objection = await seenObjection(desk, viewer, { year, objection_id })
  const { township_id: unit_id } = objection
  if (following.kind === 'withdrawn' && !ownTownships(viewer).includes(unit_id)) {
    throw new ShouwangError('forbidden', '只有提出异议的乡镇可以撤回。', { township: unit_id })
  }
  const state = await followObjection(desk, viewer, { year, objection, following })
  if (state === 'known') return state
  const action = following.kind === 'withdrawn' ? 'objection_withdrawn' : 'objection_decided'
  const detail = following.kind === 'withdrawn' ? objection_id : `${following.kind} ${objection_id}`
  await desk.services.gate.record(viewer, { action, unit_id, subject: year, detail })
  return state
}

function addFile(api: Api, desk: Desk): void {
  const route = createRoute({
    method: 'get',
    path: '/evaluation/{year}/objections/{objection}/files/{file}',
    operationId: 'objectionFile',
    summary: 'A picture or PDF that was handed in with an objection',
    request: { params: objectionPath.extend(filePath), query: queryOf({}) },
    responses: { ...posted, ...fileResponses },
  })
  api.openapi(route, async (c) => {
    const { year, objection: objection_id, file: file_id } = c.req.valid('param')
    await seenObjection(desk, c.get('viewer'), { year, objection_id })
    const [file] = await desk.services.warehouse.query('evaluation/objection_file', { objection_id, file_id })
    return fileAnswer(c, await openFile(desk, file))
  })
}
