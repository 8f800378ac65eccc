/**
 * Seven steps of one hue: how far a rate lies from its target, in percentage points (look.md, Heat-map cell). The edges
 * are fixed, so that a colour means the same on every page and in every county.
 */
export const STEP_EDGES = [0, 0.02, 0.05, 0.1, 0.2, 0.4] as const

export type Step = 0 | 1 | 2 | 3 | 4 | 5 | 6

export const STEPS: readonly Step[] = [0, 1, 2, 3, 4, 5, 6]

// Rates are fractions of counts: what lies within this of an edge lies on it.
const TOLERANCE = 1e-9

/** The step of a rate: 0 at or above its target, 6 at forty points below it or more. */
export const stepOf = (rate: number, target: number): Step => {
  const gap = target - rate
  if (gap <= TOLERANCE) return 0
  const passed = STEP_EDGES.slice(1).filter((edge) => gap >= edge - TOLERANCE).length
  return STEPS[passed + 1] ?? 6
}

/** Whether the 95 % interval includes the target: what is seen may be chance. Such a cell is hatched. */
export const mayBeChance = (low: number, high: number, target: number): boolean => low <= target && target <= high
