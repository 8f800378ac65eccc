import { ShouwangError } from '../errors.ts'
import { fromLocal, toLocal } from '../queries/instants.ts'
import type { Application } from './application.ts'
import { pull, type PullOptions } from './pull.ts'
import type { TownshipReport } from './report.ts'
import { sendBack, type SendBack, type SendBackQuery } from './send-back.ts'

/** A pull that runs now: what it reads, and how many rows so far. */
export interface RunningPull {
  township: string
  /** ISO 8601 with the county's offset. */
  started_at: string
  register: string | null
  rows: number
}

export interface HoldDecision {
  township_id: string
  register: string
  decision: 'accept' | 'refuse'
  /** The rows that would stand, as the person who decides was told. */
  rows: number
}

/** What the pages may ask the pipeline to do. */
export interface CountyWork {
  /** The pulls that were asked for here and still run. */
  running(): RunningPull[]
  /** Begins a pull of one township; one that runs already is answered as it is. */
  pull(township_id: string): RunningPull
  /** Accepts a held register by pulling it once more, or writes down that it is refused (registers.md, A batch). */
  decide(decision: HoldDecision): Promise<void>
  send_back(query: SendBackQuery): Promise<SendBack>
}

interface WorkOptions {
  /** Told of work that must not be cut in the middle. */
  track?: (work: Promise<unknown>) => void
  /** Told of an error that is a fault of the program. */
  report?: (error: unknown) => void
  open_source?: PullOptions['open_source']
}

/** The pipeline's work as the API may ask for it. */
export function countyWork(application: Application, options: WorkOptions = {}): CountyWork {
  const running = new Map<string, RunningPull>()
  const { timezone } = application.config.county

  const begin = (township_id: string, accept_shrink?: PullOptions['accept_shrink']) => {
    const township = application.config.townships.find(({ id }) => id === township_id)
    if (!township) throw new ShouwangError('not_found', `没有“${township_id}”这个乡镇。`, { township: township_id })
    const state: RunningPull = {
      township: township_id,
      started_at: fromLocal(toLocal(application.now(), timezone), timezone),
      register: null,
      rows: 0,
    }
    running.set(township_id, state)
    const work = pull(application, {
      townships: [township],
      reason: 'page',
      accept_shrink,
      open_source: options.open_source,
      progress: ({ register, rows }) => Object.assign(state, { register, rows }),
    }).finally(() => running.delete(township_id))
    options.track?.(work)
    return { state, work }
  }

  return {
    running: () => [...running.values()].map((state) => ({ ...state })),
    pull: (township_id) => {
      const present = running.get(township_id)
      if (present) return { ...present }
      const { state, work } = begin(township_id)
      work.catch((error: unknown) => options.report?.(error))
      return { ...state }
    },
    decide: async (decision) => {
      const hold = await waitingHold(application, decision)
      if (decision.decision === 'accept') {
        if (running.has(decision.township_id)) {
          throw new ShouwangError('conflict', '这个乡镇正在取数，请等它结束后再决定。', {
            township: decision.township_id,
          })
        }
        const { work } = begin(decision.township_id, new Map([[decision.register, decision.rows]]))
        requireLoaded(await work, decision)
      }
      const decided_at = toLocal(application.now(), timezone)
      await application.warehouse.transaction(async (transaction) => {
        await transaction.run('data/add_hold_decision', {
          township_id: decision.township_id,
          register: decision.register,
          batch_id: hold.batch_id as number,
          sha256: hold.sha256 as string,
          decision: decision.decision,
          decided_at,
        })
        transaction.touch(decided_at)
      })
    },
    send_back: (query) => sendBack(application, query),
  }
}

async function waitingHold(
  { warehouse }: Application,
  { township_id, register, rows }: HoldDecision,
): Promise<Record<string, unknown>> {
  const holds = await warehouse.query('data/holds')
  const hold = holds.find(
    (each) => each.township_id === township_id && each.register === register && each.decision === null,
  )
  if (!hold) {
    throw new ShouwangError('not_found', `${township_id} 没有等待决定的 ${register}；可能已经有人决定过了。`, {
      township: township_id,
      register,
    })
  }
  if (hold.rows_after !== rows) throw changed(rows, hold.rows_after as number)
  return hold
}

function requireLoaded(reports: readonly TownshipReport[], { register, rows }: HoldDecision): void {
  const [report] = reports
  if (report?.state === 'failed') throw new ShouwangError('source_failed', report.message ?? '来源取数失败。')
  const found = report?.registers.find((each) => each.register === register)
  if (found?.state === 'held') throw changed(rows, found.accepted)
  if (found?.state === 'loaded' || found?.state === 'unchanged') return
  throw new ShouwangError('conflict', found?.message ?? '再次取数时没有找到这一册，没有载入。', { register })
}

const changed = (told: number, found: number): ShouwangError =>
  new ShouwangError('conflict', `导出的文件已经变了：确认时是 ${told} 行，现在是 ${found} 行。请看过新的数目再决定。`, {
    told,
    found,
  })
