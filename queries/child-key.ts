const LETTERS = 'abcdefghijklmnopqrstuvwxyz'
const BASE = BigInt(LETTERS.length)
/** Enough for 128 bits: 26^28 > 2^128. */
const LENGTH = 28

/**
 * A child's key as addresses and answers write it: 28 letters for its 128 bits. Letters alone, so that no run of digits in
 * it can be taken for an id number, by people or by whoever searches for leaks.
 */
export function writeChildKey(key: bigint): string {
  let rest = BigInt.asUintN(128, key)
  let text = ''
  for (let i = 0; i < LENGTH; i++) {
    text = LETTERS.charAt(Number(rest % BASE)) + text
    rest /= BASE
  }
  return text
}

/** The key that 28 letters stand for; null for anything else. */
export function readChildKey(text: string): bigint | null {
  if (!/^[a-z]{28}$/.test(text)) return null
  const value = [...text].reduce((sum, letter) => sum * BASE + BigInt(LETTERS.indexOf(letter)), 0n)
  return value < 1n << 128n ? BigInt.asIntN(128, value) : null
}
