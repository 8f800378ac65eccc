import { createHash } from 'node:crypto'
import { createRoute, z } from '@hono/zod-openapi'
import { ShouwangError } from '../../../errors.ts'
import { frameLines } from '../../../inspection/draw.ts'
import type { Api, Desk } from '../desk.ts'
import { refused, responsesOf } from '../documents.ts'
import { devicesOf } from '../inspections/devices.ts'
import { openConflicts } from '../inspections/findings.ts'
import {
  requireStep,
  visibleInspection,
  visibleInspections,
  workedInspection,
  type SeenInspection,
} from '../inspections/inspection.ts'
import { commitPlan, drawInspection, frameFor, seedOf, setStep } from '../inspections/planning.ts'
import { revealLooks } from '../inspections/looks.ts'
import { inspectionReplies } from '../inspections/replies.ts'
import { samplesFor } from '../inspections/worksheet.ts'
import { inspectionAnswer, inspectionsAnswer, planRequest, stepRequest } from '../inspections/schema.ts'
import { queryOf } from '../parameters.ts'

/** What every answer about inspections says: nothing of it is kept by anybody in between. */
export const NOT_KEPT = { 'cache-control': 'no-store' }
export const inspectionPath = z.object({
  inspection: z
    .string()
    .regex(/^[a-z]{1,40}$/, '没有这次检查。')
    .openapi({ description: 'The number of an inspection, as the list gives it.' }),
})

/** Inspections from the plan to its end (docs/inspections.md): who may know of one is decided in inspections/inspection.ts. */
export function addInspections(api: Api, desk: Desk): void {
  addList(api, desk)
  addOne(api, desk)
  addPlan(api, desk)
  addStep(api, desk)
  addFrame(api, desk)
}

/** What every answer about one inspection begins with. */
export const headOf = ({ time }: Desk, inspection: SeenInspection) => ({
  inspection_id: inspection.inspection_id,
  title: inspection.title,
  kind: inspection.kind,
  step: inspection.step,
  starts_on: inspection.starts_on,
  ends_on: inspection.ends_on,
  units: [...inspection.units],
  team: inspection.team.map(({ account }) => account),
  as_of: time.instant(inspection.as_of_at),
  created_at: time.instant(inspection.created_at),
  drawn_at: time.instant(inspection.drawn_at),
  revealed_at: time.instant(inspection.revealed_at),
  closed_at: time.instant(inspection.closed_at),
  may_lead: inspection.sight === 'lead',
  may_inspect: inspection.sight !== 'read',
})

function addList(api: Api, desk: Desk): void {
  const { services } = desk
  const route = createRoute({
    method: 'get',
    path: '/inspections',
    operationId: 'inspections',
    summary: 'The inspections that the viewer may know of, the latest first',
    request: { query: queryOf({}) },
    responses: responsesOf(inspectionsAnswer, 'Inspections', { isTable: false }),
  })
  api.openapi(route, async (c) => {
    const viewer = c.get('viewer')
    const found = await visibleInspections(services, viewer)
    const inspectors = viewer.role === 'county' ? (services.inspectors?.() ?? []) : []
    return c.json({ rows: found.map((each) => headOf(desk, each)), inspectors }, 200, NOT_KEPT)
  })
}

function addOne(api: Api, desk: Desk): void {
  const { services } = desk
  const route = createRoute({
    method: 'get',
    path: '/inspections/{inspection}',
    operationId: 'inspection',
    summary: 'One inspection: its commitment, what was drawn and found, names masked',
    request: { params: inspectionPath, query: queryOf({}) },
    responses: { ...responsesOf(inspectionAnswer, 'The inspection', { isTable: false }), 404: refused('None to see') },
  })
  api.openapi(route, async (c) => {
    const viewer = c.get('viewer')
    const inspection = await visibleInspection(services, viewer, c.req.valid('param').inspection)
    const { inspection_id, team } = inspection
    const isInside = inspection.sight !== 'read'
    const ties = Object.fromEntries(team.map((member) => [member.account, [...member.ties]]))
    return c.json(
      {
        ...headOf(desk, inspection),
        random: inspection.random,
        risk: inspection.risk,
        frame_hash: inspection.frame_hash,
        commitment: inspection.commitment,
        seed: inspection.revealed_at === null ? null : await seedOf(desk, inspection_id),
        ties: inspection.sight === 'lead' ? ties : null,
        samples: (await samplesFor(desk, viewer, inspection)) as Record<string, unknown>[],
        replies: await inspectionReplies(desk, viewer, inspection),
        conflicts: isInside ? await openConflicts(desk, inspection_id) : [],
        devices: isInside ? ((await devicesOf(desk, inspection_id)) as Record<string, unknown>[]) : [],
      },
      200,
      NOT_KEPT,
    )
  })
}

const digestOf = (plan: object): string => createHash('sha256').update(JSON.stringify(plan)).digest('hex')

const madeAnswer = z.object({ inspection_id: z.string() }).openapi('InspectionMade')
/** What every request that changes something of an inspection may be answered with. */
export const posted = {
  400: refused('The body is wrong'),
  401: refused('Not signed in'),
  403: refused('Not for this account, or a device that may not'),
  404: refused('None to see'),
  409: refused('Not at a step at which this can be done'),
  500: refused('A fault of the program'),
}
/** A body of JSON, as a route describes it. */
export const json = <Schema extends z.ZodType>(schema: Schema) => ({
  body: { required: true, content: { 'application/json': { schema } } },
})

