import type { Notice } from '../health/notices.ts'
import type { Fault } from './to-do.ts'

/** Of something that ends by itself: the id of what, and the moment. */
interface EndingWords {
  ended(what: string, date: string): string
  ends(what: string, date: string): string
}

/** The overview: what there is to do, and how things stand. Names and dates come as they are shown. */
export interface StartWords {
  title(organisation: string): string
  readonly toDoTitle: string
  readonly nothingToDo: string
  readonly answer: string
  revoked(names: string): string
  rejected(names: string): string
  others(names: string): string
  readonly noImport: string
  oldImport(days: number): string
  asked(round: string): string
  running(round: string): string
  readonly paused: string
  readonly ending: Readonly<Record<Notice['kind'], EndingWords>>
  readonly faults: Readonly<Record<Fault['check'], string>>
  /** Of a fault or a silence: its code, or figures. */
  because(why: string): string
  readonly neverHeard: string
  silentSince(since: string): string
  readonly standingTitle: string
  readonly agreement: string
  readonly validUntil: string
  readonly answers: string
  readonly organisation: string
  readonly itsAnswer: string
  readonly accepted: string
  readonly rejectedIt: string
  readonly revokedIt: string
  readonly noAnswer: string
  readonly lastImport: string
  readonly never: string
  readonly notApplicable: string
  importedAt(date: string, records: string, refused: string): string
  readonly coordinator: string
  heardAt(date: string): string
}

export const startDutch: StartWords = {
  title: (organisation) => `Overzicht van ${organisation}`,
  toDoTitle: 'Te doen',
  nothingToDo: 'Er is nu niets te doen.',
  answer: 'Er is een afspraak die wacht op uw antwoord.',
  revoked: (names) => `De afspraak is ingetrokken door ${names}. Er kunnen geen rondes meer zijn.`,
  rejected: (names) => `De afspraak is geweigerd door ${names}. Er kan geen ronde beginnen.`,
  others: (names) => `Nog geen antwoord op de afspraak van ${names}.`,
  noImport:
    'Er is nog niets ingelezen. Zonder eigen gegevens kan deze node geen lijst aanleveren. De beheerder leest ze in met samentel node import.',
  oldImport: (days) =>
    `De ingelezen gegevens zijn ${days} dagen oud. De beheerder leest nieuwe in met samentel node import.`,
  asked: (round) => `Ronde ${round} wacht op uw antwoord.`,
  running: (round) => `Ronde ${round} loopt.`,
  paused: 'Nieuwe rondes worden nu tegengehouden: deze organisatie heeft op pauze gezet.',
  ending: {
    agreement: {
      ended: (what, date) =>
        `De afspraak ${what} is verlopen op ${date}. Er kunnen geen rondes meer beginnen.`,
      ends: (what, date) => `De afspraak ${what} verloopt op ${date}. Sluit op tijd een nieuwe.`,
    },
    certificate: {
      ended: (what, date) => `Een certificaat in ${what} is verlopen op ${date}.`,
      ends: (what, date) => `Een certificaat in ${what} verloopt op ${date}.`,
    },
    retention: {
      ended: (what, date) => `De oudste registraties van ${what} moesten op ${date} gewist zijn.`,
      ends: (what, date) => `De oudste registraties van ${what} worden op ${date} gewist.`,
    },
  },
  faults: {
    keys: 'De sleutel waarmee de opslag is versleuteld, past niet of ontbreekt.',
    store: 'De opslag kan niet worden geschreven.',
    log: 'Het logboek kan niet worden geschreven; wat erin hoort, gebeurt niet.',
    disk: 'De schijf raakt vol.',
    clock: 'De klok van deze machine loopt niet gelijk met die van de coördinator.',
  },
  because: (why) => `(${why})`,
  neverHeard: 'De coördinator is nog nooit gehoord. Loopt samentel node serve?',
  silentSince: (since) =>
    `De coördinator is niet meer gehoord sinds ${since}. Loopt samentel node serve?`,
  standingTitle: 'Hoe het ervoor staat',
  agreement: 'Afspraak',
  validUntil: 'Geldig tot en met',
  answers: 'Antwoorden op de afspraak',
  organisation: 'Organisatie',
  itsAnswer: 'Antwoord',
  accepted: 'stemt in',
  rejectedIt: 'weigert',
  revokedIt: 'heeft ingetrokken',
  noAnswer: 'nog geen antwoord',
  lastImport: 'Laatst ingelezen',
  never: 'nog nooit',
  notApplicable: 'niet van toepassing: deze organisatie levert geen lijst',
  importedAt: (date, records, refused) =>
    `${date}: ${records} registraties gelezen, ${refused} niet leesbaar`,
  coordinator: 'Coördinator',
  heardAt: (date) => `laatst gehoord op ${date}`,
}

export const startEnglish: StartWords = {
  title: (organisation) => `Overview of ${organisation}`,
  toDoTitle: 'To do',
  nothingToDo: 'There is nothing to do now.',
  answer: 'There is an agreement that waits for your answer.',
  revoked: (names) => `The agreement was revoked by ${names}. There can be no more rounds.`,
  rejected: (names) => `The agreement was rejected by ${names}. No round can begin.`,
  others: (names) => `No answer to the agreement yet from ${names}.`,
  noImport:
    'Nothing was imported yet. Without records of its own this node can send no list. The operator imports them with samentel node import.',
  oldImport: (days) =>
    `The imported records are ${days} days old. The operator imports new ones with samentel node import.`,
  asked: (round) => `Round ${round} waits for your answer.`,
  running: (round) => `Round ${round} runs.`,
  paused: 'New rounds are held back now: this organisation has paused them.',
  ending: {
    agreement: {
      ended: (what, date) => `The agreement ${what} expired on ${date}. No more rounds can begin.`,
      ends: (what, date) => `The agreement ${what} expires on ${date}. Make a new one in time.`,
    },
    certificate: {
      ended: (what, date) => `A certificate in ${what} expired on ${date}.`,
      ends: (what, date) => `A certificate in ${what} expires on ${date}.`,
    },
    retention: {
      ended: (what, date) => `The oldest records of ${what} were to be erased by ${date}.`,
      ends: (what, date) => `The oldest records of ${what} will be erased on ${date}.`,
    },
  },
  faults: {
    keys: 'The key with which the store is sealed does not fit, or is not there.',
    store: 'The store cannot be written.',
    log: 'The log cannot be written; what belongs in it is not done.',
    disk: 'The disk is filling up.',
    clock: "This machine's clock differs from that of the coordinator.",
  },
  because: (why) => `(${why})`,
  neverHeard: 'The coordinator was never heard. Does samentel node serve run?',
  silentSince: (since) =>
    `The coordinator was not heard since ${since}. Does samentel node serve run?`,
  standingTitle: 'How things stand',
  agreement: 'Agreement',
  validUntil: 'Valid until',
  answers: 'Answers to the agreement',
  organisation: 'Organisation',
  itsAnswer: 'Answer',
  accepted: 'accepts',
  rejectedIt: 'rejects',
  revokedIt: 'has revoked it',
  noAnswer: 'no answer yet',
  lastImport: 'Last import',
  never: 'never yet',
  notApplicable: 'not applicable: this organisation sends no list',
  importedAt: (date, records, refused) => `${date}: ${records} records read, ${refused} refused`,
  coordinator: 'Coordinator',
  heardAt: (date) => `last heard on ${date}`,
}
