/**
 * What values of match keys are made of (protocol/matching.md, Keys). Undefined, or none, where a record does not have
 * it. Pure; stays at the node that holds the record.
 */
import { givenNameOf } from './call-names.ts'
import type { NameForm, PersonFields } from './person-fields.ts'
import { soundCode, soundCodes } from './sound-code.ts'

/** Fewer letters are too little to name a person. */
const fewestLetters = 5
const fewestSounds = 4

/** Full and no stand-in: only such a date says who somebody is. */
export function firm({ birthDate }: PersonFields): string | undefined {
  return birthDate?.firm === true ? birthDate.iso : undefined
}

export function standIn({ birthDate }: PersonFields): string | undefined {
  const known = birthDate?.iso.startsWith('0000') === false
  return known && birthDate.standIn ? birthDate.iso.slice(0, 4) : undefined
}

export function year({ birthDate }: PersonFields): string | undefined {
  const iso = birthDate?.iso
  return iso === undefined || iso.startsWith('0000') ? undefined : iso.slice(0, 4)
}

/** A postcode that few of a register share. */
export function quiet({ postcode }: PersonFields): string | undefined {
  return postcode?.crowded === true ? undefined : postcode?.full
}

/** Day and month in rising order; none where their exchange gives no other date. */
export function eitherWay(iso: string | undefined): string | undefined {
  if (iso === undefined) return undefined
  const [yyyy = '', month = '', day = ''] = iso.split('-')
  if (day === month || Number(day) > 12) return undefined
  return `${yyyy} ${[day, month].sort().join(' ')}`
}

/** Says which parts they are, so that 1999-05 and a fifth of some month never meet. */
export function twoParts(iso: string | undefined): string[] {
  if (iso === undefined) return []
  const [yyyy = '', month = '', day = ''] = iso.split('-')
  return [`${yyyy}-${month}-..`, `${yyyy}-..-${day}`, `....-${month}-${day}`]
}

/** All letters of all name words in one sorted bag, so that no order of names and no split of a word matters. */
export function letters({ given, surname }: NameForm): string | undefined {
  const words = [...given, ...surname]
  // A name that stands in both fields is one name: too little to say who somebody is.
  if (new Set(words).size < 2) return undefined
  const bag = [...words.join('')].sort().join('')
  return bag.length < fewestLetters ? undefined : bag
}

export function soundBag({ given, surname }: NameForm): string | undefined {
  const words = [...given, ...surname]
  if (new Set(words).size < 2) return undefined
  const bag = [...words.map(soundCode).join('')].sort().join('')
  return bag.length < fewestSounds ? undefined : bag
}

/** First given name and last surname by sound, in either order: foreign names are often entered the other way. */
export function soundPairs({ given, surname }: NameForm, as = givenNameOf): string[] {
  const [first, last] = [given[0], surname.at(-1)]
  if (isInitial(first) || isInitial(last)) return []
  const [a, b] = [soundCodes(as(first)), soundCodes(as(last))]
  // A writer's letters take their other sounds all at once, so two of the four pairs tell.
  const pairs = [0, -1].map((at) => [a.at(at), b.at(at)].sort().join(' '))
  return [...new Set(pairs)]
}

/** Call names as they are: without a date, Jan and Johan at one address are father and son. */
export function heardAsWritten(name: NameForm): string[] {
  return soundPairs(name, (word) => word)
}

/** The sound of a word that is more than an initial; of a call name, that of the name it is short for. */
export function heard(word: string | undefined): string | undefined {
  return isInitial(word) ? undefined : soundCode(givenNameOf(word))
}

function isInitial(word: string | undefined): word is undefined {
  return word === undefined || word.length < 2
}

export function firstLetters({ given, surname }: NameForm): string | undefined {
  const [first, last] = [given[0], surname.at(-1)]
  if (isInitial(first) || isInitial(last)) return undefined
  return [first.slice(0, 2), last.slice(0, 2)].sort().join(' ')
}
