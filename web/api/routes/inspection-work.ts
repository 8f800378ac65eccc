import { createRoute, z } from '@hono/zod-openapi'
import { ShouwangError } from '../../../errors.ts'
import type { Viewer } from '../../server/viewer.ts'
import type { Api, Desk } from '../desk.ts'
import { refused, responsesOf } from '../documents.ts'
import { addDevice, requireDevice, revokeDevice, type DeviceProof } from '../inspections/devices.ts'
import { photoOf, settleFinding, takeFindings, takePhoto, tellingsOf } from '../inspections/findings.ts'
import { requireStep, workedInspection, type SeenInspection } from '../inspections/inspection.ts'
import { recordLook } from '../inspections/looks.ts'
import {
  deviceRequest,
  findingsAnswer,
  findingsRequest,
  photoRequest,
  settleRequest,
  worksheetAnswer,
} from '../inspections/schema.ts'
import { worksheetFor } from '../inspections/worksheet.ts'
import { queryOf } from '../parameters.ts'
import { RateLimit } from '../rate-limit.ts'
import { headOf, inspectionPath, json, NOT_KEPT, posted } from './inspections.ts'

const MOST_PASSWORDS_A_MINUTE = 5

/** The work on the spot: worksheets, devices that take one along, findings and photos (docs/inspections.md, Worksheets). */
export function addInspectionWork(api: Api, desk: Desk): void {
  addWorksheet(api, desk)
  addDevices(api, desk)
  addFindings(api, desk)
  addPhotos(api, desk)
}

const memberOf = (desk: Desk, viewer: Viewer, inspection_id: string): Promise<SeenInspection> =>
  workedInspection(desk.services, viewer, { inspection_id, as: 'member' })

/** Checks the device where one sends; answers its number. */
async function deviceOf(
  desk: Desk,
  viewer: Viewer,
  { inspection_id, proof }: { inspection_id: string; proof: DeviceProof | undefined },
): Promise<string | null> {
  if (proof === undefined) return null
  await requireDevice(desk, viewer, { inspection_id, proof })
  return proof.device_id
}

async function worksheetBody(desk: Desk, viewer: Viewer, inspection: SeenInspection) {
  requireStep(inspection, ['drawn', 'revealed', 'closed'], '还没有抽签，没有工作单。')
  const samples = await worksheetFor(desk, viewer, inspection)
  return {
    ...headOf(desk, inspection),
    taken_at: desk.time.instant(desk.local()),
    samples: samples as unknown as Record<string, unknown>[],
  }
}

function addWorksheet(api: Api, desk: Desk): void {
  const route = createRoute({
    method: 'get',
    path: '/inspections/{inspection}/worksheet',
    operationId: 'worksheet',
    summary: 'What the viewer is to check and where, names in clear; kept in the audit trail',
    request: { params: inspectionPath, query: queryOf({}) },
    responses: {
      ...responsesOf(worksheetAnswer, 'The worksheet', { isTable: false }),
      404: posted[404],
      409: posted[409],
    },
  })
  api.openapi(route, async (c) => {
    const viewer = c.get('viewer')
    const inspection = await memberOf(desk, viewer, c.req.valid('param').inspection)
    const body = await worksheetBody(desk, viewer, inspection)
    await recordLook(desk, viewer, {
      inspection_id: inspection.inspection_id,
      count: body.samples.length,
      device_id: null,
    })
    return c.json(body, 200, NOT_KEPT)
  })
}

const takenAnswer = z
  .object({ device_id: z.string(), token: z.string().describe('Shown once'), worksheet: worksheetAnswer })
  .openapi('WorksheetTaken')

function addDevices(api: Api, desk: Desk): void {
  const { services } = desk
  const limit = new RateLimit(MOST_PASSWORDS_A_MINUTE, services.ticks)
  const take = createRoute({
    method: 'post',
    path: '/inspections/{inspection}/devices',
    operationId: 'takeWorksheet',
    summary: 'Takes the worksheet along on a device, which is registered; asks for the account’s password',
    request: { params: inspectionPath, ...json(deviceRequest) },
    responses: {
      201: { description: 'The device and its worksheet', content: { 'application/json': { schema: takenAnswer } } },
      ...posted,
      429: refused('Too many passwords a minute'),
    },
  })
  api.openapi(take, async (c) => {
    const viewer = c.get('viewer')
    const { name, password } = c.req.valid('json')
    const inspection = await memberOf(desk, viewer, c.req.valid('param').inspection)
    const { inspection_id } = inspection
    const wait = limit.take(viewer.name)
    if (wait > 0) throw new ShouwangError('too_many_requests', `试得太快，请在 ${wait} 秒后再试。`, { wait })
    if (services.is_password === undefined || !(await services.is_password(viewer.name, password))) {
      throw new ShouwangError('forbidden', '密码不对：请输入您登录本系统的密码。', { parameter: 'password' })
    }
    const worksheet = await worksheetBody(desk, viewer, inspection)
    const proof = await addDevice(desk, viewer, { inspection_id, name })
    await recordLook(desk, viewer, { inspection_id, count: worksheet.samples.length, device_id: proof.device_id })
    return c.json({ ...proof, worksheet }, 201, NOT_KEPT)
  })

  const revoke = createRoute({
    method: 'post',
    path: '/inspections/{inspection}/devices/{device}/revoke',
    operationId: 'revokeDevice',
    summary: 'Stops a device, such as a lost telephone: nothing that it sends is taken any more',
    request: { params: inspectionPath.extend({ device: z.string().max(40) }) },
    responses: { 204: { description: 'Stopped' }, ...posted },
  })
  api.openapi(revoke, async (c) => {
    const viewer = c.get('viewer')
    const { inspection: inspection_id, device: device_id } = c.req.valid('param')
    await memberOf(desk, viewer, inspection_id)
    await revokeDevice(desk, viewer, { inspection_id, device_id })
    await services.gate.record(viewer, { action: 'device_revoked', subject: inspection_id, detail: device_id })
    return c.body(null, 204, NOT_KEPT)
  })
}

