import type { Random } from '../base/random.ts'

/** Numbers fetched from the random source at once: 64 KiB. */
const BLOCK = 16384

/**
 * An order of 0 … n−1, all orders alike (protocol/specification.md 6.3): Fisher-Yates from the end,
 * for i = n−1 … 1 swap i with j = u mod (i+1), u the next 4 bytes, big-endian; a u at or above
 * the largest multiple of i+1 up to 2^32 is passed over, so that no j is likelier than another.
 *
 * Row i of the output is row `order[i]` of the input. Takes 4 bytes of memory a row, and from
 * `random` exactly the bytes it uses.
 *
 * @param n rows, 0 … 2^32 − 1
 */
export function permutation(n: number, random: Random): Uint32Array {
  if (!Number.isInteger(n) || n < 0 || n >= 2 ** 32) throw new RangeError('permutation')
  const order = Uint32Array.from({ length: n }, (_, i) => i)
  const draw = numberSource(random)
  for (let i = n - 1; i > 0; i--) {
    const j = draw(i + 1, i)
    // Both places are below n.
    const kept = order[i]!
    order[i] = order[j]!
    order[j] = kept
  }
  return order
}

/** Even numbers below a bound. `need`: how many are still wanted, so that none is fetched in vain. */
function numberSource(random: Random): (bound: number, need: number) => number {
  let block: DataView = new DataView(new ArrayBuffer(0))
  let at = 0
  return (bound, need) => {
    const limit = 2 ** 32 - (2 ** 32 % bound)
    for (;;) {
      if (at === block.byteLength) {
        const bytes = random(4 * Math.min(need, BLOCK))
        block = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
        at = 0
      }
      const u = block.getUint32(at)
      at += 4
      if (u < limit) return u % bound
    }
  }
}
