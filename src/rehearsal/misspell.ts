import type { Person } from './persons.ts'
import type { Prng } from './prng.ts'
import { transliterated } from './transliterate.ts'

export type Names = Pick<Person, 'givenNames' | 'prefix' | 'surname'>

/** Ways in which a register writes a name otherwise than the passport does. */
export const nameSlips = [
  'second-given-dropped',
  'transliteration',
  'ij-y',
  'letter-wrong',
  'letters-swapped',
  'diacritics-dropped',
  'prefix-misplaced',
  'order-swapped',
  'initials-only',
] as const

export type NameSlip = (typeof nameSlips)[number]

/** The names with that slip, or the very same object where the slip cannot happen to them. */
export function misspell(names: Names, slip: NameSlip, prng: Prng): Names {
  switch (slip) {
    case 'second-given-dropped':
      return changed(names, { givenNames: names.givenNames.split(' ')[0] ?? '' })
    case 'transliteration':
      return inEither(names, (text) => transliterated(text, prng), prng)
    case 'ij-y':
      return inEither(names, ijForY, prng)
    case 'letter-wrong':
      return inEither(names, (text) => letterWrong(text, prng), prng)
    case 'letters-swapped':
      return inEither(names, (text) => lettersSwapped(text, prng), prng)
    case 'diacritics-dropped':
      return changed(names, {
        givenNames: withoutMarks(names.givenNames),
        surname: withoutMarks(names.surname),
      })
    case 'prefix-misplaced':
      return prefixMisplaced(names, prng)
    case 'order-swapped':
      return changed(names, { givenNames: names.surname, surname: names.givenNames })
    case 'initials-only':
      return changed(names, { givenNames: initialsOf(names.givenNames) })
    default:
      return slip satisfies never
  }
}

function changed(names: Names, parts: Partial<Names>): Names {
  const next = { ...names, ...parts }
  const same = next.givenNames === names.givenNames && next.surname === names.surname
  return same && next.prefix === names.prefix ? names : next
}

/** Tries the surname or the given names, by chance, then the other. */
function inEither(names: Names, change: (text: string) => string, prng: Prng): Names {
  const inSurname = () => changed(names, { surname: change(names.surname) })
  const inGiven = () => changed(names, { givenNames: change(names.givenNames) })
  const [first, second] = prng.chance(0.6) ? [inSurname, inGiven] : [inGiven, inSurname]
  const once = first()
  return once === names ? second() : once
}

function ijForY(text: string): string {
  if (/ij/i.test(text)) return text.replace(/ij/i, (found) => (found.startsWith('I') ? 'Y' : 'y'))
  return text.replace(/y/, 'ij')
}

/** A neighbour on the keyboard, a letter left out, a letter twice. */
function letterWrong(text: string, prng: Prng): string {
  const at = innerLetter(text, prng)
  if (at === undefined) return text
  const letter = text[at] ?? ''
  const neighbours = keyboard[letter] ?? 'e'
  const written = prng.pick(['', letter + letter, neighbours[prng.below(neighbours.length)] ?? ''])
  return text.slice(0, at) + written + text.slice(at + 1)
}

function lettersSwapped(text: string, prng: Prng): string {
  const at = innerLetter(text, prng)
  if (at === undefined) return text
  return text.slice(0, at - 1) + text[at] + text[at - 1] + text.slice(at + 1)
}

/** A small letter from the third on, with one before it in the same word; words of four or more. */
function innerLetter(text: string, prng: Prng): number | undefined {
  const places = [...text.matchAll(/(?<=\p{L}{2})\p{Ll}/gu)].map(({ index }) => index)
  return text.length < 4 || places.length === 0 ? undefined : prng.pick(places)
}

const keyboard: Readonly<Record<string, string>> = {
  a: 'sq',
  b: 'vn',
  c: 'xv',
  d: 'sf',
  e: 'wr',
  f: 'dg',
  g: 'fh',
  h: 'gj',
  i: 'uo',
  j: 'hk',
  k: 'jl',
  l: 'k',
  m: 'n',
  n: 'bm',
  o: 'ip',
  p: 'o',
  r: 'et',
  s: 'ad',
  t: 'ry',
  u: 'yi',
  v: 'cb',
  w: 'qe',
  x: 'zc',
  y: 'tu',
  z: 'xa',
}

/** What an old system leaves of letters outside ASCII. */
export function withoutMarks(text: string): string {
  return text
    .replaceAll(/[ŁłĐđØøßıİƏə]/g, (letter) => plainLetters[letter] ?? letter)
    .normalize('NFD')
    .replaceAll(/\p{M}/gu, '')
}

const plainLetters: Readonly<Record<string, string>> = {
  Ł: 'L',
  ł: 'l',
  Đ: 'D',
  đ: 'd',
  Ø: 'O',
  ø: 'o',
  ß: 'ss',
  ı: 'i',
  İ: 'I',
  Ə: 'A',
  ə: 'a',
}

/** Typed before the surname, shortened, left out; an article joined to its name. */
function prefixMisplaced(names: Names, prng: Prng): Names {
  const { prefix, surname } = names
  if (prefix === '') return changed(names, { surname: surname.replace(/^(El|Al|Ben|Ait) /, '$1') })
  return prng.pick<Names>([
    { ...names, prefix: '', surname: `${prefix} ${surname}` },
    { ...names, prefix: '', surname: `${surname}, ${prefix}` },
    { ...names, prefix: shortened(prefix) },
    { ...names, prefix: '' },
  ])
}

function shortened(prefix: string): string {
  return prefix.includes(' ') ? `${prefix.replaceAll(/(\S)\S*\s*/g, '$1.')}` : `${prefix}.`
}

function initialsOf(givenNames: string): string {
  return givenNames.replaceAll(/(\p{L})[^\s-]*[\s-]*/gu, '$1.')
}
