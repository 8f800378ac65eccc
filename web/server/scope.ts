import { ShouwangError } from '../../errors.ts'
import { isWithin, seesAll, type Role, type Viewer } from './viewer.ts'

/**
 * What a route gives away, and so who may ask for it. The one place where it is decided: below every page, export,
 * format and event stream, which all go through the API. A route that is not named here answers nobody.
 *
 * - `open`: nothing of a child or a unit's work; also without a sign-in
 * - `token`: asks for a bearer token itself
 * - `figures`: counts of units; small ones of other units' villages and schools are suppressed (small-cells.ts)
 * - `rows`: rows about children, of the viewer's own units alone; `township_rows`: the same, by township
 * - `leads`: credibility signals of units, with their rows masked; `reply`: writes what a township says to one of its own
 * - `unmask`: one child's record in clear; the route asks for the child's unit itself
 * - `audit`: who looked at whom
 * - `inspections`: of inspections what a viewer may know (api/inspections/inspection.ts decides of each); `inspect`: the work
 *   of a team; `lead`: plans, steps and orders; `answer`: orders and replies of a unit, the route asks whose they are
 * - `evaluation`: a year's scheme and objections, of single townships the viewer's own alone; `object`: objects to a score of
 *   the viewer's own township; `judge`: changes the scheme, decides objections, freezes the year and takes its archive;
 *   `frozen`: who froze it and when
 * - `desk`: how the data of a township came, without a child; `status`: that pulls run
 * - `outbox`: notices that did not arrive: channels, accounts, kinds and units
 * - `pull`: sets a township's pull going; `decide`: takes or refuses a held register
 */
export const ACCESS = {
  'GET /health': 'open',
  'GET /openapi.json': 'open',
  'POST /intake/incidents': 'token',
  'GET /summary': 'figures',
  'GET /compare': 'figures',
  'GET /trend': 'figures',
  'GET /distribution': 'figures',
  'GET /returns': 'figures',
  'GET /duties': 'figures',
  'GET /duties/{code}': 'figures',
  'GET /batch-days': 'figures',
  'GET /events': 'figures',
  'GET /search': 'figures',
  'GET /subjects': 'rows',
  'GET /todo': 'rows',
  'GET /incidents': 'rows',
  'GET /review/reconciliation': 'rows',
  'GET /review/pairings': 'rows',
  'GET /review/care': 'rows',
  'GET /rejects': 'township_rows',
  'GET /faults': 'township_rows',
  'GET /changes/rows': 'township_rows',
  'GET /send-back': 'township_rows',
  'GET /credibility': 'leads',
  'GET /credibility/rows': 'leads',
  'POST /credibility/replies': 'reply',
  'POST /unmask': 'unmask',
  'GET /inspections': 'inspections',
  'GET /inspections/{inspection}': 'inspections',
  'GET /inspections/{inspection}/report': 'inspections',
  'GET /inspections/{inspection}/frame': 'inspections',
  'GET /inspections/{inspection}/worksheet': 'inspect',
  'GET /inspections/{inspection}/claims/{claim}': 'inspect',
  'GET /inspections/{inspection}/photos/{photo}': 'inspect',
  'POST /inspections': 'lead',
  'POST /inspections/{inspection}/step': 'lead',
  'POST /inspections/{inspection}/devices': 'inspect',
  'POST /inspections/{inspection}/devices/{device}/revoke': 'inspect',
  'POST /inspections/{inspection}/findings': 'inspect',
  'POST /inspections/{inspection}/settle': 'inspect',
  'POST /inspections/{inspection}/photos': 'inspect',
  'GET /orders': 'rows',
  'GET /orders/{order}/files/{file}': 'answer',
  'POST /inspections/{inspection}/orders': 'lead',
  'POST /inspections/{inspection}/replies': 'answer',
  'POST /orders/second-visit': 'lead',
  'POST /orders/{order}/events': 'answer',
  'GET /verification': 'figures',
  'GET /evaluation/{year}/scheme': 'evaluation',
  'POST /evaluation/{year}/scheme': 'judge',
  'POST /evaluation/{year}/scheme/trial': 'judge',
  'GET /evaluation/{year}': 'figures',
  'GET /evaluation/{year}/later': 'figures',
  'GET /evaluation/{year}/freeze': 'frozen',
  'POST /evaluation/{year}/freeze': 'judge',
  'POST /evaluation/{year}/freeze/confirm': 'judge',
  'POST /evaluation/{year}/freeze/decline': 'judge',
  'POST /evaluation/{year}/freeze/withdraw': 'judge',
  'GET /evaluation/{year}/archive': 'judge',
  'GET /evaluation/{year}/townships/{township}': 'figures',
  'GET /evaluation/{year}/objections': 'evaluation',
  'GET /evaluation/{year}/objections/{objection}/files/{file}': 'evaluation',
  'POST /evaluation/{year}/objections': 'object',
  'POST /evaluation/{year}/objections/{objection}/withdraw': 'object',
  'POST /evaluation/{year}/objections/{objection}/decide': 'judge',
  'GET /audit': 'audit',
  'GET /runs': 'desk',
  'GET /data': 'desk',
  'GET /changes': 'desk',
  'GET /pulls': 'status',
  'GET /notices': 'outbox',
  'POST /pulls': 'pull',
  'POST /holds/{township}/{register}': 'decide',
} as const satisfies Record<string, string>

