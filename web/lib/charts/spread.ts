/**
 * Moves positions apart until no two are closer than `gap`, in their order and within `from`–`to` where there is room:
 * labels beside the lines they name. The nearer ones move as little as they can.
 */
export function spread(
  positions: readonly number[],
  gap: number,
  { from, to }: { from: number; to: number },
): number[] {
  const order = positions.map((_, index) => index).sort((a, b) => (positions[a] ?? 0) - (positions[b] ?? 0))
  const placed = [...positions]
  let free = from
  for (const index of order) {
    placed[index] = Math.max(placed[index] ?? 0, free)
    free = placed[index] + gap
  }
  let end = to
  for (const index of order.toReversed()) {
    placed[index] = Math.min(placed[index] ?? 0, end)
    end = placed[index] - gap
  }
  return placed
}
