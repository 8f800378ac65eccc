/** The months up to that of a local instant within its year, the latest first: `2026-09`, `2026-08`, … */
export const monthsUpTo = (local: string): string[] =>
  Array.from(
    { length: Number(local.slice(5, 7)) },
    (_, index) => `${local.slice(0, 4)}-${String(index + 1).padStart(2, '0')}`,
  ).reverse()
