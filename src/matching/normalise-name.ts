/**
 * The words of a name field, folded so that registers that hold one name alike meet. Assumes that the field holds
 * names and no more; never guesses which is the surname. What it makes stays with the organisation.
 */
import { remember } from '../base/remember.ts'
import { fillers, fillerWords, prefixes, tidyWord, titles } from './name-words.ts'
import { readLetters } from './normalise-letters.ts'
import type { Reading } from './reading.ts'

export type NameWords = readonly string[]

/** Fields whose reading is kept for the next record, in memory only. */
const NAMES = 20_000

/**
 * The word lists of a name field: one, or two where Cyrillic can be read in two ways, the usual one first. Words are
 * a to z, `ij` as `y`, doubled letters once; without titles, tussenvoegsels and articles unless nothing else is left.
 * The steps are repeated until nothing changes (protocol/matching.md, Normalising): their order is part of the
 * recipe. Finding `placeholder` for a filler or a field without a letter.
 */
export function readName(text: string): Reading<readonly NameWords[]> {
  return anyName(text)
}

const anyName = remember(NAMES, (text) => readWith(text, (words) => words))

/** {@link readName} of given names: a Slavic father's name (Ivanovych, Petrivna) goes where another word is left. */
export function readGivenNames(text: string): Reading<readonly NameWords[]> {
  return givenNames(text)
}

const givenNames = remember(NAMES, (text) => readWith(text, withoutPatronymics))

type Step = (words: NameWords) => NameWords

function readWith(text: string, last: Step): Reading<readonly NameWords[]> {
  if (text.trim() === '') return {}
  const readings = readLetters(text)
    .map((letters) => stableWords(letters, last))
    .filter((words) => words.length > 0)
  if (readings.length === 0) return { finding: 'placeholder' }
  const byText = new Map(readings.map((words) => [words.join(' '), words]))
  return { value: [...byText.values()] }
}

/** Ends, because a step that changes words of a to z takes letters, blanks or words away. */
function stableWords(letters: string, last: Step): NameWords {
  const words = last(wordsOf(letters))
  const again = words.join(' ')
  return again === letters || again === '' ? words : stableWords(again, last)
}

function wordsOf(letters: string): NameWords {
  const words = letters.split(/[^a-z]+/).filter((word) => word !== '')
  if (words.length === 0 || isFiller(letters)) return []
  const known = without(words.map(withoutFusedPrefix), titles).filter(isNoFiller)
  const named = without(known, prefixes)
  return isFiller(named.join('')) ? [] : joinedNames(named).map(tidyWord)
}

function isFiller(letters: string): boolean {
  const bare = letters.replace(/[\s.]/g, '')
  return bare === '' || fillers.has(bare) || /^x{2,}$/.test(bare)
}

function isNoFiller(word: string): boolean {
  return !fillerWords.has(tidyWord(word))
}

function without(words: NameWords, dropped: ReadonlySet<string>): NameWords {
  const joined = withJoinedArticles(words)
  const rest = joined.filter((word) => !dropped.has(tidyWord(word)))
  return rest.length === 0 ? joined : rest
}

/** Vandenberg, Opdenkamp: two prefixes written in one word with a name of four letters or more, as in Belgium. */
function withoutFusedPrefix(word: string): string {
  return word.replace(/^(van|op|uit|aan)de[nr]?(?=[a-z]{4})/, '')
}

/** `v.d.` is a prefix; Abd El and Ed Din are parts of a name, in which the article may not be dropped. */
function withJoinedArticles(words: NameWords): NameWords {
  return ` ${words.join(' ')} `
    .replace(/ v d /g, ' vd ')
    .replace(/ abd ([aeu]l|[ao]ul|[ae][rsznd]) /g, ' abd$1 ')
    .replace(/ ([aeu][ld]) (d[ie]+ne?) /g, ' $1$2 ')
    .trim()
    .split(' ')
}

/** Servant of …, Father of … and … of the Faith are one name with the word beside it: Abdel Haq, Abu Bakr, Nur Eddin. */
function joinedNames(words: NameWords): NameWords {
  return words
    .join(' ')
    .replace(/(?<= |^)(abd|abd[aeou]{1,2}[lrsznd]|ab(?:u|ou|oe)) (?=[a-z]{3})/g, '$1')
    .replace(/(?<=[a-z]{3}) (?=[aeu][ld]?d[ie]+ne?(?: |$))/g, '')
    .split(' ')
}

const patronymic =
  /[a-z]{2}([ioye]v[iy]ch|[ioe]v[iy]tsj|[ioe]v[iy]tsch|(?:iv|ov|ev|yiv)na|inichna)$/

function withoutPatronymics(words: NameWords): NameWords {
  const rest = words.filter((word) => !patronymic.test(word))
  return rest.length === 0 ? words : rest
}
