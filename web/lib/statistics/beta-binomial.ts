/**
 * P(X ≥ k) where each of `n` shows it with a chance that itself differs between units: beta-binomial with the mean `theta`
 * and the correlation `rho` within a unit, both above 0 and below 1. As rho nears 0 it is the binomial tail.
 */
export function betaBinomialTail(k: number, n: number, { theta, rho }: { theta: number; rho: number }): number {
  if (k <= 0) return 1
  if (k > n) return 0
  const size = 1 / rho - 1
  const a = theta * size
  const b = (1 - theta) * size
  let logMass = 0
  for (let j = 0; j < n; j++) logMass += Math.log((b + j) / (size + j))
  let tail = 0
  for (let x = 0; x <= n; x++) {
    if (x >= k) {
      const mass = Math.exp(logMass)
      tail += mass
      // Behind the peak the masses only fall: what is left adds nothing that a double could hold.
      if (x > n * theta + 1 && mass < tail * 1e-17) break
    }
    logMass += Math.log(((n - x) * (a + x)) / ((x + 1) * (b + n - x - 1)))
  }
  return Math.min(1, tail)
}
