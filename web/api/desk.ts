import type { OpenAPIHono } from '@hono/zod-openapi'
import { toLocal } from '../../queries/instants.ts'
import { KeptFigures } from '../../queries/kept-figures.ts'
import { answering, type Answering } from './answering.ts'
import { BatchFeed } from './batch-feed.ts'
import { CountyTime, Present } from './county-time.ts'
import { ComparisonParts } from './comparison-parts.ts'
import { Looks } from './looks.ts'
import { parametersOf, type Parameters } from './parameters.ts'
import type { ApiEnv } from './problem.ts'
import type { ApiServices } from './services.ts'
import { RecentQuestions } from './recent-questions.ts'
import { SeenRows } from './seen-rows.ts'
import { Shelf } from './shelf.ts'
import { SummaryRows } from './summary-rows.ts'
import { TodoCounts } from './todo-counts.ts'
import { Units } from './units.ts'

/** What is computed of the ledger, each part kept as long as it is true. */
interface Computed {
  summaries: SummaryRows
  comparisons: ComparisonParts
  todoCounts: TodoCounts
  looks: Looks
}

/** What every route has at hand. */
export interface Desk extends Computed {
  services: ApiServices
  time: CountyTime
  present: Present
  recent: RecentQuestions
  kept: KeptFigures
  units: Units
  seen: SeenRows
  feed: BatchFeed
  parameters: Parameters
  answer: Answering
  /** Now as the county's local time, by the second. */
  local(): string
}

export type Api = OpenAPIHono<ApiEnv>

export function deskOf(services: ApiServices): Desk {
  const { warehouse, timezone, now } = services
  const present = new Present(now, () => warehouse.version, timezone)
  const recent = new RecentQuestions(services, present)
  const kept = new KeptFigures(warehouse)
  const computed = computedOf(services, { recent, shelf: new Shelf(kept, present) })
  return {
    ...computed,
    services,
    time: new CountyTime(timezone),
    present,
    recent,
    kept,
    units: new Units(warehouse),
    seen: new SeenRows(computed.summaries, services.gate, present),
    feed: new BatchFeed(services),
    parameters: parametersOf(timezone),
    answer: answering(services),
    local: () => toLocal(now(), timezone),
  }
}

/** The same desk for whoever computes before anybody asks: what it computes of days that are over is kept for good. */
export function keepingDesk(desk: Desk): Desk {
  const { services, recent, kept, present } = desk
  return { ...desk, ...computedOf(services, { recent, shelf: new Shelf(kept, present, { keeps: true }) }) }
}

function computedOf({ warehouse, county }: ApiServices, means: { recent: RecentQuestions; shelf: Shelf }): Computed {
  return {
    summaries: new SummaryRows(warehouse, county.code, means),
    comparisons: new ComparisonParts(warehouse, county.code, means),
    todoCounts: new TodoCounts(warehouse, means),
    looks: new Looks(warehouse, means.shelf),
  }
}
