import type { Origin } from './names/by-origin.ts'

/** A nationality as the national register saw it in 2013-2017; all numbers are victims. */
export interface Nationality {
  /** ISO 3166-1 alpha-2; XA stands for stateless. */
  readonly code: string
  readonly origin: Origin
  readonly region: Region
  /** Victims in 2013, 2014, 2015, 2016, 2017. */
  readonly perYear: readonly number[]
  /** Victims by form of exploitation, five years together. */
  readonly forms: Readonly<Record<Form, number>>
  /** Of them under 18, five years together. */
  readonly minors: number
}

/** Exploited in the sex industry, outside it, or not known which. */
export type Form = 'sexual' | 'other' | 'unknown'

export type Region =
  | 'netherlands'
  | 'eu-since-2004'
  | 'eu-before-2004'
  | 'europe-other'
  | 'africa'
  | 'asia'
  | 'latin-america'
  /** North America, and nobody's: stateless persons. */
  | 'elsewhere'

/**
 * Code, name origin, victims in 2013 ... 2017, then by form (sexual, other, unknown), then minors.
 * Source: National Rapporteur, Slachtoffermonitor mensenhandel 2013-2017, tables B2.1 and B2.2, for
 * nationalities with 15 victims or more. Smaller ones (at the end of each region) and minors outside the
 * published top are filled in so that regions close, per year and per form. Victims whose nationality is
 * unknown (171) stand not here.
 */
const table: Readonly<Record<Region, string>> = {
  netherlands: 'NL dutch 455 462 433 288 339 1507 101 369 678',
  'eu-since-2004': `
    PL polish 18 94 90 69 80 66 261 24 8
    RO romanian 62 90 44 66 70 265 57 10 12
    BG bulgarian 60 55 85 41 27 132 118 18 10
    HU hungarian 85 46 33 33 32 140 68 21 10
    SK slavic 10 6 9 5 1 14 15 2 2
    LT baltic 8 3 4 3 3 8 8 5 1
    CZ slavic 4 3 3 5 2 10 4 3 1
    LV baltic 1 3 1 5 1 7 3 1 1
    HR balkan 1 2 1 4 2 6 4 0 0`,
  'eu-before-2004': `
    DE western 5 4 2 2 4 9 7 1 3
    PT latin 5 4 2 2 4 8 8 1 2
    ES latin 5 3 2 2 4 8 7 1 2
    GB western 4 3 2 2 3 7 6 1 2
    FR western 3 3 1 2 3 6 5 1 2
    IT western 3 3 2 2 2 6 5 1 1
    BE western 3 2 1 1 3 5 5 0 2`,
  'europe-other': `
    UA slavic 3 9 10 3 11 15 16 5 5
    AL balkan 4 17 2 7 2 21 0 11 14
    RU slavic 2 4 6 5 3 10 7 3 2
    RS balkan 2 3 3 4 2 6 4 4 5
    MD romanian 1 1 2 4 2 3 5 2 2
    BY slavic 1 1 2 3 1 2 3 3 0`,
  africa: `
    NG nigerian 54 41 44 46 46 201 9 21 18
    GN west-african 51 35 12 18 30 87 3 56 52
    UG east-african 10 12 24 20 34 81 7 12 4
    SL west-african 33 22 11 19 13 75 1 22 33
    ER eritrean 3 32 21 16 4 10 4 62 61
    MA moroccan 9 12 18 12 11 33 23 6 6
    CD east-african 9 7 5 11 6 25 1 12 12
    CM east-african 5 6 4 4 8 19 3 5 4
    AO east-african 8 6 2 5 5 18 2 6 8
    GH west-african 10 5 3 3 2 15 6 2 3
    SO eritrean 6 3 5 3 4 12 0 9 11
    CI west-african 5 4 4 3 4 13 2 5 6
    LR west-african 4 4 3 3 2 11 1 4 5
    GM west-african 3 3 3 2 3 8 2 4 6
    KE east-african 2 3 3 2 3 7 1 5 2
    ET eritrean 2 3 4 2 3 5 3 6 9
    SN west-african 2 2 3 2 3 5 2 5 3
    SD eritrean 1 2 4 2 3 4 2 6 5
    TG west-african 3 2 2 2 3 6 2 4 4
    BI east-african 2 2 3 2 4 6 2 5 4
    DZ moroccan 1 1 4 1 6 5 3 5 3`,
  asia: `
    PH filipino 16 75 24 8 20 2 138 3 2
    CN chinese 31 20 16 17 15 35 58 6 8
    VN vietnamese 12 12 30 27 9 12 20 58 63
    IN south-asian 8 9 14 4 12 2 37 8 6
    AF arabic 2 6 28 9 1 2 6 38 41
    ID indonesian 5 20 5 13 2 9 36 0 1
    MN chinese 10 6 9 5 1 14 8 9 9
    SY arabic 0 1 14 11 2 3 9 16 17
    AM turkish 4 5 4 3 2 11 3 4 3
    IQ arabic 3 4 6 3 2 5 4 9 7
    IR arabic 3 4 5 3 3 8 5 5 4
    TR turkish 5 4 4 2 3 12 4 2 2
    TH indonesian 4 4 4 2 2 11 4 1 1
    PK south-asian 2 3 5 2 2 6 5 3 3
    BD south-asian 2 3 5 2 2 5 6 3 3
    NP south-asian 2 2 4 1 3 5 5 2 1
    LK south-asian 2 2 2 1 3 5 3 2 1
    AZ turkish 2 1 3 1 3 5 3 2 1`,
  'latin-america': `
    BR latin 8 13 10 7 8 32 11 3 1
    DO latin 3 4 3 4 6 17 2 1 1
    CO latin 3 3 3 3 5 13 3 1 1
    SR south-asian 2 3 3 2 5 9 5 1 1
    PE latin 1 2 1 2 3 7 2 0 0
    VE latin 1 1 1 1 5 7 1 1 0
    CU latin 1 2 1 1 3 6 1 1 0
    EC latin 1 1 1 1 3 5 2 0 0`,
  elsewhere: `
    US western 0 0 0 1 0 1 0 0 0
    XA western 0 0 1 0 0 1 0 0 0`,
}

export const nationalities: readonly Nationality[] = (Object.keys(table) as Region[]).flatMap(
  (region) =>
    table[region]
      .trim()
      .split('\n')
      .map((line) => parseNationality(region, line)),
)

function parseNationality(region: Region, line: string): Nationality {
  const [code = '', origin = '', ...figures] = line.trim().split(/\s+/)
  const numbers = figures.map(Number)
  const [sexual = 0, other = 0, unknown = 0, minors = 0] = numbers.slice(5)
  return {
    code,
    // The table above is the only input, and a test looks every origin up.
    origin: origin as Origin,
    region,
    perYear: numbers.slice(0, 5),
    forms: { sexual, other, unknown },
    minors,
  }
}
