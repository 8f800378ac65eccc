import { invalidate } from '$app/navigation'

// Several townships' batches come together when a pull ends: one refresh for all of them.
const GATHER = 400
const RETRY_FIRST = 2_000
const RETRY_LONGEST = 60_000

/** What a page knows of its line to the server. */
export interface Live {
  /** Whether the line is down or the last refresh failed: what is shown is the last good. */
  readonly isLost: boolean
  /** Whether the server asked for a sign-in: the session has ended. */
  readonly isSignedOut: boolean
}

export interface LiveOptions {
  /** What is asked to know that the server answers; one that needs a sign-in tells also that the session has ended. */
  probe?: string
  /** Refresh also every so many milliseconds: for a page that nobody loads anew for days. */
  every?: number
}

/**
 * Refreshes what depends on `key` on each `batch` and `incident` event of `/api/events` while `isLive` holds, quietly. What
 * was missed while the line was down is fetched when it is back. The server is asked first whether it answers: a refresh against a
 * server that does not would replace the page by an error, and the last good figures must stay (look.md, Pieces).
 */
export function followBatches(
  key: string,
  isLive: () => boolean,
  { probe = '/api/health', every }: LiveOptions = {},
): Live {
  let isLost = $state(false)
  let isSignedOut = $state(false)

  const refresh = async () => {
    try {
      const answer = await fetch(probe)
      isSignedOut = answer.status === 401
      if (!answer.ok) throw new Error(answer.statusText)
      await invalidate(key)
      isLost = false
    } catch {
      isLost = true
    }
  }

  $effect(() => {
    if (!isLive()) return
    let source: EventSource | null = null
    let gather: ReturnType<typeof setTimeout> | undefined
    let retry: ReturnType<typeof setTimeout> | undefined
    let wait = RETRY_FIRST
    let wasDown = false

    const connect = () => {
      source = new EventSource('/api/events')
      source.addEventListener('open', () => {
        wait = RETRY_FIRST
        if (wasDown) void refresh()
        wasDown = false
      })
      const gathered = () => {
        clearTimeout(gather)
        gather = setTimeout(() => void refresh(), GATHER)
      }
      source.addEventListener('batch', gathered)
      source.addEventListener('incident', gathered)
      source.addEventListener('error', () => {
        wasDown = true
        isLost = true
        // The browser tries again by itself after a broken line, but not after an answer that was no stream.
        if (source?.readyState !== EventSource.CLOSED) return
        if (every !== undefined) void refresh()
        retry = setTimeout(connect, wait)
        wait = Math.min(wait * 2, RETRY_LONGEST)
      })
    }
    connect()
    const again = every === undefined ? undefined : setInterval(() => void refresh(), every)
    return () => {
      source?.close()
      clearInterval(again)
      clearTimeout(gather)
      clearTimeout(retry)
    }
  })

  return {
    get isLost() {
      return isLost
    },
    get isSignedOut() {
      return isSignedOut
    },
  }
}
