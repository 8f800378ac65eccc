const DIGITS = 1
/** A double has no more. */
const MOST_DIGITS = 20

/**
 * A score of 0 to 100 as it is printed: with one decimal, and with as many more as it takes to stand on the same side of each
 * of `bounds`, where grades begin: 89.96 is `89.96` and never the `90.0` that it has not reached. Where the bounds are not
 * known, every whole number may be one.
 */
export function shownScore(score: number, bounds: readonly number[] = [Math.round(score)]): string {
  for (let digits = DIGITS; digits < MOST_DIGITS; digits++) {
    const text = score.toFixed(digits)
    if (bounds.every((bound) => Number(text) >= bound === score >= bound)) return text
  }
  return score.toFixed(MOST_DIGITS)
}

/** Points that are missing with one decimal; null where they are more than none and less than would be shown. */
export function shownMissing(missing: number): string | null {
  const text = missing.toFixed(DIGITS)
  return missing > 0 && Number(text) === 0 ? null : text
}