/** Throws `bad_parameter` where somebody is to go who does not inspect. */
export function requireInspectors({ services }: Desk, team: readonly { account: string }[]): void {
  const known = services.inspectors?.() ?? []
  const stranger = team.find(({ account }) => !known.includes(account))
  if (stranger === undefined) return
  const message = `“${stranger.account}”不是检查人员的账号；可选：${known.join('、')}。`
  throw new ShouwangError('bad_parameter', message, { parameter: 'team', value: stranger.account })
}

function addPlan(api: Api, desk: Desk): void {
  const { services, units } = desk
  const route = createRoute({
    method: 'post',
    path: '/inspections',
    operationId: 'planInspection',
    summary: 'Plans an inspection and commits to a seed and a frame; who is drawn follows from both',
    request: json(planRequest),
    responses: {
      201: { description: 'Committed', content: { 'application/json': { schema: madeAnswer } } },
      ...posted,
    },
  })
  api.openapi(route, async (c) => {
    const viewer = c.get('viewer')
    const plan = c.req.valid('json')
    for (const unit of [...plan.units, ...plan.team.flatMap(({ ties }) => ties)]) await units.check(unit)
    const whole = plan.units.includes(services.county.code)
    const scope = whole || plan.units.length === 0 ? viewer.units : plan.units
    requireInspectors(desk, plan.team)
    const plannedFor = { ...plan, units: scope, revealed_at: null, cancelled_at: null, drawn_units: [] }
    if (services.gate.sightOf(viewer, plannedFor) !== 'lead') {
      throw new ShouwangError('forbidden', '所选范围超出您的账号的范围。', { units: plan.units })
    }
    const { inspection_id, commitment } = await commitPlan(desk, viewer, { ...plan, units: scope })
    await services.gate.record(viewer, {
      action: 'inspection_planned',
      subject: inspection_id,
      // The chain of the trail holds the plan and the commitment together: neither can be changed when the seed is known.
      detail: JSON.stringify({ commitment, plan: digestOf({ ...plan, units: scope }) }),
    })
    return c.json({ inspection_id }, 201, NOT_KEPT)
  })
}

function addStep(api: Api, desk: Desk): void {
  const { services } = desk
  const route = createRoute({
    method: 'post',
    path: '/inspections/{inspection}/step',
    operationId: 'stepInspection',
    summary: 'Draws, reveals, closes or cancels an inspection',
    description:
      'Revealing opens the seed and shows the inspection to the units it drew; closing needs every conflict settled, reveals what was not yet, and lets its findings into the verification rates.',
    request: { params: inspectionPath, ...json(stepRequest) },
    responses: { 204: { description: 'Done' }, ...posted },
  })
  api.openapi(route, async (c) => {
    const viewer = c.get('viewer')
    const inspection_id = c.req.valid('param').inspection
    const inspection = await workedInspection(services, viewer, { inspection_id, as: 'leader' })
    const { step } = c.req.valid('json')
    if (step === 'draw') {
      requireStep(inspection, ['committed'], '已经抽过签，或者检查已取消。')
      await drawInspection(desk, inspection)
    } else if (step === 'cancel') {
      requireStep(inspection, ['committed', 'drawn'], '已公开或已结束的检查不能取消。')
      await setStep(desk, inspection_id, 'cancelled')
    } else {
      requireStep(
        inspection,
        step === 'reveal' ? ['drawn'] : ['drawn', 'revealed'],
        '先抽签，再公开，最后结束；已经走过的步骤不能重做。',
      )
      const conflicts = step === 'close' ? await openConflicts(desk, inspection_id) : []
      if (conflicts.length > 0) {
        throw new ShouwangError('conflict', `还有 ${conflicts.length} 项核查结果互相矛盾，请先选定再结束。`, {
          conflicts,
        })
      }
      if (inspection.revealed_at === null) {
        await setStep(desk, inspection_id, 'revealed')
        await revealLooks(desk, viewer, inspection)
      }
      if (step === 'close') await setStep(desk, inspection_id, 'closed')
    }
    await services.gate.record(viewer, { action: 'inspection_step', subject: inspection_id, detail: step })
    return c.body(null, 204, NOT_KEPT)
  })
}

function addFrame(api: Api, desk: Desk): void {
  const { services } = desk
  const route = createRoute({
    method: 'get',
    path: '/inspections/{inspection}/frame',
    operationId: 'inspectionFrame',
    summary: 'The frame that was committed to, for repeating the draw; an inspected unit has its own strata of it',
    description:
      'One JSON array a line, sorted by bytes: kind, township, place, subject, risk. A stratum is drawn by itself, so that a unit repeats its own part; SHA-256 of the whole file is `frame_hash`. A child is its key as a number.',
    request: { params: inspectionPath, query: queryOf({}) },
    responses: {
      ...responsesOf(z.string(), 'The frame', { isTable: false }),
      200: { description: 'The frame', content: { 'application/x-ndjson': { schema: z.string() } } },
      404: refused('None to see'),
      409: refused('Not revealed yet'),
    },
  })
  api.openapi(route, async (c) => {
    const viewer = c.get('viewer')
    const inspection_id = c.req.valid('param').inspection
    const inspection = await visibleInspection(services, viewer, inspection_id)
    requireStep(inspection, ['revealed', 'closed'], '抽样框在检查公开后给出。')
    const lines = frameLines(await frameFor(desk, viewer, inspection))
    await services.gate.record(viewer, { action: 'export', subject: inspection_id, detail: 'inspection frame' })
    return c.body(new Uint8Array(Buffer.concat(lines)), 200, {
      ...NOT_KEPT,
      'content-type': 'application/x-ndjson',
    })
  })
}
