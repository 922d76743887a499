import type { Prng } from './prng.ts'

const bsnWeights = [9, 8, 7, 6, 5, 4, 3, 2, -1]

/** The 11-proef of the Dutch citizen number (BSN): nine digits, not all zero. */
export function passesElevenTest(bsn: string): boolean {
  if (!/^\d{9}$/.test(bsn) || bsn === '000000000') return false
  const sum = bsnWeights.reduce((total, weight, at) => total + weight * Number(bsn[at]), 0)
  return sum % 11 === 0
}

/**
 * Citizen numbers that no person has: all begin with 0000, a range kept for tests (as is 99999, which
 * is too small here). 9,090 of them pass the 11-proef; each is given once.
 */
export function fictionalBsns(prng: Prng): () => string {
  const all: string[] = []
  for (let number = 1; number < 100_000; number++) {
    const bsn = String(number).padStart(9, '0')
    if (passesElevenTest(bsn)) all.push(bsn)
  }
  return dealer(prng.shuffled(all))
}

/**
 * Foreigner's numbers (V-nummer), ten digits, each given once. No test range is known for them; these
 * begin with 99999, far beyond what a register that numbers in order can have reached.
 */
export function fictionalVNumbers(prng: Prng): () => string {
  const tails = Array.from({ length: 100_000 }, (_, tail) => String(tail).padStart(5, '0'))
  const deal = dealer(prng.shuffled(tails))
  return () => `99999${deal()}`
}

/** One wrong digit or two neighbours swapped: the 11-proef notices every such slip. */
export function mistypedBsn(bsn: string, prng: Prng): string {
  const digits = [...bsn]
  const swappable = digits.flatMap((digit, at) => (at > 0 && digit !== digits[at - 1] ? [at] : []))
  if (swappable.length > 0 && prng.chance(0.4)) {
    const at = prng.pick(swappable)
    ;[digits[at - 1], digits[at]] = [digits[at] as string, digits[at - 1] as string]
  } else {
    const at = prng.below(digits.length)
    digits[at] = String((Number(digits[at]) + prng.between(1, 9)) % 10)
  }
  return digits.join('')
}

function dealer(numbers: readonly string[]): () => string {
  let dealt = 0
  return () => {
    const number = numbers[dealt++]
    if (number === undefined) throw new RangeError('no fictional numbers are left')
    return number
  }
}