function addFindings(api: Api, desk: Desk): void {
  const tell = createRoute({
    method: 'post',
    path: '/inspections/{inspection}/findings',
    operationId: 'tellFindings',
    summary:
      'Keeps what was found, in order, each once; what contradicts a finding the teller had not seen is kept beside it',
    request: { params: inspectionPath, ...json(findingsRequest) },
    responses: {
      200: { description: 'What became of each', content: { 'application/json': { schema: findingsAnswer } } },
      ...posted,
    },
  })
  api.openapi(tell, async (c) => {
    const viewer = c.get('viewer')
    const { device, findings } = c.req.valid('json')
    const inspection = await memberOf(desk, viewer, c.req.valid('param').inspection)
    const { inspection_id } = inspection
    const device_id = await deviceOf(desk, viewer, { inspection_id, proof: device })
    requireStep(inspection, ['drawn', 'revealed', 'closed'], '还没有抽签，或者检查已取消。')
    const results = await takeFindings(desk, viewer, { inspection, told: findings, device_id })
    return c.json({ results }, 200, NOT_KEPT)
  })

  const tellings = createRoute({
    method: 'get',
    path: '/inspections/{inspection}/claims/{claim}',
    operationId: 'tellings',
    summary: 'Everything that was told of a claim, the earliest first',
    request: {
      params: inspectionPath.extend({
        claim: z.coerce
          .number()
          .int()
          .min(1)
          .openapi({ type: 'integer', description: 'The number of a claim in its worksheet.' }),
      }),
      query: queryOf({}),
    },
    responses: {
      ...responsesOf(z.object({ rows: z.array(z.record(z.string(), z.unknown())) }), 'Findings', { isTable: false }),
      404: posted[404],
    },
  })
  api.openapi(tellings, async (c) => {
    const { inspection: inspection_id, claim: claim_id } = c.req.valid('param')
    await memberOf(desk, c.get('viewer'), inspection_id)
    const rows = (await tellingsOf(desk, { inspection_id, claim_id })) as Record<string, unknown>[]
    return c.json({ rows }, 200, NOT_KEPT)
  })

  const settle = createRoute({
    method: 'post',
    path: '/inspections/{inspection}/settle',
    operationId: 'settleFinding',
    summary: 'Chooses one of several findings of a claim; the others stay in the record',
    request: { params: inspectionPath, ...json(settleRequest) },
    responses: { 204: { description: 'Chosen' }, ...posted },
  })
  api.openapi(settle, async (c) => {
    const viewer = c.get('viewer')
    const inspection_id = c.req.valid('param').inspection
    await memberOf(desk, viewer, inspection_id)
    await settleFinding(desk, viewer, { inspection_id, finding_id: c.req.valid('json').finding_id })
    return c.body(null, 204, NOT_KEPT)
  })
}

function addPhotos(api: Api, desk: Desk): void {
  const send = createRoute({
    method: 'post',
    path: '/inspections/{inspection}/photos',
    operationId: 'tellPhoto',
    summary: 'Keeps a photo of a finding, sealed, once',
    request: { params: inspectionPath, ...json(photoRequest) },
    responses: {
      200: {
        description: 'Kept, or known already',
        content: { 'application/json': { schema: z.object({ state: z.enum(['kept', 'known']) }) } },
      },
      ...posted,
      413: refused('Longer than 1.5 MB'),
    },
  })
  api.openapi(send, async (c) => {
    const viewer = c.get('viewer')
    const { device, ...photo } = c.req.valid('json')
    const { inspection_id } = await memberOf(desk, viewer, c.req.valid('param').inspection)
    const device_id = await deviceOf(desk, viewer, { inspection_id, proof: device })
    return c.json({ state: await takePhoto(desk, { inspection_id, photo, device_id }) }, 200, NOT_KEPT)
  })

  const show = createRoute({
    method: 'get',
    path: '/inspections/{inspection}/photos/{photo}',
    operationId: 'photo',
    summary: 'A photo of a finding',
    request: {
      params: inspectionPath.extend({
        photo: z.string().min(8).max(40).openapi({ description: 'The number of a photo, as its claim gives it.' }),
      }),
      query: queryOf({}),
    },
    responses: {
      ...responsesOf(z.string(), 'The photo', { isTable: false }),
      ...posted,
      200: { description: 'The photo', content: { 'image/jpeg': { schema: z.string() } } },
    },
  })
  api.openapi(show, async (c) => {
    const { inspection: inspection_id, photo: photo_id } = c.req.valid('param')
    await memberOf(desk, c.get('viewer'), inspection_id)
    const bytes = await photoOf(desk, { inspection_id, photo_id })
    return c.body(new Uint8Array(bytes), 200, { ...NOT_KEPT, 'content-type': 'image/jpeg' })
  })
}
