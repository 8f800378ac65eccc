/** A timer that never runs by itself: a test says when its time is over. */
export interface ManualTimer {
  timer: (ms: number, onExpire: () => void) => () => void
  /** How long the timers that run now were set for, in milliseconds, oldest first. */
  running(): number[]
  /** Lets those end that were set for so many milliseconds. */
  expire(ms: number): void
}

/** `onStart` is called with each timer's length when it has been set. */
export function manualTimer(onStart: (ms: number) => void = () => undefined): ManualTimer {
  const timers = new Set<{ ms: number; onExpire: () => void }>()
  return {
    timer(ms, onExpire) {
      const entry = { ms, onExpire }
      timers.add(entry)
      onStart(ms)
      return () => timers.delete(entry)
    },
    running: () => [...timers].map(({ ms }) => ms),
    expire(ms) {
      for (const entry of [...timers]) {
        if (entry.ms === ms && timers.delete(entry)) entry.onExpire()
      }
    },
  }
}
