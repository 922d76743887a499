import { processingEnglish } from './words-en.ts'
import { processingDutch } from './words-nl.ts'

/** Words of the record of processing and of the annex to an impact assessment. */
export interface ProcessingWords {
  readonly recordTitle: string
  readonly annexTitle: string
  readonly roundTitle: (round: string) => string
  /** What the document is, and that the organisation answers for it. */
  readonly recordNote: string
  readonly annexNote: string
  readonly made: (date: string) => string
  readonly agreementDigest: string
  /** For what no program can know. */
  readonly fillIn: string
  readonly controller: {
    readonly title: string
    readonly organisation: string
    readonly contact: string
    readonly officer: string
    readonly joint: string
    readonly coordinator: string
  }
  readonly purpose: { readonly title: string; readonly purpose: string; readonly basis: string }
  readonly subjects: {
    readonly title: string
    readonly whom: string
    readonly own: string
    readonly noOwn: string
  }
  readonly data: {
    readonly title: string
    readonly read: string
    readonly codes: string
    readonly none: string
    readonly kept: string
    readonly keptText: string
    readonly special: string
  }
  readonly recipients: {
    readonly title: string
    readonly sealed: string
    readonly sealedText: string
    readonly release: string
    readonly releaseText: (threshold: number, base: number) => string
    readonly countries: string
  }
  readonly retention: {
    readonly title: string
    readonly records: string
    readonly days: (days: number) => string
    readonly replaced: string
    readonly rounds: string
    readonly roundsText: string
    readonly log: string
    readonly logText: string
    readonly erase: string
    readonly eraseText: string
  }
  readonly measures: { readonly title: string; readonly all: readonly string[] }
  readonly unproven: string
  readonly covered: (epsilon: number, delta: number) => string
  readonly uncovered: string
  readonly need: {
    readonly title: string
    readonly why: string
    readonly whyText: string
    readonly least: string
    readonly leastText: (rounds: number, minimum: number, lists: number) => string
    readonly other: string
  }
  readonly risks: {
    readonly title: string
    readonly note: string
    readonly seat: string
    readonly who: string
    readonly learns: string
    readonly together: string
    readonly coalition: string
    readonly own: string
  }
  readonly rights: { readonly title: string; readonly text: string }
  readonly round: {
    readonly title: string
    readonly opened: string
    readonly deadline: string
    readonly lists: string
    readonly evaluators: string
    readonly state: string
    readonly states: {
      readonly running: string
      readonly released: string
      readonly aborted: (code: string) => string
    }
    readonly figures: string
    readonly figuresText: (shown: number, withheld: number) => string
    readonly keys: string
    readonly keysGone: string
    readonly keysThere: string
  }
  readonly signatures: string
}

export function processingWords(language: 'nl' | 'en'): ProcessingWords {
  return language === 'nl' ? processingDutch : processingEnglish
}
