import type { Reading } from './reading.ts'

/** Letters that Unicode does not take apart into a base letter and a mark. */
const specialLetters: ReadonlyMap<string, string> = new Map(
  Object.entries({
    ß: 'ss',
    ł: 'l',
    đ: 'd',
    ð: 'd',
    ø: 'o',
    æ: 'ae',
    œ: 'oe',
    þ: 'th',
    ı: 'i',
    ħ: 'h',
    ŋ: 'n',
    ŧ: 't',
    ə: 'e',
    ς: 'σ',
  }),
)

const apostrophes = /['’‘‛ʼʻʽʾʿˈ`´′]/g

/** Compared without blanks and dots, so that n.n. and N. N. are one. */
const fillers: ReadonlySet<string> = new Set(
  [
    'onbekend onbekende nietbekend naamonbekend unknown notknown unbekannt inconnu anoniem anonymous',
    'nn fnu lnu noname nvt n/a geen none null',
  ]
    .join(' ')
    .split(' '),
)
const fillerWords: ReadonlySet<string> = new Set(['onbekend', 'unknown', 'fnu', 'lnu'])

const titles: ReadonlySet<string> = new Set(
  'mr mrs ms miss dr drs ir ing prof dhr heer mw mevr mevrouw mej jhr jkvr sir phd msc bsc'.split(
    ' ',
  ),
)

/** Words between given name and surname, Dutch, Romance, German and Arabic: registers write or leave them at will. */
const prefixes: ReadonlySet<string> = new Set(
  [
    'van vande vanden vander vd vdr der de den het t ter ten te op in aan bij uit over onder voor s',
    'la le les du des della del di da do dos das von vom zu zum zur',
    'el al ez ul ibn bin bint ben ait',
  ]
    .join(' ')
    .split(' '),
)

/**
 * The words of a name field, folded so that registers that spell alike meet: lower case, no marks or apostrophes,
 * special letters written out, `ij` as `y`, without titles and prefixes unless nothing else is left, doubled letters
 * once. The order of the steps is part of the recipe. Finding `placeholder` for a filler or a field without a letter.
 */
export function readName(text: string): Reading<readonly string[]> {
  const folded = foldLetters(text)
  if (folded === '') return {}
  if (isFiller(folded)) return { finding: 'placeholder' }
  const words = joinAbbreviation(folded)
    .split(/[^\p{L}]+/u)
    .filter((word) => word !== '' && !fillerWords.has(word))
  if (words.length === 0) return { finding: 'placeholder' }
  const named = without(without(words, titles), prefixes)
  return { value: named.map((word) => word.replace(/(.)\1+/gu, '$1')) }
}

/** Apostrophes go first: NFKC turns the acute accent that stands for one into a blank and a mark. */
function foldLetters(text: string): string {
  const lower = text.replace(apostrophes, '').normalize('NFKC').toLowerCase()
  const plain = Array.from(lower, (letter) => specialLetters.get(letter) ?? letter).join('')
  return plain
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(apostrophes, '')
    .replace(/ij/g, 'y')
    .trim()
}

function isFiller(folded: string): boolean {
  const bare = folded.replace(/[\s.]/g, '')
  return fillers.has(bare) || /^x{2,}$/.test(bare) || !/\p{L}/u.test(bare)
}

/** `v.d.`, `v/d` and `v d` as one word, which is a prefix; two lone initials v and d are one word on both sides. */
function joinAbbreviation(folded: string): string {
  return folded.replace(/(?<!\p{L})v[\s./]+d(?!\p{L})/gu, 'vd')
}

function without(words: readonly string[], dropped: ReadonlySet<string>): readonly string[] {
  const rest = words.filter((word) => !dropped.has(word))
  return rest.length === 0 ? words : rest
}
