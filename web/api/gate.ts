import type { Context, MiddlewareHandler } from 'hono'
import { getCookie } from 'hono/cookie'
import { matchedRoutes } from 'hono/route'
import { ShouwangError } from '../../errors.ts'
import type { Transaction } from '../../queries/warehouse.ts'
import type { AuditEvent } from '../server/audit.ts'
import type { InspectionScope, Sight } from '../server/inspection-scope.ts'
import type { AccessKind } from '../server/scope.ts'
import type { Viewer } from '../server/viewer.ts'
import type { ApiEnv } from './problem.ts'
import { requireSameOrigin } from './same-origin.ts'

/** Who may ask what (web/server): handed to the API by whoever serves. */
export interface Gate {
  /** The cookie that holds a session's token. */
  cookie: string
  /** Whoever holds a session's token. */
  viewer(token: string | undefined): Viewer | null
  /** What a route gives away; undefined: nobody may ask. */
  kindOf(route: string): AccessKind | undefined
  /** The units to answer for; throws `forbidden`. */
  unitsFor(viewer: Viewer, route: string, asked: string | undefined): readonly string[]
  maySeeRowsOf(viewer: Viewer, unit: string): boolean
  seesAll(viewer: Viewer): boolean
  /** How much of an inspection somebody sees. */
  sightOf(viewer: Viewer, inspection: InspectionScope): Sight
  record(viewer: Viewer, event: AuditEvent): Promise<void>
  /** Keeps an event together with what it is about, in one transaction. */
  recordIn(transaction: Transaction, viewer: Viewer, event: AuditEvent): Promise<void>
}

/** The route of a request as scope.ts names it: `GET /duties/{code}`; null where nothing answers. */
export function routeOf(c: Context<ApiEnv>): string | null {
  const handler = matchedRoutes(c).findLast(({ path, method }) => method !== 'ALL' && !path.endsWith('*'))
  if (handler === undefined) return null
  const method = c.req.method === 'HEAD' ? 'GET' : c.req.method
  return `${method} ${handler.path.replace(/^\/api/, '').replace(/:(\w+)/g, '{$1}')}`
}

/**
 * Stands before every route: who asks, whether they may, and for which unit. A question without a unit is turned into
 * one for the viewer's own, so that no route, format or cursor behind it ever sees a wider one: for one of them in the
 * address, for several in `units`, which the routes that pool ask for (asked-units.ts).
 */
export function gate(guard: Gate): MiddlewareHandler<ApiEnv> {
  return async (c, next) => {
    const route = routeOf(c)
    const kind = route === null ? undefined : guard.kindOf(route)
    if (kind !== undefined) c.set('kind', kind)
    if (kind === 'open' || kind === 'token') return next()
    const viewer = guard.viewer(getCookie(c, guard.cookie))
    if (viewer === null) {
      throw new ShouwangError('unauthorized', '请先登录：打开本系统的登录页 /login。')
    }
    if (c.req.method !== 'GET' && c.req.method !== 'HEAD') requireSameOrigin((name) => c.req.header(name))
    c.set('viewer', viewer)
    if (route === null) return next()
    if (kind === undefined) throw new ShouwangError('forbidden', '这个地址没有开放。', { route })
    const asked = await askedUnit(c, kind)
    const units = guard.unitsFor(viewer, route, asked)
    c.set('units', units)
    const [unit] = units
    if (unit !== undefined && units.length === 1 && unit !== asked) narrow(c, unit)
    return next()
  }
}

async function askedUnit(c: Context<ApiEnv>, kind: AccessKind): Promise<string | undefined> {
  if (kind === 'decide') return tryDecode(/\/holds\/([^/]+)\//.exec(c.req.path)?.[1] ?? '')
  if (kind !== 'pull' && kind !== 'reply') return c.req.query('unit')
  const body: unknown = await c.req.json().catch(() => null)
  const name = kind === 'pull' ? 'township' : 'unit'
  const unit: unknown = typeof body === 'object' && body !== null ? Reflect.get(body, name) : undefined
  return typeof unit === 'string' ? unit : ''
}

/** As Hono reads a part of a path: what is no UTF-8 stays as it came. */
function tryDecode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

function narrow(c: Context<ApiEnv>, unit: string): void {
  const url = new URL(c.req.url)
  url.searchParams.set('unit', unit)
  c.req.raw = new Request(url, c.req.raw)
}
