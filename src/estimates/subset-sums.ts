/**
 * Sums over all subsets or all supersets of every set at once (Yates; the fast zeta transform), in place,
 * over an array of 2^k places by bit mask. Pure but for its argument; knows no table.
 */

/** Each place becomes the sum of the places of its subsets. */
export function sumSubsets(values: Float64Array): void {
  for (let bit = 1; bit < values.length; bit <<= 1) {
    for (let mask = bit; mask < values.length; mask = (mask + 1) | bit) {
      values[mask] = (values[mask] as number) + (values[mask ^ bit] as number)
    }
  }
}

/** The inverse of `sumSubsets`. */
export function undoSubsets(values: Float64Array): void {
  for (let bit = 1; bit < values.length; bit <<= 1) {
    for (let mask = bit; mask < values.length; mask = (mask + 1) | bit) {
      values[mask] = (values[mask] as number) - (values[mask ^ bit] as number)
    }
  }
}

/** Each place becomes the sum of the places of its supersets. */
export function sumSupersets(values: Float64Array): void {
  for (let bit = 1; bit < values.length; bit <<= 1) {
    for (let mask = bit; mask < values.length; mask = (mask + 1) | bit) {
      const below = mask ^ bit
      values[below] = (values[below] as number) + (values[mask] as number)
    }
  }
}
