/** The same page with other parameters. */
export function addressOf(url: URL, more: Record<string, string>): string {
  return `?${new URLSearchParams([...Object.entries({ ...Object.fromEntries(url.searchParams), ...more })])}`
}
