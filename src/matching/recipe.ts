import { lengthPrefixed, utf8 } from '../base/bytes.ts'
import type { SlotRule } from '../base/slots.ts'
import type { Sex } from './normalise-sex.ts'
import { soundCode } from './sound-code.ts'

/** The normalised fields of one record on which keys are built; undefined or empty where there is nothing to use. */
export interface KeyFields {
  readonly bsn: string | undefined
  readonly vNumber: string | undefined
  readonly givenWords: readonly string[]
  readonly surnameWords: readonly string[]
  /** YYYY-MM-DD, only when full, possible and no stand-in. */
  readonly firmBirthDate: string | undefined
  readonly sex: Sex | undefined
}

export interface RecipeSlot extends SlotRule {
  /** What is hashed with the key (protocol/specification.md 2.1), so that one key meets itself in any slot. */
  readonly keyId: string
  /** Canonical key bytes, or null when the record does not have what the key needs. */
  readonly build: (fields: KeyFields) => Uint8Array | null
}

/** The versioned rule that makes match keys; id and version are part of the agreement and of every key's hash. */
export interface Recipe {
  readonly id: string
  readonly version: number
  readonly slots: readonly RecipeSlot[]
}

/** How agreements and hashes name a recipe: id and version. */
export function recipeName({ id, version }: Recipe): string {
  return `${id}/${version}`
}

const fewestLetters = 5

export const recipe: Recipe = {
  id: 'r1',
  version: 1,
  slots: [
    { id: 'bsn', class: 'bsn', strength: 'strong', unique: true, keyId: 'K01', build: bsnKey },
    {
      id: 'vnumber',
      class: 'vnumber',
      strength: 'strong',
      unique: true,
      keyId: 'K02',
      build: vNumberKey,
    },
    {
      id: 'letters',
      class: 'letters',
      strength: 'strong',
      unique: false,
      keyId: 'K04',
      build: lettersKey,
    },
    {
      id: 'sounds',
      class: 'sounds',
      strength: 'soft',
      unique: false,
      keyId: 'K05',
      build: soundsKey,
    },
  ],
}

function bsnKey({ bsn }: KeyFields): Uint8Array | null {
  return canonicalKey(bsn)
}

function vNumberKey({ vNumber }: KeyFields): Uint8Array | null {
  return canonicalKey(vNumber)
}

/** All letters of all name words in one sorted bag, so that no order of names and no split of a word matters. */
function lettersKey({ givenWords, surnameWords, firmBirthDate }: KeyFields): Uint8Array | null {
  const words = [...givenWords, ...surnameWords]
  // A name that stands in both fields is one name: too little for a strong key.
  if (new Set(words).size < 2) return null
  const letters = Array.from(words.join('')).sort()
  return letters.length < fewestLetters ? null : canonicalKey(letters.join(''), firmBirthDate)
}

/** First given name and last surname by sound, in either order: foreign names are often entered the other way. */
function soundsKey({ givenWords, surnameWords, firmBirthDate, sex }: KeyFields) {
  const heard = [givenWords.at(0), surnameWords.at(-1)].map((word) => nameSound(word ?? ''))
  const [first, second] = heard.sort()
  return canonicalKey(first, second, firmBirthDate, sex)
}

/** An initial is not a name. */
function nameSound(word: string): string {
  return word.length < 2 ? '' : soundCode(word)
}

/** Canonical key bytes: the fields with their lengths; null when one is missing or empty. */
function canonicalKey(...fields: readonly (string | undefined)[]): Uint8Array | null {
  const present = fields.map((field) => field ?? '')
  return present.includes('') ? null : lengthPrefixed(...present.map((field) => utf8(field)))
}
