/** The periods whose returns can be had at a local day: this year and the one before, each with its quarters so far. */
export function returnPeriods(day: string, chosen: string): string[] {
  const year = Number(day.slice(0, 4))
  const begun = Math.ceil(Number(day.slice(5, 7)) / 3)
  const all = [
    ...[begun, 4].flatMap((count, back) => [
      ...Array.from({ length: count }, (_, index) => `${year - back}-Q${count - index}`),
      `${year - back}`,
    ]),
  ]
  return all.includes(chosen) ? all : [chosen, ...all]
}
