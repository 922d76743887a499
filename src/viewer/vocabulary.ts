import type { FigureClass } from '../release/gate.ts'
import type { Release } from '../release/release.ts'
import type { EstimateWords } from './estimate-words.ts'

type YearRule = Release['rules']['yearRule']

/** Title, explanation and column heads of one table; `of` is the name of a population. */
interface TableWords {
  readonly perYear: { title: string; note: string }
  readonly knownTo: { title(of: string): string; note: string }
  readonly knownOnlyTo: { title(of: string): string; note: string }
  readonly details: { title: string; note: string }
  readonly alsoIn: { title(of: string): string; note(of: string): string }
  readonly byCode: { title(of: string, table: string): string; note(undecodable: string): string }
  readonly period: { title: string; note: string }
}

/** The table on the quality of links. */
interface LinkageWords {
  readonly title: string
  readonly note: string
  readonly covered: string
  total(links: string): string
  readonly measure: string
  readonly outcome: string
  readonly recipe: string
  readonly links: string
  readonly linksByNumbers: string
  readonly recall: string
  recallOf(numbers: string): string
  foundMissed(of: { found: string; missed: string }): string
  readonly precision: string
  differentOf(numbers: string): string
  readonly conflicts: string
  readonly ties: string
  readonly withoutLinkingKey: string
  readonly withoutKey: string
  readonly keysDropped: string
  readonly tooFew: string
  readonly notShown: string
}

/** The questions of the agreement. */
interface AskedWords {
  readonly title: string
  readonly note: string
  outOf(name: string): string
  readonly noPercent: string
}

/** What was tried on the release before it was published. */
interface GateWords {
  readonly title: string
  readonly tried: string
  readonly checks: Readonly<Record<string, string>>
  readonly untried: string
  readonly nothingTaken: string
  taken(of: { what: string; year: string }): string
  readonly everyYear: string
  readonly classes: Readonly<Record<FigureClass, string>>
  readonly noEarlier: string
  earlier(count: number): string
  readonly earlierDigest: string
  readonly dominance: string
}

/**
 * Every word that a reader sees and that is not data. The field's own words, such as whom a list is
 * about, come from the names in the release.
 */
export interface Words {
  readonly product: string
  readonly tagline: string
  readonly skip: string
  readonly otherLanguage: string
  readonly answerTitle: string
  answer(of: {
    count: string
    population: string
    from: string
    to: string
    owners: number
  }): string
  answerWithheld(of: {
    below: string
    population: string
    from: string
    to: string
    owners: number
  }): string
  answerMayBeWithheld(of: { population: string; from: string; to: string; owners: number }): string
  answerSecondary(of: { population: string; from: string; to: string; owners: number }): string
  madeAt(date: string): string
  readonly readingTitle: string
  readonly scopeTerm: string
  scope(population: string): string
  readonly thresholdTerm: string
  threshold(below: string): string
  readonly roundingTerm: string
  rounding(base: string): string
  readonly exact: string
  readonly proofsTerm: string
  readonly proofs: Readonly<Record<Release['proofs'], string>>
  readonly coverTerm: string
  coverMeaning(evaluators: string): string
  readonly uncovered: string
  readonly yearTerm: string
  readonly yearRules: Readonly<Record<YearRule, string>>
  readonly enrichmentTerm: string
  readonly enrichment: string
  readonly tablesTitle: string
  table(number: number): string
  total(count: string, population: string): string
  tableRules(below: string, base: string): string
  readonly tables: TableWords
  ofWhich(name: string): string
  readonly year: string
  readonly organisation: string
  readonly allYears: string
  readonly figure: string
  readonly number: string
  readonly reports: string
  readonly reportsPerPerson: string
  readonly enrichments: string
  distinct(population: string): string
  withoutEnrichment(population: string): string
  readonly onlyWithoutLegalBasis: string
  readonly seenAgain: string
  alsoIn(population: string): string
  populationTotal(population: string): string
  withheld(below: string): string
  /** Of a covered number, which does not tell. */
  mayBeWithheld(below: string): string
  covered(value: string, interval: string): string
  readonly withheldRatio: string
  shortWithheld(below: string): string
  readonly shortWithheldRatio: string
  /** Withheld so that no other withheld number can be computed. */
  readonly secondary: string
  /** As the release before said it. */
  repeated(text: string): string
  readonly notApplicable: string
  legend(below: string): string
  readonly secondaryLegend: string
  readonly repeatedLegend: string
  readonly coverLegend: string
  readonly truthLegend: string
  readonly qualityTitle: string
  readonly qualityNote: string
  readonly listTwice: string
  readonly undecodable: string
  /** An estimate and the ends of its range. */
  range(value: string, low: string, high: string): string
  /** Beside a total; the range stands in `total`. */
  corrected(total: string): string
  readonly correctedTerm: string
  readonly correctedMeaning: string
  readonly correctedTitle: string
  readonly counted: string
  readonly correctedHead: string
  readonly linkage: LinkageWords
  readonly estimates: EstimateWords
  readonly asked: AskedWords
  readonly gate: GateWords
  readonly sourceTitle: string
  readonly round: string
  readonly agreement: string
  readonly agreementDigest: string
  readonly manifestDigest: string
  readonly madeByTerm: string
  readonly recipe: string
  readonly linkingRule: string
  readonly releaseDigest: string
  readonly asFile: string
  readonly signing: SigningWords
  readonly listsTitle: string
  readonly listsNote: string
  readonly list: string
  readonly population: string
  readonly source: string
  readonly sources: Readonly<Record<'report' | 'enrichment', string>>
  readonly agreedSize: string
  readonly legalBasis: string
  readonly yes: string
  readonly no: string
  readonly earlierTitle: string
  period(from: string, to: string): string
  readonly rehearsalTitle: string
  rehearsal(of: { seed: string; scale: string }): string
  readonly rehearsalReal: string
  rehearsalSummary(of: { fitting: string; compared: string; largest: string }): string
  truth(value: string): string
  difference(value: string): string
  readonly withheldRightly: string
  readonly withheldWrongly: string
  readonly noReleaseTitle: string
  readonly noRelease: string
  readonly notFoundTitle: string
  readonly notFound: string
  readonly faultTitle: string
  readonly fault: string
  readonly home: string
}

/** Of the signatures under a release. */
interface SigningWords {
  readonly signedBy: string
  readonly notSignedBy: string
  readonly foundWrongBy: string
  readonly coordinator: string
  readonly nobody: string
  readonly meaning: string
  readonly asFile: string
  readonly verify: string
}
