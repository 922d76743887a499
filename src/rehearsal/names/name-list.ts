/** Names of one origin. Common names of that origin; every combination made of them is fiction. */
export interface NameList {
  readonly female: readonly string[]
  readonly male: readonly string[]
  readonly families: readonly Family[]
  /** How many persons of this origin have a second given name, 0 to 1. */
  readonly secondGiven: number
}

export interface Family {
  /** Tussenvoegsel and the like: `van der`, `El`; empty for most. */
  readonly prefix: string
  /** For a woman, then for a man; the same in most languages. */
  readonly surnames: readonly [woman: string, man: string]
}

interface NameText {
  /** Given names, parted by blanks; an underscore stands for a blank inside a name. */
  readonly female: string
  readonly male: string
  /** Parted by commas. Leading lower-case words are the prefix; `man/woman` where the two differ. */
  readonly families: string
  readonly secondGiven: number
}

export function nameList(text: NameText): NameList {
  return {
    female: words(text.female),
    male: words(text.male),
    families: text.families.split(',').map((family) => parseFamily(family.trim())),
    secondGiven: text.secondGiven,
  }
}

function words(text: string): string[] {
  return text
    .trim()
    .split(/\s+/)
    .map((word) => word.replaceAll('_', ' '))
}

function parseFamily(text: string): Family {
  const parts = text.split(/\s+/)
  const start = parts.findIndex((part) => part !== part.toLowerCase())
  const [man = '', woman = man] = parts.slice(start).join(' ').split('/')
  return { prefix: parts.slice(0, start).join(' '), surnames: [woman, man] }
}
