import { englishEstimates } from './estimate-words.ts'
import { capital } from './language.ts'
import type { Words } from './vocabulary.ts'

export const english: Words = {
  product: 'Samentel',
  tagline: 'Counting together, without seeing one another’s lists',
  skip: 'Skip to content',
  otherLanguage: 'Nederlands',
  answerTitle: 'The answer',
  answer: ({ count, population, from, to, owners }) =>
    `${count} different ${population} were known to one or more of the ${owners} organisations from ${from} up to and including ${to}. Each is counted once, also when known to more organisations or in more years.`,
  answerWithheld: ({ below, population, from, to, owners }) =>
    `Fewer than ${below} ${population} were known to one or more of the ${owners} organisations from ${from} up to and including ${to}. How many exactly is withheld.`,
  answerMayBeWithheld: ({ population, from, to, owners }) =>
    `How many ${population} were known to one or more of the ${owners} organisations from ${from} up to and including ${to} is withheld: there may be few.`,
  answerSecondary: ({ population, from, to, owners }) =>
    `How many ${population} were known to one or more of the ${owners} organisations from ${from} up to and including ${to} is withheld, as another, small number could be computed from it.`,
  madeAt: (date) => `Made on ${date}.`,
  readingTitle: 'How to read the numbers',
  scopeTerm: 'Who is counted',
  scope: (population) =>
    `Counted are ${population} who stand on a list of a participating organisation. This says nothing about the size of the population: whoever none of these organisations knows is not in it.`,
  thresholdTerm: 'Small numbers',
  threshold: (below) =>
    `A number of fewer than ${below} is withheld; zero too, because “nobody” also says something about persons.`,
  roundingTerm: 'Rounding',
  rounding: (base) =>
    `Every other number is rounded to the nearest multiple of ${base}, each by itself. Parts therefore need not add up to the total.`,
  exact: 'The numbers shown are not rounded.',
  proofsTerm: 'Proofs',
  proofs: {
    full: 'What was done with the encrypted rows was proven, step by step, to the organisations that processed them.',
    off: 'NOTHING WAS PROVEN: this was a rehearsal on made-up persons, and its numbers say nothing.',
  },
  coverTerm: 'Cover',
  coverMeaning: (evaluators) =>
    `A number that is called covered is an estimate: ${evaluators} evaluators each added a secret random number to it, so that nobody sees exact small counts; the truth lies between the two numbers in brackets nineteen times out of twenty. The other numbers are exact answers.`,
  uncovered:
    'Counts were not covered: the organisation that counted saw exact small counts, how many persons stand on exactly which lists, though not who they are.',
  yearTerm: 'Year',
  yearRules: {
    'year-of-report':
      'The year is the year in which the organisation reported or registered the person, not the year in which something happened.',
  },
  enrichmentTerm: 'Enrichment',
  enrichment:
    'An enrichment list adds to what others reported. Whoever is on it counts as a person but is not thereby reported. “Without enrichment” counts only those on a report list.',
  tablesTitle: 'The tables',
  table: (number) => `Table ${number}`,
  total: (count, population) => `N = ${count} ${population}, all years together`,
  tableRules: (below, base) =>
    base === '1'
      ? `Fewer than ${below} is withheld; the other numbers are exact.`
      : `Fewer than ${below} is withheld; the other numbers are rounded to ${base}.`,
  tables: {
    perYear: {
      title: 'Persons and reports per year',
      note: 'Whoever occurs in more years counts once in each of them. Reports per person are the reports divided by the persons without enrichment.',
    },
    knownTo: {
      title: (of) => `To which organisation ${of} were known`,
      note: 'Whoever was known to more organisations counts for each of them.',
    },
    knownOnlyTo: {
      title: (of) => `${capital(of)} known to this organisation only`,
      note: 'Known to this organisation in that year and to none of the others.',
    },
    details: {
      title: 'Known without a legal basis, and seen again later',
      note: '“Only without legal basis”: known in that year only to organisations that may not report without the person’s consent. “Again later”: also known in a later year of this period.',
    },
    alsoIn: {
      title: (of) => `Also known as ${of}`,
      note: (of) => `Of the persons counted: those who also stand on a list of ${of}, in any year.`,
    },
    byCode: {
      title: (of, table) => `${capital(of)} by ${table}`,
      note: (undecodable) =>
        `Each is counted once, under the most specific that the sources agree on. A row “of which” is part of the row of the broader name above it, where those too are counted of whom no more is known. Not traceable: ${undecodable}.`,
    },
    period: {
      title: 'All years together',
      note: 'Each is counted once, in however many years known.',
    },
  },
  ofWhich: (name) => `of which ${name}`,
  year: 'Year',
  organisation: 'Organisation',
  allYears: 'All years together',
  figure: 'What is counted',
  number: 'Number',
  reports: 'Reports',
  reportsPerPerson: 'Reports per person',
  enrichments: 'Enrichments',
  distinct: (population) => `Different ${population}`,
  withoutEnrichment: (population) => `Different ${population} without enrichment`,
  onlyWithoutLegalBasis: 'Only without legal basis',
  seenAgain: 'Again later',
  alsoIn: (population) => `Also on a list of ${population}`,
  populationTotal: (population) => `All ${population}, also those not known otherwise`,
  withheld: (below) => `withheld: fewer than ${below}`,
  mayBeWithheld: (below) => `withheld: may be fewer than ${below}`,
  covered: (value, interval) => `${value} (covered: ${interval})`,
  withheldRatio: 'withheld: one of the two numbers is too small',
  shortWithheld: (below) => `<${below}`,
  shortWithheldRatio: 'withheld',
  secondary: 'withheld to protect another withheld number',
  repeated: (text) => `${text} (as in the release before)`,
  notApplicable: 'n/a',
  legend: (below) =>
    `<${below}: withheld, fewer than ${below}, zero too. n/a: there are no lists for it.`,
  secondaryLegend:
    'x: withheld so that no other withheld number can be computed; it may be of any size.',
  repeatedLegend: '=: as in the release before, because fewer than ten persons came or went since.',
  coverLegend:
    '(a–b): covered, an estimate; the truth lies between these nineteen times out of twenty. ?: it may be fewer.',
  truthLegend: 'In brackets: the truth, which the generator knows.',
  qualityTitle: 'Quality of the count',
  qualityNote: 'Who is wrongly linked counts once above; who stands for no list is not counted.',
  listTwice: 'The same list twice in one person (wrongly linked)',
  undecodable: 'Not traceable to lists of this round',
  range: (value, low, high) => `${value} (${low} to ${high})`,
  corrected: (total) => `corrected for linking errors: ${total}`,
  correctedTerm: 'Linking errors',
  correctedMeaning:
    'Some records of one person are not recognised as one person’s, so that person is counted twice; some records of two persons are taken for one person’s. How often is measured on persons who have the same number on two lists. “Corrected for linking errors” is the total that would be found without such errors, and between brackets the range that holds it nineteen times out of twenty. It assumes that persons without a number are recognised as well as persons with one, which is too hopeful: the truth may be lower still. It says nothing of persons who are on no list.',
  correctedTitle: 'Totals corrected for linking errors',
  counted: 'Counted',
  correctedHead: 'Corrected',
  asked: {
    title: 'Questions asked',
    note: 'What the agreement asks. Beneath each question one sentence says who is counted, and how often one person counts. Percentages are computed from the numbers shown.',
    outOf: (name) => `as a part of “${name}”`,
    noPercent: 'cannot be computed',
  },
  linkage: {
    title: 'Quality of linking',
    note: 'How well records of one person were recognised as one person’s. What is found and what is right follows from the numbers in this table, so it says no more than these. What is right is seen only where others hold the same numbers: it is at most so much.',
    covered: 'Not estimated: counts are covered in this round, and those of links with them.',
    total: (links) => `N = ${links} links`,
    measure: 'What is measured',
    outcome: 'Outcome',
    recipe: 'Recipe of the match keys, and linking rule',
    links: 'Records joined to another record of the same person',
    linksByNumbers: 'Of these, by an equal number such as a BSN',
    recall: 'Found: of the links that there are, those that are recognised without a number',
    recallOf: (numbers) => `Found, of links with the same ${numbers}`,
    foundMissed: ({ found, missed }) => `recognised ${found}, missed ${missed}`,
    precision: 'Right, at most: of links made without a number, those that are one person',
    differentOf: (numbers) => `Links made though the ${numbers} differs`,
    conflicts: 'Persons with two different numbers of one kind',
    ties: 'Groups in which nobody can tell who belongs to whom; left apart',
    withoutLinkingKey: 'Records without a key that suffices to recognise a person',
    withoutKey: 'Records without any key, so recognised nowhere',
    keysDropped: 'Keys dropped because several persons on a list share them',
    tooFew: 'not estimated: too few links with an equal number',
    notShown: 'not shown: too few, or too few others',
  },
  estimates: englishEstimates,
  gate: {
    title: 'Tried before it was published',
    tried:
      'Before this release was published, an attempt was made to compute withheld numbers from all shown ones together, also with the earlier releases and with what one organisation, or two together, know of their own lists. It failed:',
    checks: {
      marginals: 'from the releases alone',
      insider: 'with the knowledge of one organisation',
      pair: 'with the knowledge of two organisations together',
      rounds: 'by subtracting one release from another',
      estimate: 'from estimates',
      dominance: 'from numbers that are nearly a whole list',
    },
    untried:
      'NOTHING WAS TRIED: this was a rehearsal on made-up persons. Withheld numbers may be computed from these numbers together.',
    nothingTaken: 'Nothing more had to be withheld for that.',
    taken: ({ what, year }) => `Also withheld: ${what}, ${year}.`,
    everyYear: 'all years',
    classes: {
      'codes-of-year': 'persons by code in one year',
      'narrow-codes': 'persons by narrower code',
      codes: 'persons by code',
      'known-only-to': 'known to this organisation only',
      'only-without-legal-basis': 'known without a legal basis only',
      'seen-again': 'seen again later',
      'also-in': 'also known in the other group',
      enrichments: 'enrichments',
      reports: 'reports',
      'known-to': 'known to an organisation',
      'persons-without-enrichment': 'distinct persons without enrichment',
      asked: 'answers to the questions of the agreement',
      'population-total': 'total of the other group',
      quality: 'quality of the count',
      linkage: 'quality of the links',
      'persons-of-year': 'distinct persons in one year',
      persons: 'distinct persons, all years together',
    },
    noEarlier: 'This is the first release of this agreement.',
    earlier: (count) =>
      count === 1
        ? 'The earlier release of this agreement was taken into account.'
        : `The ${count} earlier releases of this agreement were taken into account.`,
    earlierDigest: 'SHA-256 of an earlier release',
    dominance:
      'Mind that some numbers are nearly as large as the whole that they are a part of: whoever knows that somebody is in the whole then knows nearly surely that this person is in the part.',
  },
  sourceTitle: 'Provenance',
  round: 'Round',
  agreement: 'Agreement',
  agreementDigest: 'Digest of the agreement',
  manifestDigest: 'Digest of the round',
  madeByTerm: 'Counted by',
  recipe: 'Recipe of the match keys',
  linkingRule: 'Linking rule',
  releaseDigest: 'SHA-256 of the release',
  asFile: 'The release as a file (JSON)',
  signing: {
    signedBy: 'Signed by',
    notSignedBy: 'Not signed yet by',
    foundWrongBy: 'Found wrong by',
    coordinator: 'the coordinator',
    nobody: 'nobody yet',
    meaning:
      'Whoever signed took part in the round and checked this release: that it is of that round, as it was counted by the counter, and by the rules that were agreed. It is no recount.',
    asFile: 'The release with its signatures as a file (JSON)',
    verify: 'Verify that file yourself, without a network:',
  },
  listsTitle: 'Organisations and their lists',
  listsNote:
    'The number of rows is agreed beforehand and includes padding; it is not the number of persons on the list.',
  list: 'List',
  population: 'Who are on it',
  source: 'Kind',
  sources: { report: 'report', enrichment: 'enrichment' },
  agreedSize: 'Agreed rows',
  legalBasis: 'Legal basis to report',
  yes: 'yes',
  no: 'no',
  earlierTitle: 'Other releases',
  period: (from, to) => `${from} up to and including ${to}`,
  rehearsalTitle: 'Rehearsal: all data are made up',
  rehearsal: ({ seed, scale }) =>
    `No person on this page exists. The lists were made by a generator (seed ${seed}, scale ${scale}). That is why the truth, which the generator knows, stands beside every number.`,
  rehearsalReal: 'In a real round nobody knows the truth and it is not shown.',
  rehearsalSummary: ({ fitting, compared, largest }) =>
    `Of ${compared} numbers compared, ${fitting} differ by no more than withholding and rounding explain; the largest difference is ${largest}. Larger differences come from missed or wrong links.`,
  truth: (value) => `truth ${value}`,
  difference: (value) => `difference ${value}`,
  withheldRightly: 'rightly withheld',
  withheldWrongly: 'wrongly withheld',
  noReleaseTitle: 'No release yet',
  noRelease: 'No round has finished yet. Come back later.',
  notFoundTitle: 'Not found',
  notFound: 'There is no such page or release.',
  faultTitle: 'Something went wrong',
  fault: 'The page cannot be shown now. Try again later.',
  home: 'To the newest release',
}
