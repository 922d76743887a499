import type { CoalitionName, ListFinding, PlainPoint, Point, Seat } from './learning.ts'

/** What learning.ts found, in sentences for who is to decide on a round. */
export interface LearningWords {
  readonly seats: Readonly<Record<Seat, string>>
  readonly points: Readonly<Record<PlainPoint, string>>
  readonly coveredCounts: (epsilon: number, delta: number) => string
  readonly counts: (threshold: number, base: number) => string
  readonly codesFrom: (threshold: number) => string
  readonly coalitions: Readonly<Record<CoalitionName, { who: string; learn: string }>>
  /** A coalition that cannot be without this organisation. */
  readonly needsUs: string
  readonly findings: {
    readonly 'never-imported': string
    readonly empty: string
    readonly 'over-limit': string
    readonly 'below-minimum': (minimum: number) => string
    readonly 'below-threshold': (threshold: number) => string
    readonly 'little-padding': (size: number) => string
    readonly fits: (size: number) => string
    readonly 'too-many-to-say': string
    readonly 'small-codes': (
      found: Pick<Extract<ListFinding, { say: 'small-codes' }>, 'threshold' | 'counted'> & {
        readonly table: string
        readonly codes: readonly string[]
      },
    ) => string
  }
}

export const learningEnglish: LearningWords = {
  seats: {
    owner: 'List owner',
    evaluator: 'Evaluator',
    counter: 'Counter',
    coordinator: 'Coordinator',
    reader: 'Reader of the release',
    network: 'Whoever listens on the network',
  },
  points: {
    'nothing-of-records': 'Nothing of your records, and not whose a row is.',
    release: 'The release, as every reader.',
    'who-and-when': 'Who speaks with the coordinator and when, and sizes; nothing of what is said.',
    'agreed-sizes': 'The agreed sizes of your lists; not how many persons stand on them.',
    'number-of-persons': 'How many different persons all lists have together, exactly.',
    patterns:
      'Which nameless rows hold an equal key and in which slot, not of which list a row is, nor whose.',
    'rows-of-links':
      'How many persons stand on one list, on two, on three and so on: exactly, without which lists.',
    'exact-small-counts':
      'How many nameless persons stand on exactly which lists: exactly, also where it is one.',
    'exact-codes':
      'Of each table by itself: which code goes how often with which set of lists, exactly.',
    links: 'Which nameless rows are one person, and in which slot they agree.',
    'only-rows-per-person': 'Exactly only how many persons have so many rows.',
    'list-figures':
      'Of how many records and rows each of your lists was made, and how many rows lack keys: as totals.',
    'overlap-exactly':
      'As there are two lists: how many persons stand on both. That is the overlap, exactly.',
    'on-all-lists-exactly': 'How many persons stand on all lists, exactly.',
  },
  coveredCounts: (epsilon, delta) =>
    `How many nameless persons stand on exactly which lists, with cover: each number is disturbed (ε ${epsilon}, δ ${delta}).`,
  counts: (threshold, base) =>
    base === 1
      ? `Counts of ${threshold} or more; smaller ones, zero too, are withheld.`
      : `Counts of ${threshold} or more, rounded to ${base}; smaller ones, zero too, are withheld.`,
  codesFrom: (threshold) => `Counts by code of ${threshold} or more.`,
  coalitions: {
    owners: {
      who: 'Another list owner with you',
      learn: 'Both lists: they could be compared anyway, as both know the matching secret.',
    },
    'coordinator-owner': {
      who: 'The coordinator and another list owner',
      learn:
        'Of persons on that owner’s own list whose pattern of keys is rare: on how many other lists they stand, and which keys agree there. With few lists the number may say which.',
    },
    'coordinator-counter': {
      who: 'The coordinator and a counter',
      learn:
        'For no row anything certain as long as one evaluator keeps its order; a set of lists that occurs once is matched with its pattern.',
    },
    'counter-owner': {
      who: 'The counters and another list owner',
      learn:
        'The lists and codes of those on that owner’s own list whose set of lists, or code, is rare.',
    },
    evaluators: {
      who: 'All evaluators, without the coordinator',
      learn: 'Whose every row is, which rows are one person, the lists and codes of every row.',
    },
    'coordinator-evaluators': {
      who: 'The coordinator and all evaluators',
      learn:
        'Every hashed key of every list; with the matching secret, which every owner knows, every person whose name, date or number can be guessed. So everything.',
    },
  },
  needsUs: 'Not without you: your organisation would have to give its keys or its own list.',
  findings: {
    'never-imported':
      'was never imported: the round would end here. Import it first, an empty one too.',
    empty: 'is empty. It may take part: others see the agreed size only.',
    'over-limit':
      'holds more persons than its agreed size: the round would end here, without saying which list.',
    'below-minimum': (minimum) =>
      `holds fewer than ${minimum} persons, the least that the agreement lets go: the round would end here, without saying which list.`,
    'below-threshold': (threshold) =>
      `holds fewer than ${threshold} persons, so every figure of this list alone is withheld. The counter sees the number.`,
    'little-padding': (size) =>
      `nearly fills its agreed size of ${size} rows, which everybody knows: the size tells about how many persons there are. Agree on a larger one.`,
    fits: (size) => `fits its agreed size of ${size} rows, with room that hides the true number.`,
    'too-many-to-say': 'is too long to say more of on this page.',
    'small-codes': ({ table, codes, threshold, counted }) =>
      `holds fewer than ${threshold} persons with these codes of ${table}: ${codes.join(', ')}. No reader sees such a count.${counted ? ' The counter sees it exactly, without names.' : ''}`,
  },
}

