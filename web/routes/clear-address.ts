/** The page in sight without what was chosen on it, at the same instant. */
export function clearAddress({ pathname, searchParams }: URL): string {
  const asOf = searchParams.get('as_of')
  return asOf === null ? pathname : `${pathname}?${new URLSearchParams({ as_of: asOf })}`
}
