/**
 * The sound of one normalised name word, as a clerk in the Netherlands may hear it and write it down: two spellings
 * of one sound have one code. Made for names of people who live here, Dutch or not; why each rule is there stands in
 * protocol/matching.md, Sound code. Pure; a code stays with the organisation as part of a key.
 *
 * Rules are applied in the order written. A third item is the other reading, where a letter has two sounds. Capitals
 * are settled sounds: S a hiss, G the Dutch g, J, K, T, F, H a silent h, and the vowels A, E, O.
 */
import { remember } from '../base/remember.ts'

type Rule = readonly [spelling: RegExp, sound: string, otherSound?: string]

const articles: readonly Rule[] = [
  [/^[ae]l(?=[^aeiouyl][a-z]{3})/, '$&', ''],
  [/(?<=^abd[aeou]{1,2})l(?=[tdrszn])/, ''],
  [/l(?=d[ie]+ne?$)/, ''],
]

const consonants: readonly Rule[] = [
  [/d?tsch|tsj|tsh|tch|sch|d[sz][jh]|sh|sj|z[jhs]|[cs]z|[td][sz]/g, 'S'],
  [/^x/, 'S', 'G'],
  [/c?k?x/g, 'ks', 'G'],
  [/s?c(?=[eiy])/g, 'S'],
  [/ch(?=[rl])/g, 'K'],
  [/ch/g, 'G', 'S'],
  [/[kg]h|^h(?=[^aeiouy])/g, 'G'],
  [/c(?=k)/g, ''],
  [/c/g, 'K', 'S'],
  [/(?<=[td])j/g, '', 'S'],
  [/[td](?=S)/g, ''],
  [/[qk]/g, 'K'],
  [/g(?=[eiy])/g, 'G', 'S'],
  [/g/g, 'G'],
  [/ph/g, 'F'],
  [/(?<=[tdpbwsz])h|(?<=r)h(?![aeiouy])/g, ''],
]

const halfVowels: readonly Rule[] = [
  [/(?<=[aeou])uw(?![aeiouy])/g, 'u'],
  [/(ou|oe|au)(?=[aei])/g, 'w'],
  [/ae/g, 'a'],
  [/[ou]e/g, 'u'],
  [/u(?=a)/g, 'w'],
  [/^(ye|ie)/, 'e'],
  [/^[yi](?=[aeiou])/, 'J'],
  [/^j(?=e)/, '', 'S'],
  [/^j/, 'J', 'S'],
  [/j$/, 'i'],
  [/j/g, 'i', 'S'],
]

const rest: readonly Rule[] = [
  [/h$/, 'H', 'G'],
  [/^h/, 'h', 'G'],
  [/(?!^)h/g, 'H', 'G'],
  [/[vwf]/g, 'F'],
  [/[td]/g, 'T'],
  [/[sz]/g, 'S'],
  [/b$/, 'p'],
  [/[ae][iy]/g, 'E'],
  [/[ao]?[ou]/g, 'O'],
  [/a/g, 'A'],
  [/[eiy]/g, 'E'],
  [/(.)\1+/g, '$1'],
  [/H/g, ''],
]

const rules = [...articles, ...consonants, ...halfVowels, ...rest]

const enoughConsonants = 3

/** Words whose codes are kept. */
const WORDS = 50_000

/** The code of a word that `readName` made, as most read it here; the empty string for the empty word. */
export function soundCode(word: string): string {
  return codesOf(word)[0] ?? ''
}

/** {@link soundCode} and, where it differs, the code of the other reading of j, ch, c, g, h, x and a joined article. */
export function soundCodes(word: string): readonly string[] {
  return codesOf(word)
}

const codesOf = remember<readonly string[]>(WORDS, (word) => {
  const main = heard(word, ([, sound]) => sound)
  const other = heard(word, ([, sound, otherSound]) => otherSound ?? sound)
  return main === other ? [main] : [main, other]
})

function heard(word: string, choose: (rule: Rule) => string): string {
  const sound = rules.reduce((so, rule) => so.replace(rule[0], choose(rule)), word)
  return withoutVowels(sound).toLowerCase()
}

/**
 * Vowels are heard worst (Salma, Selma), so none counts but one at the start; a short name, which has little else
 * (Daan, Dion), keeps its first.
 */
function withoutVowels(sound: string): string {
  const consonantsHeard = sound.replace(/[AEO]/g, '').length
  return consonantsHeard < enoughConsonants
    ? sound.replace(/(?<=[AEO].*)[AEO]/g, '')
    : sound.replace(/(?!^)[AEO]/g, '')
}
