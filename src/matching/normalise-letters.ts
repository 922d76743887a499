/**
 * Text in any script to the letters a to z, as the registers of this country would hold it. Assumes nothing of the
 * text; pure, so that two organisations with one version get one spelling. What it makes stays with the organisation.
 */
import anyAscii from 'any-ascii'
import {
  arabicLetters,
  bulgarianLetters,
  type LetterTable,
  latinLetters,
  russianLetters,
  serbianLetters,
  ukrainianLetters,
} from './letter-tables.ts'

/** Also the prime and double prime by which libraries write the Cyrillic soft and hard sign. */
const apostrophes = /['’‘‛ʼʻʽʾʿˈ`´′ʹʺ״׳՚]/g
/** Marks over and under Latin, Greek and Cyrillic letters; the marks of other scripts are vowels. */
const marks = /[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff]/g

/**
 * The text in lower-case a to z, with blanks and signs as they stand; one reading, or two where Cyrillic does not
 * tell whether it is Ukrainian or Russian (г is h or g, и is y or i), the Ukrainian one first.
 */
export function readLetters(text: string): readonly string[] {
  const plain = withoutApostrophes(withoutApostrophes(text.normalize('NFC')).normalize('NFKC'))
  const lower = plain.toLowerCase().normalize('NFC')
  const readings = cyrillicTables(lower).map((letters) => inAscii(spelt(lower, letters)))
  return [...new Set(readings)]
}

/** Before NFKC, which makes a blank and a mark of an acute accent that stands for an apostrophe; and again after. */
function withoutApostrophes(text: string): string {
  return text.replace(apostrophes, '')
}

function spelt(text: string, cyrillic: LetterTable): string {
  const cyrillicDone = letterByLetter(withInitials(text, cyrillic), cyrillic)
  const latinDone = letterByLetter(cyrillicDone, latinLetters)
  const bare = latinDone.normalize('NFD').replace(marks, '').normalize('NFC')
  return letterByLetter(withGreekPairs(withArabicVowels(bare)), arabicLetters)
}

function inAscii(text: string): string {
  return anyAscii(text.normalize('NFC')).toLowerCase().replace(apostrophes, '')
}

function letterByLetter(text: string, letters: LetterTable): string {
  return Array.from(text, (letter) => letters.get(letter) ?? letter).join('')
}

/** Which language is told by letters and pairs that only one of them has; no Ukrainian word begins with и. */
function cyrillicTables(text: string): readonly LetterTable[] {
  if (!/\p{Script=Cyrillic}/u.test(text)) return [russianLetters]
  if (/[ђћџљњјќѓѕ]/.test(text)) return [serbianLetters]
  if (/[әғқңөұүһҳҷӣӯ]/.test(text)) return [russianLetters]
  if (/[іїєґў]/.test(text)) return [ukrainianLetters]
  if (/[ыэё]|и[яеи]|(?<!\p{L})и/u.test(text)) return [russianLetters]
  return /ъ/.test(text) ? [bulgarianLetters] : [ukrainianLetters, russianLetters]
}

/** Ukrainian passports write є ї й ю я in another way where a word begins, and зг so that it is not ж. */
function withInitials(text: string, letters: LetterTable): string {
  if (letters !== ukrainianLetters) return text
  const initials: Readonly<Record<string, string>> = { є: 'ye', ї: 'yi', й: 'y', ю: 'yu', я: 'ya' }
  return text
    .replace(/(?<!\p{L})[єїйюя]/gu, (letter) => initials[letter] ?? letter)
    .replaceAll('зг', 'zgh')
}

/**
 * The article apart, so that it is dropped as in Latin; و and ي before a vowel or at the start are w and y; ع is heard
 * only as the vowel of a word that begins with it.
 */
function withArabicVowels(text: string): string {
  return text
    .replace(/(?<!\p{L})ال(?=\p{L}{3})/gu, 'al ')
    .replace(/(?<!\p{L})و|و(?=[اآىيی])/gu, 'w')
    .replace(/(?<!\p{L})[يی]|[يی](?=[اآىو])/gu, 'y')
    .replace(/(?<!\p{L})ع/gu, 'a')
}

/** Pairs that Greek passports write as one sound (ELOT 743). */
function withGreekPairs(text: string): string {
  return text
    .replaceAll('ου', 'ou')
    .replace(/(?<=[αε])υ/g, 'v')
    .replaceAll('γγ', 'ng')
}
