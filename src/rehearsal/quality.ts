import type { DateSlip } from './misdate.ts'
import type { NameSlip } from './misspell.ts'
import type { OrganisationId } from './organisations.ts'

/**
 * How good an organisation's records are; every number is a share, 0 to 1. Set so that victims of unknown
 * age (9 %), of unknown nationality (3 %) and incomplete reports (police 7 %, care and others 40 %) come
 * out as published (Slachtoffermonitor mensenhandel 2013-2017, sections 2.2 and 3.5); the rest is ours.
 */
export interface Quality {
  /** The person's number is known here, when there is one. */
  readonly bsn: number
  readonly vNumber: number
  /** Of the BSNs written down, those with a typing error. */
  readonly bsnMistyped: number
  /** Of the BSNs not known, those filled with 999999999. */
  readonly bsnPlaceholder: number
  readonly names: Readonly<Record<NameSlip, number>>
  readonly birth: Readonly<Record<DateSlip, number>>
  readonly givenNamesPlaceholder: number
  readonly sexMissing: number
  readonly nationalityMissing: number
  readonly countryMissing: number
  readonly addressKnown: number
  readonly phoneKnown: number
  readonly emailKnown: number
  readonly alias: number
  /** The same person a second time on the same list, under another record id. */
  readonly double: number
}

/** Of those who took care: the police, whose records are checked against papers. */
const checked: Quality = {
  bsn: 0.88,
  vNumber: 0.8,
  bsnMistyped: 0.01,
  bsnPlaceholder: 0.02,
  names: {
    'second-given-dropped': 0.1,
    transliteration: 0.025,
    'ij-y': 0.04,
    'letter-wrong': 0.02,
    'letters-swapped': 0.008,
    'diacritics-dropped': 0.6,
    'prefix-misplaced': 0.08,
    'order-swapped': 0.01,
    'initials-only': 0.004,
  },
  birth: {
    'birth-missing': 0.012,
    'birth-placeholder': 0.003,
    'birth-day-unknown': 0.006,
    'birth-stand-in': 0.012,
    'birth-day-month-swapped': 0.006,
    'birth-digit-wrong': 0.006,
  },
  givenNamesPlaceholder: 0.004,
  sexMissing: 0.003,
  nationalityMissing: 0.008,
  countryMissing: 0.03,
  addressKnown: 0.6,
  phoneKnown: 0.45,
  emailKnown: 0.1,
  alias: 0.06,
  double: 0.006,
}

/** Of those who write down what somebody in need wants to tell. */
const told: Quality = {
  bsn: 0.72,
  vNumber: 0.65,
  bsnMistyped: 0.02,
  bsnPlaceholder: 0.05,
  names: {
    'second-given-dropped': 0.28,
    transliteration: 0.05,
    'ij-y': 0.1,
    'letter-wrong': 0.03,
    'letters-swapped': 0.015,
    'diacritics-dropped': 0.5,
    'prefix-misplaced': 0.25,
    'order-swapped': 0.04,
    'initials-only': 0.02,
  },
  birth: {
    'birth-missing': 0.06,
    'birth-placeholder': 0.02,
    'birth-day-unknown': 0.04,
    'birth-stand-in': 0.03,
    'birth-day-month-swapped': 0.015,
    'birth-digit-wrong': 0.015,
  },
  givenNamesPlaceholder: 0.02,
  sexMissing: 0.03,
  nationalityMissing: 0.065,
  countryMissing: 0.16,
  addressKnown: 0.35,
  phoneKnown: 0.5,
  emailKnown: 0.25,
  alias: 0.04,
  double: 0.02,
}

/** Workers seen on a site or at a desk: often a name and a year only. */
const labour = { ...checked.birth, 'birth-missing': 0.3, 'birth-day-unknown': 0.06 }

export const qualities: Readonly<Record<OrganisationId, Quality>> = {
  police: checked,
  kmar: { ...checked, vNumber: 0.85, double: 0.01 },
  'labour-inspectorate': { ...checked, bsn: 0.65, vNumber: 0.45, birth: labour, double: 0.01 },
  emm: { ...checked, bsn: 0.8, vNumber: 0.7, double: 0.01 },
  'care-coordinators': told,
  fairwork: {
    ...told,
    bsn: 0.6,
    vNumber: 0.5,
    birth: { ...told.birth, 'birth-missing': 0.45, 'birth-placeholder': 0.04 },
  },
  'other-reporters': { ...told, bsn: 0.66, vNumber: 0.65 },
}
