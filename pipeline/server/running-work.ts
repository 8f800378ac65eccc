import { ShouwangError } from '../../errors.ts'

export interface Patience {
  /** How long running work may go on, in milliseconds. */
  finish_ms: number
  /** How long it may then take to roll back. */
  roll_back_ms: number
}

/** The work that must not be cut in the middle when the process is told to end: pulls, and commands of others. */
export class RunningWork {
  readonly #running = new Set<Promise<unknown>>()
  readonly #abort = new AbortController()

  /** Aborted when the time to finish is over: work that hears of it rolls back. */
  get signal(): AbortSignal {
    return this.#abort.signal
  }

  get count(): number {
    return this.#running.size
  }

  add(work: Promise<unknown>): void {
    const running: Promise<unknown> = work.catch(() => undefined)
    this.#running.add(running)
    void running.then(() => this.#running.delete(running))
  }

  /** Waits for the work, then rolls it back; answers whether all of it ended. */
  async end({ finish_ms, roll_back_ms }: Patience): Promise<boolean> {
    if (await this.#ends(finish_ms)) return true
    this.#abort.abort(new ShouwangError('not_ready', '服务停止，这一次没有做完，已撤回；数据是开始之前的样子。'))
    return this.#ends(roll_back_ms)
  }

  /** Whether all work, and what it leads to, ends within a time. */
  async #ends(ms: number): Promise<boolean> {
    let timer: NodeJS.Timeout | undefined
    const isOver = new Promise<'over'>((resolve) => {
      timer = setTimeout(() => resolve('over'), ms)
    })
    try {
      while (this.#running.size > 0) {
        if ((await Promise.race([Promise.all(this.#running), isOver])) === 'over') return false
      }
      return true
    } finally {
      clearTimeout(timer)
    }
  }
}
