import type { Language } from '../viewer/language.ts'

const locales: Readonly<Record<Language, string>> = { nl: 'nl-NL', en: 'en-GB' }

/** `22 nov 2026, 09:12:05 CET`: by the clock of the machine that shows it. */
export function moment(language: Language, ms: number): string {
  return new Intl.DateTimeFormat(locales[language], {
    ...{ day: 'numeric', month: 'short', year: 'numeric' },
    ...{ hour: '2-digit', minute: '2-digit', second: '2-digit', timeZoneName: 'short' },
  }).format(ms)
}

/** `12.345`, with the thousands mark of the language. */
export function number(language: Language, value: number): string {
  return new Intl.NumberFormat(locales[language]).format(value)
}
