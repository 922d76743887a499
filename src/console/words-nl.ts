import { accountsDutch } from './accounts-words.ts'
import { agreementDutch } from './agreement-words.ts'
import { logDutch } from './log-words.ts'
import { problemDutch } from './problem-words.ts'
import { roundDutch } from './round-words-nl.ts'
import { rulesDutch } from './rules-words.ts'
import { signInDutch } from './sign-in-words.ts'
import { startDutch } from './start-words.ts'
import type { Words } from './words.ts'

export const dutch: Words = {
  frame: {
    product: 'Samentel',
    tagline: 'beheer van deze organisatie',
    skip: 'Naar de inhoud',
    otherLanguage: 'English',
    signOut: 'Uitloggen',
    navigationLabel: 'Onderdelen',
    navigation: {
      start: 'Overzicht',
      agreement: 'Afspraak',
      rounds: 'Rondes',
      rules: 'Vaste regels',
      log: 'Logboek',
      accounts: 'Accounts',
    },
    roles: {
      operator: 'beheerder',
      'privacy-officer': 'functionaris gegevensbescherming',
      auditor: 'auditor, leest alleen',
    },
  },
  problems: problemDutch,
  signIn: signInDutch,
  start: startDutch,
  log: logDutch,
  accounts: accountsDutch,
  agreement: agreementDutch,
  round: roundDutch,
  rules: rulesDutch,
}
