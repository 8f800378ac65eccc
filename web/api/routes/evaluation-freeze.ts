import { createRoute, z } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { ShouwangError } from '../../../errors.ts'
import type { RecordStep } from '../../../pipeline/evaluation/freeze.ts'
import { parseInstant, toLocal } from '../../../queries/instants.ts'
import type { Viewer } from '../../server/viewer.ts'
import type { Api, Desk } from '../desk.ts'
import { refused, responsesOf } from '../documents.ts'
import {
  confirmRequest,
  declineRequest,
  freezeAnswer,
  laterAnswer,
  proposeRequest,
  withdrawRequest,
} from '../evaluation/freeze-schema.ts'
import { queryOf } from '../parameters.ts'
import type { ApiEnv } from '../problem.ts'
import { RateLimit } from '../rate-limit.ts'
import { requireWhole, yearPath } from './evaluation-scheme.ts'
import { json, NOT_KEPT, posted } from './inspections.ts'

const MOST_PASSWORDS_A_MINUTE = 5
/** Each computes the year anew. */
const MOST_ARCHIVES_A_MINUTE = 6
const ZIP = 'application/zip'

/** Freezing a year by two people, its archive, and what was corrected later (docs/evaluation.md, 冻结). */
export function addEvaluationFreeze(api: Api, desk: Desk): void {
  addState(api, desk)
  addProposal(api, desk)
  addConfirmation(api, desk)
  addEnds(api, desk)
  addArchive(api, desk)
  addLater(api, desk)
}

async function answerOf({ services, time }: Desk, viewer: Viewer, year: string) {
  const { state, freeze, frozen, open_objections, history } = await services.evaluation.freezeState(year)
  const isLeader = viewer.role === 'county' && services.gate.seesAll(viewer)
  const isProposed = isLeader && freeze !== null && state === 'proposed'
  const isProposer = freeze?.proposed_by === viewer.name
  return {
    year,
    state,
    as_of: time.instant(freeze?.as_of ?? null),
    known_at: time.instant(freeze?.known_at ?? null),
    scheme_version: freeze?.scheme_version ?? null,
    seed: freeze?.seed ?? null,
    digest: freeze?.digest ?? null,
    proposed_by: freeze?.proposed_by ?? null,
    proposed_at: time.instant(freeze?.proposed_at ?? null),
    confirmed_by: state === 'frozen' ? (freeze?.ended_by ?? null) : null,
    confirmed_at: time.instant(state === 'frozen' ? (freeze?.ended_at ?? null) : null),
    fingerprint: frozen?.fingerprint ?? null,
    archive_sha256: frozen?.archive_sha256 ?? null,
    archive_bytes: frozen?.archive_bytes ?? null,
    open_objections,
    may_propose: isLeader && state === 'none' && open_objections === 0 && isOver(services, year),
    may_confirm: isProposed && !isProposer && open_objections === 0,
    may_decline: isProposed && !isProposer,
    may_withdraw: isProposed && isProposer,
    may_download: isLeader,
    history: history.map(({ kind, at, by, reason }) => ({
      kind,
      at: time.instant(at) ?? '',
      by,
      reason: viewer.role === 'county' ? reason : null,
    })),
  }
}

const isOver = ({ now, timezone }: Desk['services'], year: string): boolean =>
  toLocal(now(), timezone).slice(0, 4) > year

function addState(api: Api, desk: Desk): void {
  const route = createRoute({
    method: 'get',
    path: '/evaluation/{year}/freeze',
    operationId: 'freeze',
    summary: 'Whether a year is frozen or proposed to be: by whom, when, by which digest',
    request: { params: yearPath, query: queryOf({}) },
    responses: responsesOf(freezeAnswer, 'How far it is', { isTable: false }),
  })
  api.openapi(route, async (c) =>
    c.json(await answerOf(desk, c.get('viewer'), c.req.valid('param').year), 200, NOT_KEPT),
  )
}

