import type { OpenAPIHono } from '@hono/zod-openapi'
import { toLocal } from '../../queries/instants.ts'
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
import { SummaryRows } from './summary-rows.ts'
import { TodoCounts } from './todo-counts.ts'
import { Units } from './units.ts'

/** What every route has at hand. */
export interface Desk {
  services: ApiServices
  time: CountyTime
  present: Present
  units: Units
  summaries: SummaryRows
  seen: SeenRows
  comparisons: ComparisonParts
  todoCounts: TodoCounts
  looks: Looks
  feed: BatchFeed
  parameters: Parameters
  answer: Answering
  /** Now as the county's local time, by the second. */
  local(): string
}

export type Api = OpenAPIHono<ApiEnv>

export function deskOf(services: ApiServices): Desk {
  const { warehouse, timezone, county, now } = services
  const present = new Present(now, () => warehouse.version, timezone)
  const recent = new RecentQuestions(services, present)
  const summaries = new SummaryRows(warehouse, county.code, recent)
  return {
    services,
    time: new CountyTime(timezone),
    present,
    comparisons: new ComparisonParts(warehouse, recent),
    todoCounts: new TodoCounts(warehouse, recent),
    looks: new Looks(warehouse),
    units: new Units(warehouse),
    summaries,
    seen: new SeenRows(summaries, services.gate, present),
    feed: new BatchFeed(services),
    parameters: parametersOf(timezone),
    answer: answering(services),
    local: () => toLocal(now(), timezone),
  }
}
