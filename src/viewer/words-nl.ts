import { dutchEstimates } from './estimate-words.ts'
import { capital } from './language.ts'
import type { Words } from './vocabulary.ts'

export const dutch: Words = {
  product: 'Samentel',
  tagline: 'Samen tellen, zonder elkaars lijsten te zien',
  skip: 'Naar de inhoud',
  otherLanguage: 'English',
  answerTitle: 'Het antwoord',
  answer: ({ count, population, from, to, owners }) =>
    `${count} verschillende ${population} waren van ${from} tot en met ${to} bekend bij een of meer van de ${owners} organisaties. Ieder telt één keer, ook wie bij meer organisaties of in meer jaren bekend was.`,
  answerWithheld: ({ below, population, from, to, owners }) =>
    `Minder dan ${below} ${population} waren van ${from} tot en met ${to} bekend bij een of meer van de ${owners} organisaties. Hoeveel precies is onderdrukt.`,
  answerMayBeWithheld: ({ population, from, to, owners }) =>
    `Hoeveel ${population} van ${from} tot en met ${to} bekend waren bij een of meer van de ${owners} organisaties is onderdrukt: het kunnen er weinig zijn.`,
  answerSecondary: ({ population, from, to, owners }) =>
    `Hoeveel ${population} van ${from} tot en met ${to} bekend waren bij een of meer van de ${owners} organisaties is onderdrukt, omdat daaruit een ander, klein aantal te berekenen zou zijn.`,
  madeAt: (date) => `Vastgesteld op ${date}.`,
  readingTitle: 'Zo leest u de aantallen',
  scopeTerm: 'Wie er geteld is',
  scope: (population) =>
    `Geteld zijn ${population} die op een lijst van een deelnemende organisatie staan. Dat zegt niets over de omvang van de populatie: wie bij geen van deze organisaties bekend is, staat er niet in.`,
  thresholdTerm: 'Kleine aantallen',
  threshold: (below) =>
    `Een aantal van minder dan ${below} is onderdrukt; nul ook, want ook “niemand” zegt iets over personen.`,
  roundingTerm: 'Afronding',
  rounding: (base) =>
    `Elk ander aantal is afgerond op het dichtstbijzijnde veelvoud van ${base}, ieder aantal apart. Delen tellen daardoor niet altijd op tot het totaal.`,
  exact: 'De getoonde aantallen zijn niet afgerond.',
  proofsTerm: 'Bewijzen',
  proofs: {
    full: 'Wat er met de versleutelde rijen gebeurde, is stap voor stap bewezen aan de organisaties die ze verwerkten.',
    off: 'ER IS NIETS BEWEZEN: dit was een oefening met verzonnen personen, en de aantallen zeggen niets.',
  },
  coverTerm: 'Afdekking',
  coverMeaning: (evaluators) =>
    `Een aantal dat afgedekt heet, is een schatting: ${evaluators} evaluatoren telden er elk een geheim willekeurig aantal bij op, zodat niemand exacte kleine aantallen ziet; negentien van de twintig keer ligt het ware aantal tussen de twee getallen tussen haakjes. De andere aantallen zijn exacte antwoorden.`,
  uncovered:
    'De aantallen zijn niet afgedekt: wie telde, zag exacte kleine aantallen, namelijk hoeveel personen op precies welke lijsten staan, maar niet wie dat zijn.',
  yearTerm: 'Jaar',
  yearRules: {
    'year-of-report':
      'Het jaar is het jaar waarin de organisatie de persoon meldde of registreerde, niet het jaar waarin er iets gebeurde.',
  },
  enrichmentTerm: 'Verrijking',
  enrichment:
    'Een verrijkingslijst vult meldingen van anderen aan. Wie erop staat telt mee als persoon, maar is daarmee niet gemeld. “Zonder verrijking” telt alleen wie op een meldingslijst staat.',
  tablesTitle: 'De tabellen',
  table: (number) => `Tabel ${number}`,
  total: (count, population) => `N = ${count} ${population}, alle jaren samen`,
  tableRules: (below, base) =>
    base === '1'
      ? `Minder dan ${below} is onderdrukt; de andere aantallen zijn exact.`
      : `Minder dan ${below} is onderdrukt; de andere aantallen zijn afgerond op ${base}.`,
  tables: {
    perYear: {
      title: 'Personen en meldingen per jaar',
      note: 'Wie in meer jaren voorkomt, telt in elk van die jaren één keer. Meldingen per persoon zijn de meldingen gedeeld door de personen zonder verrijking.',
    },
    knownTo: {
      title: (of) => `Bij welke organisatie ${of} bekend waren`,
      note: 'Wie bij meer organisaties bekend was, telt bij elk daarvan.',
    },
    knownOnlyTo: {
      title: (of) => `Alleen bij deze organisatie bekende ${of}`,
      note: 'In dat jaar bekend bij deze organisatie en bij geen van de andere.',
    },
    details: {
      title: 'Zonder grondslag bekend, en later opnieuw gezien',
      note: '“Alleen zonder grondslag”: in dat jaar alleen bekend bij organisaties die zonder toestemming van de persoon niet mogen melden. “Later opnieuw”: ook in een later jaar van deze periode bekend.',
    },
    alsoIn: {
      title: (of) => `Ook bekend als ${of}`,
      note: (of) =>
        `Van de getelde personen: wie ook op een lijst van ${of} staat, in welk jaar ook.`,
    },
    byCode: {
      title: (of, table) => `${capital(of)} naar ${table}`,
      note: (undecodable) =>
        `Ieder telt één keer, onder het meest specifieke waarover de bronnen het eens zijn. Een regel met “waarvan” zit ook in de ruimere regel erboven; daarin telt ook mee van wie niet meer bekend is. Niet te herleiden: ${undecodable}.`,
    },
    period: {
      title: 'Alle jaren samen',
      note: 'Ieder telt één keer, in hoeveel jaren ook bekend.',
    },
  },
  ofWhich: (name) => `waarvan ${name}`,
  year: 'Jaar',
  organisation: 'Organisatie',
  allYears: 'Alle jaren samen',
  figure: 'Wat er geteld is',
  number: 'Aantal',
  reports: 'Meldingen',
  reportsPerPerson: 'Meldingen per persoon',
  enrichments: 'Verrijkingen',
  distinct: (population) => `Verschillende ${population}`,
  withoutEnrichment: (population) => `Verschillende ${population} zonder verrijking`,
  onlyWithoutLegalBasis: 'Alleen zonder grondslag',
  seenAgain: 'Later opnieuw',
  alsoIn: (population) => `Ook op een lijst van ${population}`,
  populationTotal: (population) => `Alle ${population}, ook wie verder niet bekend is`,
  withheld: (below) => `onderdrukt: minder dan ${below}`,
  mayBeWithheld: (below) => `onderdrukt: mogelijk minder dan ${below}`,
  covered: (value, interval) => `${value} (afgedekt: ${interval})`,
  withheldRatio: 'onderdrukt: een van beide aantallen is te klein',
  shortWithheld: (below) => `<${below}`,
  shortWithheldRatio: 'onderdrukt',
  secondary: 'onderdrukt, om een ander onderdrukt aantal te beschermen',
  repeated: (text) => `${text} (overgenomen uit de vorige publicatie)`,
  notApplicable: 'n.v.t.',
  legend: (below) =>
    `<${below}: onderdrukt, minder dan ${below}, nul ook. n.v.t.: er zijn geen lijsten voor.`,
  secondaryLegend:
    'x: onderdrukt, zodat geen ander onderdrukt aantal te berekenen is; over de hoogte zegt het niets.',
  repeatedLegend:
    '=: overgenomen uit de vorige publicatie, omdat er sindsdien minder dan tien personen bij kwamen of af gingen.',
  coverLegend:
    '(a–b): afgedekt, een schatting; negentien van de twintig keer ligt het ware aantal daartussen. ?: het kunnen er minder zijn.',
  truthLegend: 'Tussen haakjes: de waarheid die de generator kent.',
  qualityTitle: 'Kwaliteit van de telling',
  qualityNote:
    'Wie onjuist gekoppeld is, telt hierboven één keer; wie niet te herleiden is, telt niet mee.',
  listTwice: 'Twee keer dezelfde lijst bij één persoon (onjuist gekoppeld)',
  undecodable: 'Niet te herleiden tot lijsten van deze ronde',
  range: (value, low, high) => `${value} (${low} tot ${high})`,
  corrected: (total) => `gecorrigeerd voor koppelfouten: ${total}`,
  correctedTerm: 'Koppelfouten',
  correctedMeaning:
    'Soms wordt niet herkend dat twee gegevens van één persoon zijn: die telt dan dubbel. Soms worden gegevens van twee personen voor die van één persoon gehouden. Hoe vaak dat gebeurt, is gemeten bij personen die op twee lijsten hetzelfde nummer hebben. “Gecorrigeerd voor koppelfouten” is het totaal zoals het zonder zulke fouten zou zijn; tussen haakjes staat het bereik waar het negentien van de twintig keer in ligt. Daarbij is aangenomen dat personen zonder nummer even goed herkend worden als personen met een nummer. Dat is te gunstig: het ware aantal kan nog lager zijn. Over personen die op geen lijst staan zegt dit niets.',
  correctedTitle: 'Totalen gecorrigeerd voor koppelfouten',
  counted: 'Geteld',
  correctedHead: 'Gecorrigeerd',
  asked: {
    title: 'Gestelde vragen',
    note: 'Wat in de afspraak is gevraagd. Onder elke vraag staat in één zin wie er geteld is, en hoe vaak één persoon telt. Percentages zijn berekend uit de getoonde aantallen.',
    outOf: (name) => `als deel van “${name}”`,
    noPercent: 'niet te berekenen',
  },
  linkage: {
    title: 'Kwaliteit van de koppeling',
    note: 'Hoe goed herkend is dat gegevens van één persoon zijn. Wat gevonden en wat juist is, volgt uit de aantallen in deze tabel en zegt dus niet meer dan die. Wat juist is, is alleen te zien waar anderen dezelfde nummers hebben: het is hoogstens zo veel.',
    covered:
      'Niet geschat: in deze ronde zijn de aantallen afgedekt, en die van de koppelingen ook.',
    total: (links) => `N = ${links} koppelingen`,
    measure: 'Wat er gemeten is',
    outcome: 'Uitkomst',
    recipe: 'Recept van de koppelsleutels, en koppelregel',
    links: 'Gegevens die aan andere van dezelfde persoon gekoppeld zijn',
    linksByNumbers: 'Daarvan door een gelijk nummer, zoals een BSN',
    recall: 'Gevonden: van de koppelingen die er zijn, wat zonder nummer herkend wordt',
    recallOf: (numbers) => `Gevonden, van koppelingen met hetzelfde ${numbers}`,
    foundMissed: ({ found, missed }) => `herkend ${found}, gemist ${missed}`,
    precision: 'Juist, hoogstens: van de koppelingen zonder nummer, wat één persoon is',
    differentOf: (numbers) => `Koppelingen, hoewel het ${numbers} verschilt`,
    conflicts: 'Personen met twee verschillende nummers van één soort',
    ties: 'Groepen waarin niet te zeggen is wie bij wie hoort; los gelaten',
    withoutLinkingKey: 'Gegevens zonder sleutel die genoeg is om iemand te herkennen',
    withoutKey: 'Gegevens zonder enige sleutel, dus nergens herkend',
    keysDropped: 'Sleutels vervallen omdat meer personen op een lijst ze delen',
    tooFew: 'niet geschat: te weinig koppelingen met een gelijk nummer',
    notShown: 'niet getoond: te weinig, of te weinig andere',
  },
  estimates: dutchEstimates,
  gate: {
    title: 'Beproefd voor publicatie',
    tried:
      'Voor deze publicatie is geprobeerd onderdrukte aantallen uit alle getoonde aantallen samen te berekenen, ook met de eerdere publicaties en met wat een organisatie, of twee samen, van de eigen lijsten weten. Dat lukte niet:',
    checks: {
      marginals: 'uit de publicaties alleen',
      insider: 'met de kennis van één organisatie',
      pair: 'met de kennis van twee organisaties samen',
      rounds: 'door publicaties van elkaar af te trekken',
      estimate: 'uit schattingen',
      dominance: 'uit aantallen die bijna een hele lijst zijn',
    },
    untried:
      'ER IS NIETS BEPROEFD: dit was een oefening met verzonnen personen. Uit deze aantallen samen kunnen onderdrukte aantallen te berekenen zijn.',
    nothingTaken: 'Daarvoor hoefde niets extra onderdrukt te worden.',
    taken: ({ what, year }) => `Extra onderdrukt: ${what}, ${year}.`,
    everyYear: 'alle jaren',
    classes: {
      'codes-of-year': 'personen per code in een jaar',
      'narrow-codes': 'personen per fijnere code',
      codes: 'personen per code',
      'known-only-to': 'alleen bij deze organisatie bekend',
      'only-without-legal-basis': 'alleen zonder grondslag bekend',
      'seen-again': 'later opnieuw gezien',
      'also-in': 'ook bekend in de andere groep',
      enrichments: 'verrijkingen',
      reports: 'meldingen',
      'known-to': 'bekend bij een organisatie',
      'persons-without-enrichment': 'verschillende personen zonder verrijking',
      asked: 'antwoorden op de vragen van de afspraak',
      'population-total': 'totaal van de andere groep',
      quality: 'kwaliteit van de telling',
      linkage: 'kwaliteit van de koppeling',
      'persons-of-year': 'verschillende personen in een jaar',
      persons: 'verschillende personen, alle jaren samen',
    },
    noEarlier: 'Dit is de eerste publicatie van deze afspraak.',
    earlier: (count) =>
      count === 1
        ? 'De eerdere publicatie van deze afspraak telde daarbij mee.'
        : `De ${count} eerdere publicaties van deze afspraak telden daarbij mee.`,
    earlierDigest: 'SHA-256 van een eerdere publicatie',
    dominance:
      'Let op: sommige aantallen zijn bijna even groot als het geheel waar zij een deel van zijn. Wie weet dat iemand bij dat geheel hoort, weet dan ook bijna zeker dat die persoon bij het deel hoort.',
  },
  sourceTitle: 'Herkomst',
  round: 'Ronde',
  agreement: 'Afspraak',
  agreementDigest: 'Kenmerk van de afspraak',
  manifestDigest: 'Kenmerk van de ronde',
  madeByTerm: 'Geteld door',
  recipe: 'Recept van de koppelsleutels',
  linkingRule: 'Koppelregel',
  releaseDigest: 'SHA-256 van de publicatie',
  asFile: 'De publicatie als bestand (JSON)',
  signing: {
    signedBy: 'Ondertekend door',
    notSignedBy: 'Nog niet ondertekend door',
    foundWrongBy: 'Onjuist bevonden door',
    coordinator: 'de coördinator',
    nobody: 'nog niemand',
    meaning:
      'Wie ondertekende, deed mee aan de ronde en controleerde deze publicatie: dat zij van die ronde is, zoals de teller haar maakte, en volgens de afgesproken regels. Een hertelling is het niet.',
    asFile: 'De publicatie met handtekeningen als bestand (JSON)',
    verify: 'Controleer dat bestand zelf, zonder netwerk:',
  },
  listsTitle: 'Organisaties en hun lijsten',
  listsNote:
    'Het aantal rijen is vooraf afgesproken en bevat opvulling; het is niet het aantal personen op de lijst.',
  list: 'Lijst',
  population: 'Wie erop staan',
  source: 'Soort',
  sources: { report: 'melding', enrichment: 'verrijking' },
  agreedSize: 'Afgesproken rijen',
  legalBasis: 'Grondslag om te melden',
  yes: 'ja',
  no: 'nee',
  earlierTitle: 'Andere publicaties',
  period: (from, to) => `${from} tot en met ${to}`,
  rehearsalTitle: 'Repetitie: alle gegevens zijn verzonnen',
  rehearsal: ({ seed, scale }) =>
    `Geen enkele persoon op deze pagina bestaat. De lijsten zijn gemaakt door een generator (startgetal ${seed}, schaal ${scale}). Daarom staat bij elk aantal de waarheid die de generator kent.`,
  rehearsalReal: 'In een echte ronde kent niemand de waarheid en staat zij er niet bij.',
  rehearsalSummary: ({ fitting, compared, largest }) =>
    `Van ${compared} vergeleken aantallen verschillen er ${fitting} niet meer dan door onderdrukken en afronden komt; het grootste verschil is ${largest}. Grotere verschillen komen van gemiste of onjuiste koppelingen.`,
  truth: (value) => `waarheid ${value}`,
  difference: (value) => `verschil ${value}`,
  withheldRightly: 'terecht onderdrukt',
  withheldWrongly: 'ten onrechte onderdrukt',
  noReleaseTitle: 'Nog geen publicatie',
  noRelease: 'Er is nog geen ronde afgerond. Kom later terug.',
  notFoundTitle: 'Niet gevonden',
  notFound: 'Deze pagina of publicatie is er niet.',
  faultTitle: 'Er ging iets mis',
  fault: 'De pagina kan nu niet worden getoond. Probeer het later opnieuw.',
  home: 'Naar de nieuwste publicatie',
}
