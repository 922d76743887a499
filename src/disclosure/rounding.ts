/**
 * The multiple of `base` nearest to `count`. Halfway between two (even bases only), the even
 * multiple is taken, so that rounding many counts neither raises nor lowers them on the whole.
 */
export function roundToBase(count: number, base: number): number {
  const lower = Math.floor(count / base)
  const rest = 2 * (count - lower * base)
  const goesUp = rest === base ? lower % 2 === 1 : rest > base
  return (goesUp ? lower + 1 : lower) * base
}