export const learningDutch: LearningWords = {
  seats: {
    owner: 'Lijsteigenaar',
    evaluator: 'Evaluator',
    counter: 'Teller',
    coordinator: 'Coördinator',
    reader: 'Lezer van de publicatie',
    network: 'Wie op het netwerk meeluistert',
  },
  points: {
    'nothing-of-records': 'Niets van uw gegevens, en niet van wie een rij is.',
    release: 'De publicatie, zoals iedere lezer.',
    'who-and-when':
      'Wie wanneer met de coördinator spreekt, en hoeveel; niets van wat er gezegd wordt.',
    'agreed-sizes': 'De afgesproken omvang van uw lijsten; niet hoeveel personen erop staan.',
    'number-of-persons': 'Hoeveel verschillende personen alle lijsten samen hebben, precies.',
    patterns:
      'Welke naamloze rijen een gelijke sleutel hebben en op welke plaats; niet van welke lijst een rij is, en niet van wie.',
    'rows-of-links':
      'Hoeveel personen op één lijst staan, op twee, op drie enzovoort: precies, zonder welke lijsten.',
    'exact-small-counts':
      'Hoeveel naamloze personen op precies welke lijsten staan: precies, ook als het er één is.',
    'exact-codes':
      'Van elke tabel op zichzelf: welke code hoe vaak bij welke groep lijsten hoort, precies.',
    links: 'Welke naamloze rijen één persoon zijn, en op welke plaats ze gelijk zijn.',
    'only-rows-per-person': 'Precies alleen hoeveel personen zoveel rijen hebben.',
    'list-figures':
      'Uit hoeveel records en rijen elk van uw lijsten is gemaakt, en hoeveel rijen sleutels missen: als totalen.',
    'overlap-exactly':
      'Omdat er twee lijsten zijn: hoeveel personen op beide staan. Dat is de overlap, precies.',
    'on-all-lists-exactly': 'Hoeveel personen op alle lijsten staan, precies.',
  },
  coveredCounts: (epsilon, delta) =>
    `Hoeveel naamloze personen op precies welke lijsten staan, afgedekt: elk getal is verstoord (ε ${epsilon}, δ ${delta}).`,
  counts: (threshold, base) =>
    base === 1
      ? `Aantallen van ${threshold} of meer; kleinere, ook nul, worden niet getoond.`
      : `Aantallen van ${threshold} of meer, afgerond op ${base}; kleinere, ook nul, worden niet getoond.`,
  codesFrom: (threshold) => `Aantallen per code van ${threshold} of meer.`,
  coalitions: {
    owners: {
      who: 'Een andere lijsteigenaar met u',
      learn:
        'Beide lijsten: die zijn hoe dan ook te vergelijken, omdat beiden het koppelgeheim kennen.',
    },
    'coordinator-owner': {
      who: 'De coördinator en een andere lijsteigenaar',
      learn:
        'Van personen op de eigen lijst van die eigenaar met een zeldzaam patroon van sleutels: op hoeveel andere lijsten ze staan, en welke sleutels daar gelijk zijn. Bij weinig lijsten kan het getal zeggen welke.',
    },
    'coordinator-counter': {
      who: 'De coördinator en een teller',
      learn:
        'Van geen enkele rij iets zekers zolang één evaluator zijn volgorde voor zich houdt; een groep lijsten die één keer voorkomt, past op haar patroon.',
    },
    'counter-owner': {
      who: 'De tellers en een andere lijsteigenaar',
      learn:
        'De lijsten en codes van wie op de eigen lijst van die eigenaar staat met een zeldzame groep lijsten of code.',
    },
    evaluators: {
      who: 'Alle evaluatoren, zonder de coördinator',
      learn:
        'Van wie elke rij is, welke rijen één persoon zijn, en de lijsten en codes van elke rij.',
    },
    'coordinator-evaluators': {
      who: 'De coördinator en alle evaluatoren',
      learn:
        'Elke versleutelde sleutel van elke lijst; met het koppelgeheim, dat iedere eigenaar kent, iedere persoon van wie naam, datum of nummer te raden is. Dus alles.',
    },
  },
  needsUs: 'Niet zonder u: uw organisatie zou haar sleutels of haar eigen lijst moeten afgeven.',
  findings: {
    'never-imported':
      'is nooit geïmporteerd: de ronde zou hier eindigen. Importeer haar eerst, ook als ze leeg is.',
    empty: 'is leeg. Ze mag meedoen: anderen zien alleen de afgesproken omvang.',
    'over-limit':
      'telt meer personen dan haar afgesproken omvang: de ronde zou hier eindigen, zonder te zeggen welke lijst het is.',
    'below-minimum': (minimum) =>
      `telt minder dan ${minimum} personen, het minste dat de afspraak laat gaan: de ronde zou hier eindigen, zonder te zeggen welke lijst het is.`,
    'below-threshold': (threshold) =>
      `telt minder dan ${threshold} personen, dus geen enkel getal van alleen deze lijst wordt getoond. De teller ziet het aantal.`,
    'little-padding': (size) =>
      `vult haar afgesproken omvang van ${size} rijen bijna, en die kent iedereen: de omvang zegt ongeveer hoeveel personen het zijn. Spreek een grotere af.`,
    fits: (size) =>
      `past in haar afgesproken omvang van ${size} rijen, met ruimte die het ware aantal verbergt.`,
    'too-many-to-say': 'is te lang om er op deze pagina meer van te zeggen.',
    'small-codes': ({ table, codes, threshold, counted }) =>
      `telt minder dan ${threshold} personen met deze codes van ${table}: ${codes.join(', ')}. Geen lezer ziet zo’n aantal.${counted ? ' De teller ziet het precies, zonder namen.' : ''}`,
  },
}

/** A point as a sentence. */
export function pointText(words: LearningWords, point: Point): string {
  switch (point.say) {
    case 'covered-counts':
      return words.coveredCounts(point.epsilon, point.delta)
    case 'counts':
      return words.counts(point.threshold, point.base)
    case 'codes-from':
      return words.codesFrom(point.threshold)
    default:
      return words.points[point.say]
  }
}

/** What follows the name of a list; names of codes and tables by `nameOf`. */
export function findingText(
  words: LearningWords,
  finding: ListFinding,
  nameOf: { table: (id: string) => string; code: (table: string, code: string) => string },
): string {
  const { findings } = words
  switch (finding.say) {
    case 'below-minimum':
      return findings['below-minimum'](finding.minimum)
    case 'below-threshold':
      return findings['below-threshold'](finding.threshold)
    case 'little-padding':
    case 'fits':
      return findings[finding.say](finding.size)
    case 'small-codes': {
      const { table, codes, ...rest } = finding
      const names = codes.map((code) => nameOf.code(table, code))
      return findings['small-codes']({ ...rest, table: nameOf.table(table), codes: names })
    }
    default:
      return findings[finding.say]
  }
}
