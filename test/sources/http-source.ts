import { httpSource, type HttpOptions } from '../../pipeline/sources/http.ts'
import { manualTimer } from '../support/manual-timer.ts'
import { limitsWith } from './opened.ts'

/** A source that waits for nothing: it notes how long it would have slept, and its timers never end by themselves. */
export function testedSource(url: string, options: Partial<HttpOptions> = {}) {
  const slept: number[] = []
  const { timer } = manualTimer()
  const source = httpSource({
    url,
    limits: limitsWith(),
    sleep: (ms) => {
      slept.push(ms)
      return Promise.resolve()
    },
    random: () => 0.5,
    timer,
    ...options,
  })
  return { source, slept }
}
