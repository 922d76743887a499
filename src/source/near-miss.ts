/** The known name that `name` was probably meant to be, or undefined. Case, blanks, `_` and `-` do not count. */
export function nearMiss(name: string, known: Iterable<string>): string | undefined {
  const folded = fold(name)
  if (folded === '') return undefined
  let best: string | undefined
  let bestDistance = Math.floor(folded.length / 3) + 1
  for (const candidate of known) {
    const distance = editDistance(folded, fold(candidate))
    if (distance < bestDistance) {
      best = candidate
      bestDistance = distance
    }
  }
  return best
}

function fold(name: string): string {
  return name
    .slice(0, 64)
    .toLowerCase()
    .replace(/[\s_-]/g, '')
}

/** Levenshtein's distance, one row of the table at a time. */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, at) => at)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++) {
      const change = row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1) // j - 1 lies in the row
      next.push(Math.min(change, row[j]! + 1, next[j - 1]! + 1))
    }
    row = next
  }
  return row[b.length]!
}
