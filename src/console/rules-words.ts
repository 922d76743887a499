import type { RuleName } from '../round/standing-rules.ts'

/** Words of the page of standing rules. */
export interface RulesWords {
  readonly title: string
  readonly lead: string
  readonly none: string
  readonly notAsked: string
  readonly inForce: string
  readonly adopted: (who: string, when: string) => string
  readonly until: (date: string) => string
  readonly first: (who: string, digest: string) => string
  readonly rule: Readonly<Record<Exclude<RuleName, 'until'>, (value: string) => string>>
  readonly history: string
  readonly when: string
  readonly who: string
  readonly what: string
  readonly choices: { adopt: string; 'adopt.first': string; withdraw: string }
  readonly adoptTitle: string
  readonly text: string
  readonly textNote: string
  readonly adopt: string
  readonly confirm: string
  readonly withdraw: string
  readonly withdrawNote: string
}

export const rulesEnglish: RulesWords = {
  title: 'Standing rules',
  lead: 'When every rule holds, a round is accepted without asking a person, in the name of the rules. A round for which one does not hold waits for a person. Rules never refuse.',
  none: 'No standing rules are in force: each round waits for a person.',
  notAsked: 'They are not asked now: the settings do not say by-rules.',
  inForce: 'In force',
  adopted: (who, when) => `Adopted by ${who} on ${when}.`,
  until: (date) => `They hold until ${date}.`,
  first: (who, digest) => `${who} has put forward ${digest}. A second person has to confirm.`,
  rule: {
    agreement: (value) => `Only under the agreement with the digest ${value}.`,
    daysBetween: (value) => `The last round is ${value} days ago or more.`,
    roundsInYear: (value) => `At most ${value} rounds in 365 days, this one included.`,
    allLists: () => 'Every list of the agreement takes part.',
    onlyOwners: (value) => `Nobody but these owns a list of the round: ${value}.`,
    recordsAtLeast: (value) => `Each own list holds ${value} records or more.`,
    recordsAtMost: (value) => `Each own list holds at most ${value} of its agreed size.`,
    importedWithinDays: (value) => `The last import is at most ${value} days old.`,
  },
  history: 'What was decided',
  when: 'When',
  who: 'Who',
  what: 'What',
  choices: { adopt: 'adopted', 'adopt.first': 'put forward', withdraw: 'withdrawn' },
  adoptTitle: 'Other rules',
  text: 'Rules as YAML',
  textNote:
    'As in node-config/rules.yaml. They take the place of the rules in force, and are named by their digest.',
  adopt: 'Adopt these rules',
  confirm: 'Confirm as second person',
  withdraw: 'Withdraw the rules',
  withdrawNote: 'Once they are withdrawn, each round waits for a person.',
}

export const rulesDutch: RulesWords = {
  title: 'Vaste regels',
  lead: 'Gaan alle regels op, dan wordt een ronde aanvaard zonder iemand te vragen, op naam van de regels. Gaat er een niet op, dan wacht de ronde op een mens. Regels weigeren nooit.',
  none: 'Er zijn geen vaste regels van kracht: elke ronde wacht op een mens.',
  notAsked: 'Ze worden nu niet gevraagd: de instellingen zeggen niet by-rules.',
  inForce: 'Van kracht',
  adopted: (who, when) => `Aangenomen door ${who} op ${when}.`,
  until: (date) => `Ze gelden tot en met ${date}.`,
  first: (who, digest) =>
    `${who} heeft ${digest} voorgesteld. Een tweede persoon moet dat bevestigen.`,
  rule: {
    agreement: (value) => `Alleen onder de afspraak met kenmerk ${value}.`,
    daysBetween: (value) => `De vorige ronde is ${value} dagen geleden of langer.`,
    roundsInYear: (value) => `Hoogstens ${value} rondes in 365 dagen, deze meegeteld.`,
    allLists: () => 'Elke lijst van de afspraak doet mee.',
    onlyOwners: (value) => `Niemand anders heeft een lijst in de ronde dan: ${value}.`,
    recordsAtLeast: (value) => `Elke eigen lijst heeft ${value} records of meer.`,
    recordsAtMost: (value) =>
      `Elke eigen lijst vult hoogstens ${value} van haar afgesproken omvang.`,
    importedWithinDays: (value) => `De laatste import is hoogstens ${value} dagen oud.`,
  },
  history: 'Wat er besloten is',
  when: 'Wanneer',
  who: 'Wie',
  what: 'Wat',
  choices: { adopt: 'aangenomen', 'adopt.first': 'voorgesteld', withdraw: 'ingetrokken' },
  adoptTitle: 'Andere regels',
  text: 'Regels als YAML',
  textNote:
    'Zoals in node-config/rules.yaml. Ze komen in de plaats van de regels die gelden, en heten naar hun kenmerk.',
  adopt: 'Deze regels aannemen',
  confirm: 'Bevestigen als tweede persoon',
  withdraw: 'De regels intrekken',
  withdrawNote: 'Zijn ze ingetrokken, dan wacht elke ronde op een mens.',
}
