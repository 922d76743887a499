/** Something that ends by itself, and that somebody has to do something about before. */
export interface Ending {
  readonly kind: 'agreement' | 'certificate' | 'retention'
  /** Id of the agreement or list, or the file of the certificate. */
  readonly what: string
  readonly atMs: number
}

export interface Notice extends Ending {
  /** Whole days left; negative once it has ended. */
  readonly days: number
  /** The mark that was passed: 30, 7 or 1 days before, or the end itself. */
  readonly mark: 30 | 7 | 1 | 0
}

const DAY_MS = 86_400_000
const MARKS = [0, 1, 7, 30] as const

/** What is to be told now, the most urgent first. */
export function dueNotices(endings: readonly Ending[], nowMs: number): Notice[] {
  return endings
    .flatMap((ending) => {
      const days = Math.floor((ending.atMs - nowMs) / DAY_MS)
      const left = ending.atMs - nowMs
      const mark = MARKS.find((one) => left <= one * DAY_MS)
      return mark === undefined ? [] : [{ ...ending, days, mark }]
    })
    .sort((a, b) => a.atMs - b.atMs)
}
