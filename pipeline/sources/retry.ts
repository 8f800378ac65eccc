import { setTimeout as wait } from 'node:timers/promises'
import { ShouwangError } from '../../errors.ts'

/** Waits; ends early, by throwing, when the source is closed. */
export type Sleep = (ms: number, signal: AbortSignal) => Promise<void>

export const sleepFor: Sleep = (ms, signal) => wait(ms, undefined, { signal })

/** What decides how long to wait between two attempts. Tests hand in their own. */
export interface RetryOptions {
  /** How often a failed attempt is repeated. */
  retries: number
  sleep: Sleep
  /** A number from 0 up to, not including, 1. */
  random: () => number
  /** Aborted when the source is closed. */
  signal: AbortSignal
}

/** A failure that may pass by itself. `error` is what is told when no attempt is left. */
export class PassingFault extends Error {
  readonly error: ShouwangError
  /** What the server asked for (Retry-After), in milliseconds. */
  readonly retry_after_ms: number | null

  constructor(error: ShouwangError, retry_after_ms: number | null = null) {
    super(error.message, { cause: error })
    this.error = error
    this.retry_after_ms = retry_after_ms
  }
}

const FIRST_DELAY_MS = 500
const LONGEST_DELAY_MS = 30_000
/** A server that asks for more is not waited for: the next pull comes by itself. */
const LONGEST_RETRY_AFTER_MS = 60_000

/**
 * Repeats `attempt` while it throws a `PassingFault`, waiting longer each time: a random part (full jitter) of 0.5 s,
 * 1 s, 2 s … up to 30 s, so that townships that failed together do not come back together. Retry-After goes before
 * that, up to a minute.
 */
export async function withRetries<Result>(
  { retries, sleep, random, signal }: RetryOptions,
  attempt: () => Promise<Result>,
): Promise<Result> {
  for (let failures = 0; ; failures += 1) {
    try {
      return await attempt()
    } catch (fault) {
      if (!(fault instanceof PassingFault)) throw fault
      if (failures >= retries || signal.aborted) throw told(fault.error, failures + 1)
      const ceiling = Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** failures)
      const delay = fault.retry_after_ms ?? random() * ceiling
      try {
        await sleep(Math.min(delay, LONGEST_RETRY_AFTER_MS), signal)
      } catch (cause) {
        throw signal.aborted ? told(fault.error, failures + 1) : cause
      }
    }
  }
}

const told = (error: ShouwangError, attempts: number): ShouwangError =>
  new ShouwangError(
    error.code,
    attempts === 1 ? error.message : `${error.message}（共试了 ${attempts} 次）`,
    { ...error.data, attempts },
    { cause: error.cause ?? error },
  )
