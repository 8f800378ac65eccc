import { isShouwangError } from '../../errors.ts'
import type { Io } from './io.ts'

const PAUSE_MS = 250
const PAUSES = 60

export type Wait = (ms: number) => Promise<void>

const waitFor: Wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms))

/**
 * Runs work that opens the warehouse; while another command has it open, tries again for up to 15 seconds, and then lets
 * `warehouse_locked` through. Opening is the first thing that such work does, so that trying again repeats nothing.
 */
export async function whenWarehouseIsFree<T>(work: () => Promise<T>, io: Io, wait: Wait = waitFor): Promise<T> {
  for (let pauses = 0; ; pauses++) {
    try {
      return await work()
    } catch (error) {
      if (!isShouwangError(error) || error.code !== 'warehouse_locked' || pauses === PAUSES) throw error
      if (pauses === 0) io.err(`另一个命令正在使用数据仓库，最多等待 ${(PAUSES * PAUSE_MS) / 1000} 秒…\n`)
      await wait(PAUSE_MS)
    }
  }
}
