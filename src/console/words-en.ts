import { accountsEnglish } from './accounts-words.ts'
import { agreementEnglish } from './agreement-words.ts'
import { logEnglish } from './log-words.ts'
import { problemEnglish } from './problem-words.ts'
import { roundEnglish } from './round-words-en.ts'
import { rulesEnglish } from './rules-words.ts'
import { signInEnglish } from './sign-in-words.ts'
import { startEnglish } from './start-words.ts'
import type { Words } from './words.ts'

export const english: Words = {
  frame: {
    product: 'Samentel',
    tagline: 'console of this organisation',
    skip: 'Skip to the content',
    otherLanguage: 'Nederlands',
    signOut: 'Sign out',
    navigationLabel: 'Sections',
    navigation: {
      start: 'Overview',
      agreement: 'Agreement',
      rounds: 'Rounds',
      rules: 'Standing rules',
      log: 'Log',
      accounts: 'Accounts',
    },
    roles: {
      operator: 'operator',
      'privacy-officer': 'privacy officer',
      auditor: 'auditor, reads only',
    },
  },
  problems: problemEnglish,
  signIn: signInEnglish,
  start: startEnglish,
  log: logEnglish,
  accounts: accountsEnglish,
  agreement: agreementEnglish,
  round: roundEnglish,
  rules: rulesEnglish,
}
