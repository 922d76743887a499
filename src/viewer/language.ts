import type { Name } from '../base/lists.ts'

/** Dutch first: the language of whoever pays and reads; English second. */
export const languages = ['nl', 'en'] as const
export type Language = (typeof languages)[number]

const locales: Record<Language, string> = { nl: 'nl-NL', en: 'en-GB' }

export function nameIn(language: Language, name: Name): string {
  return name[language]
}

export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}

/** With the thousands mark of the language: `5.433`. */
export function formatCount(language: Language, value: number): string {
  return new Intl.NumberFormat(locales[language]).format(value)
}

/** Two decimals, always: `1,08`. */
export function formatRatio(language: Language, value: number): string {
  const digits = { minimumFractionDigits: 2, maximumFractionDigits: 2 }
  return new Intl.NumberFormat(locales[language], digits).format(value)
}

/** `+2`, `−2` or `0`. */
export function formatDifference(language: Language, value: number, decimals: number): string {
  return new Intl.NumberFormat(locales[language], {
    signDisplay: 'exceptZero',
    minimumFractionDigits: decimals,
    maximumFractionDigits: decimals,
  })
    .format(value)
    .replace('-', '−')
}

/** `31 december 2017`, of a date or a moment in UTC. */
export function formatDate(language: Language, value: string): string {
  return new Intl.DateTimeFormat(locales[language], { dateStyle: 'long', timeZone: 'UTC' }).format(
    new Date(value),
  )
}
