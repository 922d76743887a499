/** Primary suppression: whether a count is too small to be shown. Zero is: it says "nobody". */
export function isWithheld(count: number, threshold: number): boolean {
  return count < threshold
}
