import type { TownshipHealth } from '../server/answers.ts'

const DAY = 24 * 60 * 60 * 1000

/**
 * When a township's data were taken: by its last batch where that was read and found as it should be, also when it
 * brought nothing new; else by the last one that did. Null: never.
 */
export const takenAt = ({ state, pulled_at: pulledAt, data_at: dataAt }: TownshipHealth): string | null =>
  state === 'loaded' || state === 'unchanged' ? (pulledAt ?? dataAt) : dataAt

/** How many of the townships have data that were taken within 24 hours before `now`, in milliseconds. */
export const freshCount = (townships: TownshipHealth[], now: number): number =>
  townships.map(takenAt).filter((at) => at !== null && now - Date.parse(at) <= DAY).length

/** When the oldest of the data that are not stale were taken, in milliseconds; null when there are none. */
export function oldestTaken(townships: TownshipHealth[]): number | null {
  const instants = townships.filter((township) => !township.is_stale).map(takenAt)
  const times = instants.filter((at) => at !== null).map((at) => Date.parse(at))
  return times.length === 0 ? null : Math.min(...times)
}

/** Whether a township is stale for another reason than a register that was held or refused, which has its own line. */
export const isSilent = ({ is_stale: isStale, registers }: TownshipHealth): boolean => {
  const stale = registers.filter((register) => register.is_stale)
  return isStale && (stale.length === 0 || stale.some(({ state }) => state !== 'held' && state !== 'refused'))
}
