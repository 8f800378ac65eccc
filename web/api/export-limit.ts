import type { MiddlewareHandler } from 'hono'
import { problem, type ApiEnv } from './problem.ts'
import { RateLimit } from './rate-limit.ts'

/** Far more than anybody reads, and too few to carry a county away by scripts in a moment. */
const MOST_A_MINUTE = 60
const FILE_TYPES = /text\/csv|apache\.arrow|spreadsheetml/

/** At most so many files (CSV, Arrow, workbooks) a minute of one account. */
export function exportLimit(ticks: (() => number) | undefined): MiddlewareHandler<ApiEnv> {
  const limit = new RateLimit(MOST_A_MINUTE, ticks)
  return async (c, next) => {
    const viewer = c.get('viewer') as ApiEnv['Variables']['viewer'] | undefined
    const format = c.req.query('format')
    const isFile =
      (format !== undefined && format !== 'json') ||
      c.req.path === '/api/send-back' ||
      FILE_TYPES.test(c.req.header('accept') ?? '')
    const wait = viewer !== undefined && isFile ? limit.take(viewer.name) : 0
    if (wait === 0) return next()
    const detail = `一个账号每分钟最多下载 ${MOST_A_MINUTE} 个文件，请在 ${wait} 秒后再试。`
    return problem(c, { code: 'too_many_requests', detail }, { 'retry-after': String(wait) })
  }
}
