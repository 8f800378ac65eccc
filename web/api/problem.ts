import type { Context } from 'hono'
import { HTTPException } from 'hono/http-exception'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import { ERROR_CODES, isShouwangError, type ErrorCode } from '../../errors.ts'
import type { AccessKind } from '../server/scope.ts'
import type { Viewer } from '../server/viewer.ts'
import type { ApiServices } from './services.ts'

/** What only HTTP knows of: these never leave this room as an exception. */
const HTTP_CODES = { method_not_allowed: 405, not_acceptable: 406, uri_too_long: 414, bad_request: 400 } as const

export type ProblemCode = ErrorCode | keyof typeof HTTP_CODES

/** A kind of problem in a few words; the detail says the rest. */
const TITLES: Readonly<Record<ProblemCode, string>> = {
  config_invalid: '配置有误',
  bad_parameter: '参数有误',
  unauthorized: '未登录',
  forbidden: '没有权限',
  not_found: '没有这个地址',
  conflict: '与现状冲突',
  too_large: '内容过大',
  too_many_requests: '请求过多',
  source_failed: '来源取数失败',
  unreadable_file: '文件无法读取',
  missing_column: '缺少必需的列',
  duplicate_column: '列名重复',
  ambiguous_source: '来源不唯一',
  clock_before_last_batch: '时钟早于上一批数据',
  warehouse_locked: '数据仓库被占用',
  warehouse_newer: '数据仓库版本较新',
  warehouse_encrypted: '数据仓库已加密',
  module_unusable: '加密模块用不了',
  key_missing: '缺少密钥',
  key_wrong: '密钥不符',
  not_ready: '尚未就绪',
  internal: '服务器内部错误',
  method_not_allowed: '不支持此方法',
  not_acceptable: '没有这种格式',
  uri_too_long: '地址过长',
  bad_request: '请求有误',
}

export interface Problem {
  code: ProblemCode
  detail: string
  data?: Record<string, unknown>
}

/** `viewer` and `units` (to answer for) are set by the gate for every route but the open ones. */
export type ApiEnv = { Variables: { requestId: string; viewer: Viewer; kind: AccessKind; units: readonly string[] } }

/** A problem as RFC 9457 says: every error of every route has this one shape. */
export function problem(
  c: Context<ApiEnv>,
  { code, detail, data }: Problem,
  headers: Record<string, string> = {},
): Response {
  const status: ContentfulStatusCode =
    code in HTTP_CODES ? HTTP_CODES[code as keyof typeof HTTP_CODES] : ERROR_CODES[code as ErrorCode]
  const body = {
    type: `urn:shouwang:problem:${code}`,
    title: TITLES[code],
    status,
    detail,
    instance: c.req.path,
    code,
    request_id: c.get('requestId'),
    ...(data && Object.keys(data).length > 0 ? { data } : {}),
  }
  return c.body(JSON.stringify(body), status, {
    'content-type': 'application/problem+json',
    'cache-control': 'no-store',
    ...headers,
  })
}

/** Turns whatever a route threw into a problem; what is no known error is told to `report` and to nobody else. */
export function onError(report: ApiServices['report']): (error: Error, c: Context<ApiEnv>) => Response {
  return (error, c) => {
    if (isShouwangError(error) && error.code !== 'internal') {
      return problem(c, { code: error.code, detail: error.message, data: error.data })
    }
    if (error instanceof HTTPException && error.status < 500) {
      return problem(c, { code: 'bad_request', detail: '请求不完整或格式有误，请核对后再试。' })
    }
    const request_id = c.get('requestId')
    report?.(error, { request_id, method: c.req.method, path: c.req.path })
    return problem(c, { code: 'internal', detail: `服务器内部错误，请把编号 ${request_id} 告诉管理员。` })
  }
}
