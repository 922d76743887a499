import type { Agreement } from '../round/agreement.ts'
import { type Language, nameIn } from '../viewer/language.ts'

const locales: Readonly<Record<Language, string>> = { nl: 'nl-NL', en: 'en-GB' }

/** As the agreement names an organisation; its id where it names it not. */
export function organisationName({ terms }: Agreement, language: Language, id: string): string {
  const found = terms.organisations.find((one) => one.id === id)
  return found === undefined ? id : nameIn(language, found.name)
}

/** `a, b en c`. */
export function organisationNames(
  agreement: Agreement,
  language: Language,
  ids: readonly string[],
): string {
  const names = ids.map((id) => organisationName(agreement, language, id))
  return new Intl.ListFormat(locales[language]).format(names)
}
