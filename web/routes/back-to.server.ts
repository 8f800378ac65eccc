/** Where to go back to, as the query's parameter says, within this site only. */
export function backTo(url: URL, name: string): string {
  const back = url.searchParams.get(name) ?? ''
  if (back === '' || !URL.canParse(back, url)) return '/'
  const target = new URL(back, url)
  if (target.origin !== url.origin) return '/'
  // A browser takes an address that begins with two strokes for another site: `/.//elsewhere` becomes one.
  return target.pathname.replace(/^\/+/, '/') + target.search
}