const frozenAnswer = { content: { 'application/json': { schema: freezeAnswer } } }
const steps = {
  ...posted,
  404: refused('Nothing of the year is due, or nothing is proposed'),
  409: refused('Frozen, not over, still open to objections, or no longer what was seen'),
}

/** Keeps a step in the audit trail in the words of the actions there. */
const recordOf =
  ({ services }: Desk, viewer: Viewer, year: string): RecordStep =>
  (transaction, step, detail) =>
    services.gate.recordIn(transaction, viewer, { action: `freeze_${step}`, subject: year, detail })

/** Whoever takes a step is of the leading group for the whole county. */
function leaderOf(desk: Desk, c: Context<ApiEnv>): Viewer {
  const viewer = c.get('viewer')
  requireWhole(desk, viewer)
  return viewer
}

function addProposal(api: Api, desk: Desk): void {
  const { services } = desk
  const limit = new RateLimit(MOST_ARCHIVES_A_MINUTE, services.ticks)
  const route = createRoute({
    method: 'post',
    path: '/evaluation/{year}/freeze',
    operationId: 'proposeFreeze',
    summary: 'Proposes to freeze a year that is over; its results are computed and their digest kept',
    request: { params: yearPath, ...json(proposeRequest) },
    responses: { 201: { description: 'Proposed', ...frozenAnswer }, ...steps, 429: refused('Too many a minute') },
  })
  api.openapi(route, async (c) => {
    const viewer = leaderOf(desk, c)
    const { year } = c.req.valid('param')
    const { known_at } = c.req.valid('json')
    const { timezone } = services
    const known = known_at === undefined ? undefined : toLocal(parseInstant(known_at, timezone, 'known_at'), timezone)
    requireTurn(limit, viewer)
    await services.evaluation.propose({ year, by: viewer.name, known_at: known }, recordOf(desk, viewer, year))
    return c.json(await answerOf(desk, viewer, year), 201, NOT_KEPT)
  })
}

function requireTurn(limit: RateLimit, viewer: Viewer): void {
  const wait = limit.take(viewer.name)
  if (wait > 0) throw new ShouwangError('too_many_requests', `试得太快，请在 ${wait} 秒后再试。`, { wait })
}

function addConfirmation(api: Api, desk: Desk): void {
  const { services } = desk
  const limit = new RateLimit(MOST_PASSWORDS_A_MINUTE, services.ticks)
  const route = createRoute({
    method: 'post',
    path: '/evaluation/{year}/freeze/confirm',
    operationId: 'confirmFreeze',
    summary: 'Freezes a year that another person proposed, for ever; asks for the account’s password',
    request: { params: yearPath, ...json(confirmRequest) },
    responses: {
      200: { description: 'Frozen', ...frozenAnswer },
      ...steps,
      429: refused('Too many passwords a minute'),
    },
  })
  api.openapi(route, async (c) => {
    const viewer = leaderOf(desk, c)
    const { year } = c.req.valid('param')
    const { digest, password } = c.req.valid('json')
    // Nobody's password is asked for nothing.
    if ((await services.evaluation.freezeState(year)).state === 'none')
      throw new ShouwangError('not_found', `没有人提出冻结 ${year} 年，或者已经撤回、否决。`, { year })
    requireTurn(limit, viewer)
    if (services.is_password === undefined || !(await services.is_password(viewer.name, password)))
      throw new ShouwangError('forbidden', '密码不对：请输入您登录本系统的密码。', { parameter: 'password' })
    const accounts = services.leaders?.() ?? []
    await services.evaluation.confirm({ year, by: viewer.name, digest, accounts }, recordOf(desk, viewer, year))
    return c.json(await answerOf(desk, viewer, year), 200, NOT_KEPT)
  })
}

