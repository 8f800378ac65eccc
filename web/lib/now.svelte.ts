/**
 * The present instant in milliseconds, counted on from the server's: the reader's own clock may be wrong by hours, so it
 * is only asked how much time has passed. It moves every `every` milliseconds in the browser and stands still on the server.
 */
export function presentFrom(answered: () => string, every = 30_000): { readonly current: number } {
  let elapsed = $state(0)
  $effect(() => {
    answered()
    const start = performance.now()
    elapsed = 0
    const timer = setInterval(() => (elapsed = performance.now() - start), every)
    return () => clearInterval(timer)
  })
  return {
    get current() {
      return Date.parse(answered()) + elapsed
    },
  }
}
