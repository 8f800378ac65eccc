import { wilson } from './wilson.ts'

/** `met` of `n`. */
export interface Share {
  met: number
  n: number
}

/**
 * The interval of the difference of two rates, `now` − `then`, at `z`: Newcombe's hybrid of the two Wilson intervals
 * (Stat. Med. 17:873, 1998, method 10). Null where one of them is over nothing. Shares of the same subjects go together,
 * which makes the true interval narrower and never wider.
 */
export function differenceInterval(now: Share, then: Share, z: number): { low: number; high: number } | null {
  const [a, b] = [wilson(now.met, now.n, z), wilson(then.met, then.n, z)]
  if (a === null || b === null) return null
  const [p, q] = [now.met / now.n, then.met / then.n]
  return {
    low: p - q - Math.hypot(p - a.low, b.high - q),
    high: p - q + Math.hypot(a.high - p, q - b.low),
  }
}
