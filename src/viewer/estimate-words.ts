/** Of the estimates of persons on no list, by what the release calls things (protocol/estimates.md). */
export interface EstimateWords {
  readonly title: string
  readonly note: string
  readonly caption: string
  readonly estimate: string
  readonly range: string
  readonly method: string
  /** From what it was estimated, and how the range was made. */
  data(population: string): string
  readonly refused: string
  readonly methods: Readonly<Record<string, string>>
  readonly reasons: Readonly<Record<string, string>>
  readonly warningsTitle: string
  readonly warnings: Readonly<Record<string, string>>
}

export const dutchEstimates: EstimateWords = {
  title: 'Schatting van wie niemand zag',
  note: 'Uit hoeveel personen bij meer organisaties bekend zijn, is te schatten hoeveel er bij geen enkele bekend zijn. Het is een schatting met aannamen, geen telling; de aantallen in de tabellen hierboven zijn wel geteld.',
  caption: 'Per jaar',
  estimate: 'Gezien en ongezien samen',
  range: 'Bereik (95%)',
  method: 'Hoe er geschat is',
  data: (population) =>
    `Geschat uit de exacte aantallen van ${population} per combinatie van meldende organisaties in een jaar, zonder verrijkingen, voordat iets werd onderdrukt of afgerond; zo exact staan zij in geen publicatie. Het bereik komt van personen die telkens opnieuw geloot zijn, waarbij ook het model telkens opnieuw gekozen is. De uitkomst is zo grof afgerond dat er geen klein aantal uit te berekenen is.`,
  refused: 'niet geschat',
  methods: {
    'main-effects': 'model waarin lijsten niet van elkaar afhangen',
    stepwise: 'model waarin stap voor stap is opgenomen welke twee lijsten samenhangen',
    'bic-pairs': 'best passende eenvoudige model van samenhang tussen twee lijsten (BIC)',
    chapman: 'twee lijsten (Chapman)',
  },
  reasons: {
    'estimate.few-lists': 'minder dan drie organisaties meldden in dat jaar',
    'estimate.few-overlaps': 'te weinig personen zijn bij meer dan één organisatie bekend',
    'estimate.one-list': 'er is maar één lijst',
    'estimate.far-beyond':
      'de schatting is meer dan twintig keer het aantal dat gezien is, en dus te los van wat er bekend is',
    'estimate.no-interval': 'er is geen betrouwbaar bereik te geven',
    'estimate.wide-interval':
      'het bereik is te breed: de bovengrens is meer dan vijf keer de ondergrens',
    'estimate.selectors-apart': 'manieren van schatten verschillen meer dan een factor drie',
    'estimate.withheld': 'het aantal personen waarover de schatting gaat, is zelf niet te tonen',
    'estimate.would-disclose': 'uit de schatting zou een klein aantal te berekenen zijn',
  },
  warningsTitle: 'Wat u erbij moet weten',
  warnings: {
    'two-lists':
      'Twee lijsten laten niet zien of wie op de ene staat vaker of minder vaak op de andere staat.',
    selectors:
      'Manieren om een model te kiezen verschillen meer dan anderhalf keer: één getal is er niet, alleen het rijtje.',
    'extreme-resample':
      'Een grens rust op de uiterste lotingen: met een ander startgetal kan zij flink verschuiven.',
    fallback: 'Een grens kon niet worden gecorrigeerd voor scheefheid.',
    population:
      'De schatting gaat over personen zoals de lijsten hen omschrijven: een melding is geen veroordeling. Aangenomen is dat in het jaar niemand erbij kwam of wegging. Wie geen kans had gemeld te worden, zit er niet in.',
    assumption:
      'De belangrijkste aanname, hoe lijsten samen van elkaar afhangen, is niet te toetsen. Modellen die even goed passen, kunnen heel andere totalen geven.',
    referral:
      'Verwijzen organisaties personen naar elkaar door, dan is de schatting te laag; nemen zij elkaars plaats in, dan te hoog.',
    'fixed-model':
      'Een bereik dat het model als vast neemt, is te smal; dit bereik telt de keuze van het model mee.',
    change: 'Een verschil tussen jaren kan een verschil in melden zijn, niet in wat er gebeurde.',
    parts:
      'Over een regio, één organisatie of een kleine groep zegt dit niets; een rangorde is er niet uit te maken.',
    methods:
      'Manieren van schatten verschillen het meest als weinig personen op meer lijsten staan.',
  },
}

export const englishEstimates: EstimateWords = {
  title: 'Estimate of those whom nobody saw',
  note: 'From how many persons are known to several organisations it can be estimated how many are known to none. This is an estimate that rests on assumptions, not a count; the numbers in the tables above are counted.',
  caption: 'By year',
  estimate: 'Seen and unseen together',
  range: 'Range (95%)',
  method: 'How it was estimated',
  data: (population) =>
    `Estimated from the exact numbers of ${population} by combination of reporting organisations in a year, enrichments left out, before anything was withheld or rounded; no publication holds them so exactly. The range is from persons drawn anew again and again, the model chosen anew each time. What is shown is rounded so coarsely that no small number can be computed from it.`,
  refused: 'not estimated',
  methods: {
    'main-effects': 'model in which lists do not depend on each other',
    stepwise: 'model that took in step by step which two lists go together',
    'bic-pairs': 'best fitting simple model of which two lists go together (BIC)',
    chapman: 'two lists (Chapman)',
  },
  reasons: {
    'estimate.few-lists': 'fewer than three organisations reported in that year',
    'estimate.few-overlaps': 'too few persons are known to more than one organisation',
    'estimate.one-list': 'there is one list only',
    'estimate.far-beyond':
      'the estimate is more than twenty times the number seen, and so too far from what is known',
    'estimate.no-interval': 'no range can be given that is to be trusted',
    'estimate.wide-interval':
      'the range is too wide: its upper end is more than five times its lower',
    'estimate.selectors-apart': 'ways to estimate end more than a factor three apart',
    'estimate.withheld': 'the number of persons that the estimate is of cannot be shown itself',
    'estimate.would-disclose': 'a small number could be computed from the estimate',
  },
  warningsTitle: 'What to know with it',
  warnings: {
    'two-lists': 'Two lists do not show whether who is on one is on the other more or less often.',
    selectors:
      'Ways to choose a model end more than one and a half times apart: there is no single number, only the row of them.',
    'extreme-resample':
      'An end of the range rests on the most extreme draws: another seed may move it much.',
    fallback: 'An end of the range could not be corrected for skewness.',
    population:
      'The estimate is of persons as the lists define them: a report is not a conviction. It is assumed that nobody came or went within the year. Who had no chance of being reported is not in it.',
    assumption:
      'The most important assumption, how all lists together depend on each other, cannot be tested. Models that fit alike can give very different totals.',
    referral:
      'Where organisations refer persons to each other, the estimate is too low; where they take each other’s place, too high.',
    'fixed-model':
      'A range that takes the model as given is too narrow; this range counts the choice of the model in.',
    change: 'A difference between years may be one of reporting, not of what happened.',
    parts:
      'This says nothing of a region, of one organisation or of a small group, and makes no ranking.',
    methods: 'Ways to estimate differ most where few persons are on several lists.',
  },
}
