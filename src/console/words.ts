import type { Language } from '../viewer/language.ts'
import type { AccountsWords } from './accounts-words.ts'
import type { AgreementWords } from './agreement-words.ts'
import type { LogWords } from './log-words.ts'
import type { ProblemWords } from './problem-words.ts'
import type { RoundWords } from './round-words.ts'
import type { RulesWords } from './rules-words.ts'
import type { SignInWords } from './sign-in-words.ts'
import type { StartWords } from './start-words.ts'
import type { Role } from './who.ts'
import { english } from './words-en.ts'
import { dutch } from './words-nl.ts'

export type NavigationWord = 'start' | 'agreement' | 'rounds' | 'rules' | 'log' | 'accounts'

/** Words of the frame around every page. */
interface FrameWords {
  readonly product: string
  readonly tagline: string
  readonly skip: string
  readonly otherLanguage: string
  readonly signOut: string
  readonly navigationLabel: string
  readonly navigation: Readonly<Record<NavigationWord, string>>
  readonly roles: Readonly<Record<Role, string>>
}

/**
 * Every word of the console that is not data. A section keeps its own words in a file beside it
 * (`start-words.ts`: interface, Dutch, English) and adds one key here.
 */
export interface Words {
  readonly frame: FrameWords
  readonly problems: ProblemWords
  readonly signIn: SignInWords
  readonly start: StartWords
  readonly log: LogWords
  readonly accounts: AccountsWords
  readonly agreement: AgreementWords
  readonly round: RoundWords
  readonly rules: RulesWords
}

const catalogue: Readonly<Record<Language, Words>> = { nl: dutch, en: english }

/** All words of the console in one language. */
export function wordsIn(language: Language): Words {
  return catalogue[language]
}
