import { createRoute, z } from '@hono/zod-openapi'
import { ShouwangError } from '../../../errors.ts'
import type { Viewer } from '../../server/viewer.ts'
import type { Api, Desk } from '../desk.ts'
import { refused, responsesOf } from '../documents.ts'
import { savedAnswer, schemeAnswer, schemeRequest, trialAnswer, trialRequest } from '../evaluation/scheme-schema.ts'
import { seenChanges, seenScheme, suggestedVetoes } from '../evaluation/seen-scheme.ts'
import { queryOf } from '../parameters.ts'
import { RateLimit } from '../rate-limit.ts'
import { json, NOT_KEPT, posted } from './inspections.ts'

const MOST_TRIALS_A_MINUTE = 20

export const yearPath = z.object({
  year: z
    .string()
    .regex(/^20\d{2}$/, '年份应为四位数，如 2026。')
    .openapi({ description: 'The year that is evaluated.', example: '2026' }),
})

/** The scheme of a year (docs/evaluation.md, 方案): read, tried and saved as a new version. */
export function addEvaluationScheme(api: Api, desk: Desk): void {
  addRead(api, desk)
  addSave(api, desk)
  addTrial(api, desk)
}

/** A county account that is for a part of the county has no say in what all townships are scored by. */
export function requireWhole({ services }: Desk, viewer: Viewer): void {
  if (services.gate.seesAll(viewer)) return
  throw new ShouwangError('forbidden', '考核方案和异议由管全县的县领导小组账号处理。', { role: viewer.role })
}

function addRead(api: Api, desk: Desk): void {
  const { parameters, services, time } = desk
  const route = createRoute({
    method: 'get',
    path: '/evaluation/{year}/scheme',
    operationId: 'scheme',
    summary: 'A version of the scheme of a year, what is different in it, and all versions',
    request: {
      params: yearPath,
      query: queryOf({ version: parameters.scheme_version.optional(), against: parameters.against.optional() }),
    },
    responses: {
      ...responsesOf(schemeAnswer, 'The scheme', { isTable: false }),
      404: refused('No such version'),
    },
  })
  api.openapi(route, async (c) => {
    const viewer = c.get('viewer')
    const { year } = c.req.valid('param')
    const { version, against } = c.req.valid('query')
    const frozen = await services.evaluation.frozen(year)
    // What a year was frozen by is its scheme, whatever the config has become since.
    const versions = (await services.evaluation.schemes(year)).map((each) =>
      each.version === frozen?.scheme_version ? { ...each, scheme: frozen.scheme } : each,
    )
    const newest_version = frozen?.scheme_version ?? versions[0]?.version ?? 0
    const find = (number: number) => {
      const found = versions.find((each) => each.version === number)
      if (found !== undefined) return found
      throw new ShouwangError('not_found', `${year} 年的考核方案没有第 ${number} 版。`, { year, version: number })
    }
    const shown = find(version ?? newest_version)
    const other = against === undefined && shown.version === 0 ? null : find(against ?? shown.version - 1)
    const is_frozen = frozen !== null
    const may_save = viewer.role === 'county' && services.gate.seesAll(viewer) && !is_frozen
    const headOf = ({ version: number, saved_at, saved_by, reason }: typeof shown) => ({
      version: number,
      saved_at: time.instant(saved_at),
      saved_by,
      reason,
    })
    const answer = {
      year,
      ...headOf(shown),
      newest_version,
      is_frozen,
      may_save,
      scheme: seenScheme(desk, viewer, shown.scheme),
      against: other?.version ?? null,
      changes: other === null ? [] : seenChanges(desk, viewer, { before: other, after: shown }),
      versions: versions.map(headOf),
      suggested_vetoes: may_save ? await suggestedVetoes(desk, year) : [],
    }
    return c.json(answer, 200, NOT_KEPT)
  })
}

function addSave(api: Api, desk: Desk): void {
  const { services, time } = desk
  const route = createRoute({
    method: 'post',
    path: '/evaluation/{year}/scheme',
    operationId: 'saveScheme',
    summary: 'Saves a changed scheme as the next version of a year; nothing saved is ever changed',
    request: { params: yearPath, ...json(schemeRequest) },
    responses: {
      201: { description: 'Saved', content: { 'application/json': { schema: savedAnswer } } },
      ...posted,
      409: refused('Another version came in between, which is shown with its changes; or the year is frozen'),
    },
  })
  api.openapi(route, async (c) => {
    const viewer = c.get('viewer')
    requireWhole(desk, viewer)
    const { year } = c.req.valid('param')
    const saved = await services.evaluation.saveScheme({ year, ...c.req.valid('json'), saved_by: viewer.name })
    const { version, saved_at } = saved
    await services.gate.record(viewer, { action: 'scheme_saved', subject: year, detail: `version ${version}` })
    return c.json({ version, saved_at: time.instant(saved_at) }, 201, NOT_KEPT)
  })
}

function addTrial(api: Api, desk: Desk): void {
  const { services, time } = desk
  const limit = new RateLimit(MOST_TRIALS_A_MINUTE, services.ticks)
  const route = createRoute({
    method: 'post',
    path: '/evaluation/{year}/scheme/trial',
    operationId: 'tryScheme',
    summary: 'Where each township would stand by a changed scheme, beside where it stands; nothing is kept',
    request: { params: yearPath, ...json(trialRequest) },
    responses: {
      200: { description: 'The trial', content: { 'application/json': { schema: trialAnswer } } },
      ...posted,
      404: refused('Nothing of the year is due yet'),
      429: refused(`More than ${MOST_TRIALS_A_MINUTE} a minute`),
    },
  })
  api.openapi(route, async (c) => {
    const viewer = c.get('viewer')
    requireWhole(desk, viewer)
    const wait = limit.take(viewer.name)
    if (wait > 0) throw new ShouwangError('too_many_requests', `试算得太快，请在 ${wait} 秒后再试。`, { wait })
    const trial = await services.evaluation.tryScheme(c.req.valid('param').year, c.req.valid('json').scheme)
    return c.json({ ...trial, as_of: time.instant(trial.as_of) }, 200, NOT_KEPT)
  })
}
