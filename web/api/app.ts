import { OpenAPIHono } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { methodNotAllowed } from 'hono/method-not-allowed'
import { requestId } from 'hono/request-id'
import { gate } from './gate.ts'
import { deskOf, type Api } from './desk.ts'
import { exportLimit } from './export-limit.ts'
import { parameterError } from './parameters.ts'
import { onError, problem, type ApiEnv } from './problem.ts'
import { addAudit } from './routes/audit.ts'
import { addCompare } from './routes/compare.ts'
import { addChanges } from './routes/changes.ts'
import { addCountyWork } from './routes/county-work.ts'
import { addCredibility } from './routes/credibility.ts'
import { addData } from './routes/data.ts'
import { addDistribution } from './routes/distribution.ts'
import { addDuties } from './routes/duties.ts'
import { addDuty } from './routes/duty.ts'
import { addEvaluationFreeze } from './routes/evaluation-freeze.ts'
import { addEvaluationObjections } from './routes/evaluation-objections.ts'
import { addEvaluationScheme } from './routes/evaluation-scheme.ts'
import { addEvaluation } from './routes/evaluation.ts'
import { addEvents } from './routes/events.ts'
import { addHealth } from './routes/health.ts'
import { addIncidents } from './routes/incidents.ts'
import { addInspections } from './routes/inspections.ts'
import { addInspectionWork } from './routes/inspection-work.ts'
import { addInspectionReport } from './routes/inspection-report.ts'
import { addIntake } from './routes/intake.ts'
import { addNotices } from './routes/notices.ts'
import { addOpenapi } from './routes/openapi.ts'
import { addOrders } from './routes/orders.ts'
import { addRejects } from './routes/rejects.ts'
import { addReturns } from './routes/returns.ts'
import { addReview } from './routes/review.ts'
import { addRuns } from './routes/runs.ts'
import { addSearch } from './routes/search.ts'
import { addSubjects } from './routes/subjects.ts'
import { addSummary } from './routes/summary.ts'
import { addTodo } from './routes/todo.ts'
import { addTrend } from './routes/trend.ts'
import { addUnmask } from './routes/unmask.ts'
import { addVerification } from './routes/verification.ts'
import type { ApiServices } from './services.ts'
import { StandingQuestions } from './standing-questions.ts'

export type { ApiServices } from './services.ts'

const MOST_QUERY = 4_096
/** Nothing that is sent here is longer than fifty findings with their notes, but for pictures. */
const limitBody = limitOf(64, '64 kB')
const limitPhoto = limitOf(1536, '1.5 MB')
/** Five files of 1 MB in base64. */
const limitProof = limitOf(7 * 1024, '7 MB')
const PHOTO = /^\/api\/inspections\/[a-z]+\/photos$/
const PROOF = /^\/api\/(orders\/[a-z]+\/events|evaluation\/\d{4}\/objections)$/

function limitOf(kilobytes: number, words: string) {
  return bodyLimit({
    maxSize: kilobytes * 1024,
    onError: (c: Context<ApiEnv>) => problem(c, { code: 'too_large', detail: `内容超过 ${words}，没有处理。` }),
  })
}

const ROUTES = [
  addSummary,
  addCompare,
  addTrend,
  addDistribution,
  addReturns,
  addSubjects,
  addTodo,
  addReview,
  addDuties,
  addDuty,
  addIncidents,
  addIntake,
  addInspections,
  addInspectionWork,
  addOrders,
  addInspectionReport,
  addVerification,
  addEvaluationScheme,
  addEvaluationFreeze,
  addEvaluation,
  addEvaluationObjections,
  addRuns,
  addRejects,
  addHealth,
  addData,
  addChanges,
  addCredibility,
  addCountyWork,
  addNotices,
  addEvents,
  addSearch,
  addUnmask,
  addAudit,
  addOpenapi,
]

/** The API of interfaces.md, HTTP, under `/api`. It opens no port: `fetch` and `request` answer in this process. */
export function createApi(services: ApiServices): Api {
  const api = new OpenAPIHono<ApiEnv>({
    defaultHook: (result, c) => {
      if (!result.success) throw parameterError(result.error, c)
    },
  }).basePath('/api')
  api.onError(onError(services.report))
  api.notFound((c) =>
    problem(c, { code: 'not_found', detail: `没有 ${c.req.path} 这个地址；全部地址见 /api/openapi.json。` }),
  )
  api.use(requestId())
  // Nothing else has a body that anybody reads.
  api.use((c, next) => {
    if (c.req.method !== 'POST') return next()
    if (PROOF.test(c.req.path)) return limitProof(c, next)
    return PHOTO.test(c.req.path) ? limitPhoto(c, next) : limitBody(c, next)
  })
  api.use(gate(services.gate))
  api.use(exportLimit(services.ticks))
  api.use(
    methodNotAllowed({
      app: api,
      onMethodNotAllowed: (c, methods) => {
        const allow = methods.join(', ')
        const detail = `${c.req.path} 不支持 ${c.req.method}；可用：${allow}。`
        return problem(c, { code: 'method_not_allowed', detail, data: { allowed: methods } }, { allow })
      },
    }),
  )
  api.use(async (c, next) => {
    const start = c.req.url.indexOf('?')
    const length = start < 0 ? 0 : c.req.url.length - start - 1
    if (length <= MOST_QUERY) return next()
    return problem(c, { code: 'uri_too_long', detail: `查询串长 ${length} 个字符，不能超过 ${MOST_QUERY} 个。` })
  })
  const desk = deskOf(services)
  for (const add of ROUTES) add(api, desk)
  if (services.ahead) new StandingQuestions(desk).start(services.ahead)
  return api
}