export type AccessKind = (typeof ACCESS)[keyof typeof ACCESS]

/** Who may ask at all; those who are for a part of the county get that part. */
const ROLES_OF: Readonly<Record<Exclude<AccessKind, 'open' | 'token'>, readonly Role[]>> = {
  figures: ['county', 'inspector', 'township', 'school', 'operator'],
  rows: ['county', 'inspector', 'township', 'school'],
  township_rows: ['county', 'inspector', 'township'],
  leads: ['county', 'inspector', 'township', 'school'],
  reply: ['township'],
  unmask: ['county', 'inspector', 'township', 'school'],
  audit: ['county', 'township'],
  inspections: ['county', 'inspector', 'township', 'school'],
  inspect: ['county', 'inspector'],
  lead: ['county'],
  answer: ['county', 'inspector', 'township', 'school'],
  evaluation: ['county', 'inspector', 'township'],
  object: ['township'],
  judge: ['county'],
  frozen: ['county', 'inspector', 'township', 'school'],
  desk: ['county', 'inspector', 'township', 'operator'],
  status: ['county', 'inspector', 'township', 'operator'],
  outbox: ['county', 'operator'],
  pull: ['county', 'township', 'operator'],
  decide: ['county', 'operator'],
}

/** Kinds whose answers are about one unit, and are narrowed to the viewer's own. */
const NARROWED: readonly AccessKind[] = ['rows', 'township_rows', 'leads', 'reply', 'desk', 'pull', 'decide', 'audit']

/** Narrowed routes that answer for several units at once; every other one answers for one. */
const POOLED: readonly string[] = [
  'GET /subjects',
  'GET /todo',
  'GET /incidents',
  'GET /review/reconciliation',
  'GET /review/pairings',
  'GET /review/care',
  'GET /orders',
  'GET /rejects',
  'GET /faults',
  'GET /changes/rows',
  'GET /credibility',
  'GET /credibility/rows',
  'GET /audit',
  'GET /runs',
  'GET /data',
  'GET /changes',
] satisfies (keyof typeof ACCESS)[]

/** The kind of a route (`GET /summary`, the path under `/api`); undefined for one that nobody may ask. */
export const kindOf = (route: string): AccessKind | undefined => (ACCESS as Record<string, AccessKind>)[route]

/**
 * The units that a question is answered for: what was asked, or the viewer's own where nothing was (the first of several,
 * where a route answers for one); none: whatever was asked for. Throws `forbidden` for what the viewer may not see.
 */
export function unitsFor(viewer: Viewer, route: string, asked: string | undefined): readonly string[] {
  const kind = kindOf(route)
  const named = asked === undefined ? [] : [asked]
  if (kind === 'open' || kind === 'token') return named
  if (kind === undefined || !ROLES_OF[kind].includes(viewer.role)) throw forbidden(viewer)
  if (!NARROWED.includes(kind) || seesAll(viewer)) return named
  if (asked !== undefined) {
    if (isWithin(asked, viewer.units)) return named
    throw forbidden(viewer, asked)
  }
  if (viewer.units.length === 0) throw forbidden(viewer)
  return POOLED.includes(route) ? viewer.units : viewer.units.slice(0, 1)
}

/** Whether a viewer may know of something that happened in a unit: an event, a search result. */
export function maySeeRowsOf(viewer: Viewer, unit: string): boolean {
  return ROLES_OF.rows.includes(viewer.role) && (seesAll(viewer) || isWithin(unit, viewer.units))
}

/** Whether a viewer may ask for a kind at all, so that a page shows no door that is locked. */
export function mayAsk(viewer: Viewer, kind: AccessKind): boolean {
  return kind === 'open' || kind === 'token' || ROLES_OF[kind].includes(viewer.role)
}

function forbidden({ role, units }: Viewer, asked?: string): ShouwangError {
  const way = units.length === 0 ? '' : `您的账号可查看：${units.join('、')}。`
  return new ShouwangError('forbidden', `您的账号不能查看这部分内容。${way}需要时请联系县里的系统管理员。`, {
    role,
    ...(asked === undefined ? {} : { unit: asked }),
  })
}