function addEnds(api: Api, desk: Desk): void {
  const { services } = desk
  const decline = createRoute({
    method: 'post',
    path: '/evaluation/{year}/freeze/decline',
    operationId: 'declineFreeze',
    summary: 'Turns a proposal down, with a reason that stays in the record',
    request: { params: yearPath, ...json(declineRequest) },
    responses: { 200: { description: 'Declined', ...frozenAnswer }, ...steps },
  })
  api.openapi(decline, async (c) => {
    const viewer = leaderOf(desk, c)
    const { year } = c.req.valid('param')
    const asked = { year, by: viewer.name, ...c.req.valid('json') }
    await services.evaluation.decline(asked, recordOf(desk, viewer, year))
    return c.json(await answerOf(desk, viewer, year), 200, NOT_KEPT)
  })

  const withdraw = createRoute({
    method: 'post',
    path: '/evaluation/{year}/freeze/withdraw',
    operationId: 'withdrawFreeze',
    summary: 'Takes one’s own proposal back',
    request: { params: yearPath, ...json(withdrawRequest) },
    responses: { 200: { description: 'Withdrawn', ...frozenAnswer }, ...steps },
  })
  api.openapi(withdraw, async (c) => {
    const viewer = leaderOf(desk, c)
    const { year } = c.req.valid('param')
    const asked = { year, by: viewer.name, ...c.req.valid('json') }
    await services.evaluation.withdraw(asked, recordOf(desk, viewer, year))
    return c.json(await answerOf(desk, viewer, year), 200, NOT_KEPT)
  })
}

function addArchive(api: Api, desk: Desk): void {
  const { services } = desk
  const limit = new RateLimit(MOST_ARCHIVES_A_MINUTE, services.ticks)
  const route = createRoute({
    method: 'get',
    path: '/evaluation/{year}/archive',
    operationId: 'archive',
    summary: 'The year’s archive to verify anywhere: of a frozen year the bytes kept at the freeze, else a draft',
    request: { params: yearPath, query: queryOf({}) },
    responses: {
      ...responsesOf(z.string(), 'The archive', { isTable: false }),
      200: { description: 'The archive', content: { [ZIP]: { schema: z.string() } } },
      404: refused('Nothing of the year is due yet'),
      429: refused('Too many a minute'),
    },
  })
  api.openapi(route, async (c) => {
    const viewer = leaderOf(desk, c)
    const { year } = c.req.valid('param')
    requireTurn(limit, viewer)
    const { bytes, state, digest, fingerprint } = await services.evaluation.archive(year)
    const detail = JSON.stringify({ archive: year, state, digest, fingerprint })
    await services.gate.record(viewer, { action: 'export', subject: year, detail })
    const name = state === 'frozen' ? `evaluation-${year}.zip` : `evaluation-${year}-draft.zip`
    return c.body(new Uint8Array(bytes), 200, {
      ...NOT_KEPT,
      'content-type': ZIP,
      'content-disposition': `attachment; filename="${name}"`,
    })
  })
}

function addLater(api: Api, desk: Desk): void {
  const { services, time, units } = desk
  const route = createRoute({
    method: 'get',
    path: '/evaluation/{year}/later',
    operationId: 'laterCorrections',
    summary: 'What was corrected after a year was frozen: the same scheme and seed on what is known now, beside it',
    request: { params: yearPath, query: queryOf({}) },
    responses: responsesOf(laterAnswer, 'What differs', { isTable: false }),
  })
  api.openapi(route, async (c) => {
    const { year } = c.req.valid('param')
    const later = await services.evaluation.later(year)
    const names = await units.names()
    return c.json(
      {
        year,
        is_frozen: later !== null,
        frozen_known_at: time.instant(later?.frozen.known_at ?? null),
        now_known_at: time.instant(later?.now.known_at ?? null),
        changed_policy: later?.changed_policy ?? null,
        corrections: (later?.corrections ?? []).map((each) => ({
          ...each,
          name: names.get(each.township) ?? each.township,
        })),
      },
      200,
      NOT_KEPT,
    )
  })
}
