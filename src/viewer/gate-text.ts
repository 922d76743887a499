import type { ReleaseStep } from '../release/gate.ts'
import type { Release } from '../release/release.ts'
import type { Language } from './language.ts'
import { wordsIn } from './words.ts'

/** What was tried on the release, and with what: the title first, then sentences. */
export function gateSentences(release: Release, language: Language): string[] {
  const { gate, steps, earlier, dominance } = release
  const words = wordsIn(language).gate
  if (gate === null) return [words.title, words.untried]
  const tried = [...new Set(gate.checks.map(({ check }) => words.checks[check] ?? check))]
  return [
    words.title,
    ...(tried.length > 0 ? [`${words.tried} ${tried.join('; ')}.`] : []),
    ...(steps.length > 0 ? [] : [words.nothingTaken]),
    earlier.length === 0 ? words.noEarlier : words.earlier(earlier.length),
    ...(dominance.length > 0 ? [words.dominance] : []),
  ]
}

/** What was withheld because of that, one sentence for each step. */
export function stepSentences({ steps, tables }: Release, language: Language): string[] {
  return steps.map((step) => stepSentence(step, tables, language))
}

function stepSentence(
  { withheld, year, table }: ReleaseStep,
  tables: Release['tables'],
  language: Language,
): string {
  const words = wordsIn(language).gate
  const name = tables.find(({ id }) => id === table)?.name[language]
  const what = words.classes[withheld]
  return words.taken({
    what: name === undefined ? what : `${what} (${name})`,
    year: year === null ? words.everyYear : String(year),
  })
}
