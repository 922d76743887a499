import type { Language } from './language.ts'
import type { Words } from './vocabulary.ts'
import { english } from './words-en.ts'
import { dutch } from './words-nl.ts'

const catalogue: Readonly<Record<Language, Words>> = { nl: dutch, en: english }

/** All words of the pages in one language. */
export function wordsIn(language: Language): Words {
  return catalogue[language]
}
