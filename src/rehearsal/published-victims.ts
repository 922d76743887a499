import type { Region } from './nationalities.ts'

/**
 * Victims of 2013 ... 2017 as the national register counted them: persons a year, so that who was
 * reported in two years counts twice. Without persons whom only the border police reported for sexual
 * exploitation ("sub-3"), except where it says so. Source: National Rapporteur, Slachtoffermonitor
 * mensenhandel 2013-2017; the sections and tables are named. All rows and columns close.
 */

/** The four forms of the reports: domestic (BL) or cross-border (GO), in the sex industry (SU) or outside it (UBS). */
export const fourForms = ['BL-SU', 'BL-UBS', 'GO-SU', 'GO-UBS', 'unknown'] as const
export type FourForm = (typeof fourForms)[number]

/** In the sex industry, in it and outside it, outside it only, not known. */
export type Sector = 'sexual' | 'both' | 'other' | 'unknown'

/** Figure 3.3. Both is part of sexual in all other tables. */
export const sectorsPerYear: Readonly<Record<Sector, readonly number[]>> = {
  sexual: [665, 747, 662, 523, 534],
  both: [5, 14, 13, 35, 42],
  other: [178, 262, 281, 244, 249],
  unknown: [269, 233, 194, 150, 133],
}

/** Figure 3.7. */
export const domesticSexualPerYear: readonly number[] = [282, 360, 370, 232, 263]

/** Table B2.1: nationality unknown, by year, and by sector (what the four forms leave of figure 3.3). */
export const unknownNationality = {
  perYear: [16, 18, 22, 80, 35],
  sectors: { sexual: 83, other: 37, unknown: 51 },
} as const

/** Persons whom only the border police reported, for sexual exploitation (3.2). Not in the other tables here. */
export const borderOnlyPerYear: readonly number[] = [320, 305, 171, 97, 118]

/** Their nationalities (table 3.2); the rest is spread over other countries. */
export const borderOnlyNationalities: readonly (readonly [code: string, persons: number])[] = [
  ['RO', 461],
  ['BG', 263],
  ['HU', 153],
  ['PL', 20],
  ['SK', 9],
  ['NG', 35],
  ['CN', 20],
  ['AL', 15],
  ['BR', 20],
  ['UA', 15],
]

/** Persons whom two units of the police reported in the same year (3.5.1). */
export const reportedByTwoUnits = 14

interface Minors {
  readonly perYear: readonly number[]
  /** Figures by form in the order of `fourForms`. */
  readonly forms: readonly number[]
}

const minors = (perYear: readonly number[], forms: readonly number[]): Minors => ({
  perYear,
  forms,
})

/** Table B2.2, by region. */
export const minorsOfRegion: Readonly<Record<Region | 'unknown', Minors>> = {
  netherlands: minors([165, 145, 160, 95, 113], [464, 11, 0, 0, 203]),
  'eu-since-2004': minors([8, 12, 5, 7, 13], [0, 0, 25, 11, 9]),
  'eu-before-2004': minors([4, 4, 1, 2, 3], [0, 0, 3, 7, 4]),
  'europe-other': minors([1, 11, 3, 9, 4], [0, 0, 3, 8, 17]),
  africa: minors([61, 79, 44, 46, 29], [0, 0, 56, 6, 197]),
  asia: minors([18, 23, 73, 40, 19], [0, 0, 24, 9, 140]),
  'latin-america': minors([1, 0, 1, 0, 2], [0, 0, 3, 0, 1]),
  elsewhere: minors([0, 0, 0, 0, 0], [0, 0, 0, 0, 0]),
  unknown: minors([1, 5, 1, 28, 11], [0, 0, 0, 0, 46]),
}

/** The classes of the reports (B2.6); the last has an end of our own. */
export const ageClasses = [
  { id: 'minor', from: 0, to: 17 },
  { id: '18-22', from: 18, to: 22 },
  { id: '23-29', from: 23, to: 29 },
  { id: '30-39', from: 30, to: 39 },
  { id: '40-plus', from: 40, to: 64 },
] as const
export type AgeClass = (typeof ageClasses)[number]['id']

/**
 * Adults and those of unknown age. Published are (3.4): 489 of unknown age, 395 of them GO-UBS; 18 to 22
 * 22.9 %, 30 and over 23.3 % of all; under 23 65.9 % of BL-SU and 11.0 % of GO-UBS; of GO with known age
 * 21.6, 32.1, 25.7 and 14.0 %. What that leaves open is filled in so that all of it holds.
 */
export const agesOfForm: Readonly<
  Record<FourForm, Readonly<Record<Exclude<AgeClass, 'minor'> | 'unknown', number>>>
> = {
  'BL-SU': { '18-22': 529, '23-29': 290, '30-39': 140, '40-plus': 75, unknown: 9 },
  'BL-UBS': { '18-22': 25, '23-29': 25, '30-39': 20, '40-plus': 16, unknown: 4 },
  'GO-SU': { '18-22': 423, '23-29': 562, '30-39': 393, '40-plus': 140, unknown: 18 },
  'GO-UBS': { '18-22': 77, '23-29': 180, '30-39': 201, '40-plus': 182, unknown: 395 },
  unknown: { '18-22': 190, '23-29': 130, '30-39': 64, '40-plus': 35, unknown: 63 },
}

/**
 * Men and boys: 21.4 % of all, 2.1 % of BL-SU, 11.3 % of GO-SU, 57.5 % of GO-UBS, 20.9 % of minors; 15.1 %
 * in 2013, 26.5 % in 2017 (3.4). Each form's men, minors among them, and all men per year; the rest is ours.
 */
export const menOfForm: Readonly<
  Record<FourForm, { readonly minors: number; readonly others: number }>
> = {
  'BL-SU': { minors: 12, others: 20 },
  'BL-UBS': { minors: 6, others: 49 },
  'GO-SU': { minors: 13, others: 173 },
  'GO-UBS': { minors: 24, others: 595 },
  unknown: { minors: 206, others: 65 },
}
export const menPerYear: readonly number[] = [169, 277, 253, 210, 254]
