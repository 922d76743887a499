import { formatCount, type Language } from '../viewer/language.ts'
import type { NationalLine } from './national-text.ts'

interface Told {
  readonly lines: number
  readonly released: number
  readonly withheld: number
  readonly notAsked: number
  readonly largest: number
  readonly unexplained: number
}

export interface NationalWords {
  readonly title: string
  readonly about: (scale: number) => string
  /** Check, year, published, in the registers, released. */
  readonly heads: readonly string[]
  readonly together: string
  /** Why there is no released number. */
  readonly untold: (line: Pick<NationalLine, 'outcome' | 'figures' | 'withheld'>) => string
  readonly notes: (unreported: string) => readonly string[]
  readonly exact: (met: number, of: number) => string
  readonly told: (told: Told) => string
}

const nl: NationalWords = {
  title: 'Toets aan het landelijke beeld',
  about: (scale) =>
    [
      'Doel: wat de Nationaal Rapporteur publiceerde (Slachtoffermonitor mensenhandel 2013-2017, achter elke toets de paragraaf).',
      'Registers: wat er in de verzonnen registers staat, als elke koppeling zou lukken. Release: wat de ronde ervan vrijgeeft.',
      ...(scale === 1
        ? []
        : [
            `De registers zijn ${number('nl', scale)} keer zo groot als de echte; de doelen zijn net zo verkleind en afgerond. Elke organisatie houdt per jaar ten minste één persoon en elk deelgetal is apart afgerond, dus registers wijken hier van doelen af: meestal enkele personen per getal.`,
          ]),
    ].join(' '),
  heads: ['toets', 'jaar', 'doel', 'registers', 'release'],
  together: 'samen',
  untold: ({ outcome, figures, withheld }) => {
    if (outcome === 'withheld') {
      return figures === 1 ? 'afgeschermd' : `afgeschermd ${withheld}/${figures}`
    }
    return outcome === 'not-asked' ? 'niet gevraagd' : 'niet in ronde'
  },
  notes: (unreported) => [
    `* De gepubliceerde totalen spreken elkaar tegen: bij ${unreported} slachtoffers past geen melder. Hier staan zij op de lijsten van de politie, dus die meldingen, en alle samen, zijn er op ware grootte ${unreported} meer.`,
    'Afgeschermd m/n: van de n vrijgegeven getallen waaruit de som bestaat, zijn er m te klein of te herleiden en dus niet getoond; de som is dan niet te maken.',
    'Niet in ronde: dubbele meldingen van politie-eenheden voegt de politie zelf samen voor zij iets verstuurt; de IND is in deze oefening geen deelnemer. Waar bronnen elkaar tegenspreken, telt de toets onbekend.',
  ],
  exact: (met, of) =>
    met === of
      ? `De registers halen alle ${of} doelen die zij kennen.`
      : `DE REGISTERS HALEN ${met} VAN DE ${of} DOELEN DIE ZIJ KENNEN.`,
  told: ({ lines, released, withheld, notAsked, largest, unexplained }) =>
    [
      `Van ${lines} getallen geeft de release er ${released}; ${withheld} zijn afgeschermd, ${notAsked} niet gevraagd, de andere gaan niet door de ronde.`,
      `De grootste afwijking van de registers is ${formatCount('nl', largest)}:`,
      unexplained === 0
        ? 'afronding en gemiste koppelingen verklaren alle verschillen.'
        : `${unexplained} VERSCHILLEN ZIJN DAAR NIET MEE VERKLAARD.`,
    ].join(' '),
}

const en: NationalWords = {
  title: 'Held against the national picture',
  about: (scale) =>
    [
      'Target: what the National Rapporteur published (Slachtoffermonitor mensenhandel 2013-2017, the section behind each check).',
      'Registers: what is in the made-up registers, if every link were found. Release: what the round releases of it.',
      ...(scale === 1
        ? []
        : [
            `The registers are ${number('en', scale)} times the size of the real ones; targets are made as small and rounded. Each organisation keeps one person a year at least, and each part is rounded by itself, so registers differ from targets here: mostly by a few persons a number.`,
          ]),
    ].join(' '),
  heads: ['check', 'year', 'target', 'registers', 'release'],
  together: 'in all',
  untold: ({ outcome, figures, withheld }) => {
    if (outcome === 'withheld')
      return figures === 1 ? 'withheld' : `withheld ${withheld}/${figures}`
    return outcome === 'not-asked' ? 'not asked' : 'not in round'
  },
  notes: (unreported) => [
    `* The published totals contradict each other: ${unreported} victims are left without a reporter. Here they stand on the lists of the police, so there are ${unreported} more of those reports, and of all, at full size.`,
    'Withheld m/n: of the n released figures that the sum is made of, m are too small or could be worked out and are not shown; the sum cannot be made then.',
    'Not in round: reports of two police units are made one by the police itself before it sends anything; the immigration service takes no part in this rehearsal. Where sources contradict each other, the check counts unknown.',
  ],
  exact: (met, of) =>
    met === of
      ? `The registers meet all ${of} targets that they know of.`
      : `THE REGISTERS MEET ${met} OF THE ${of} TARGETS THAT THEY KNOW OF.`,
  told: ({ lines, released, withheld, notAsked, largest, unexplained }) =>
    [
      `Of ${lines} numbers the release gives ${released}; ${withheld} are withheld, ${notAsked} not asked, the others do not go through the round.`,
      `The largest difference from the registers is ${formatCount('en', largest)}:`,
      unexplained === 0
        ? 'rounding and missed links explain all differences.'
        : `${unexplained} DIFFERENCES ARE NOT EXPLAINED BY THAT.`,
    ].join(' '),
}

export const nationalWords: Readonly<Record<Language, NationalWords>> = { nl, en }

function number(language: Language, value: number): string {
  return new Intl.NumberFormat(language).format(value)
}
