/**
 * The whole error vocabulary. Every error that a person may meet carries a `code` (snake_case, fixed), a sentence that
 * names the offender and the way out, and `data` with the same facts for a machine. Anything else that is thrown is a bug.
 */
export const ERROR_CODES = {
  config_invalid: 422,
  bad_parameter: 400,
  unauthorized: 401,
  forbidden: 403,
  not_found: 404,
  conflict: 409,
  too_large: 413,
  too_many_requests: 429,
  source_failed: 502,
  unreadable_file: 422,
  missing_column: 422,
  duplicate_column: 422,
  ambiguous_source: 422,
  clock_before_last_batch: 409,
  warehouse_locked: 503,
  warehouse_newer: 503,
  warehouse_encrypted: 503,
  module_unusable: 503,
  key_missing: 503,
  key_wrong: 503,
  not_ready: 503,
  internal: 500,
} as const

export type ErrorCode = keyof typeof ERROR_CODES

export class ShouwangError extends Error {
  readonly code: ErrorCode
  readonly data: Record<string, unknown>

  constructor(code: ErrorCode, message: string, data: Record<string, unknown> = {}, options?: ErrorOptions) {
    super(message, options)
    this.name = 'ShouwangError'
    this.code = code
    this.data = data
  }

  /** The HTTP status that this error answers with. */
  get status(): number {
    return ERROR_CODES[this.code]
  }
}

/** By its name: the built pages carry a copy of this class, and an error of the serving process is none of that copy. */
export const isShouwangError = (error: unknown): error is ShouwangError =>
  error instanceof ShouwangError || (error instanceof Error && error.name === 'ShouwangError')
