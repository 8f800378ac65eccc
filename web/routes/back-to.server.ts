/** Where to go back to, as the query's parameter says, within this site only. */
export function backTo(url: URL, name: string): string {
  const back = url.searchParams.get(name) ?? ''
  if (back === '' || !URL.canParse(back, url)) return '/'
  const target = new URL(back, url)
  return target.origin === url.origin ? target.pathname + target.search : '/'
}
