/** Words of a name field that are no names. All are compared after letters are folded and doubled letters are one. */

/** A word of a to z as names are compared: a doubled letter is one; ij is y, but not before a, o, u (Khadija, Marija). */
export function tidyWord(word: string): string {
  const single = (text: string) => text.replace(/(.)\1+/g, '$1')
  return single(single(word).replace(/(?<=[aeou])ij|ij(?![aou])/g, 'y'))
}

function wordSet(...lines: readonly string[]): ReadonlySet<string> {
  return new Set(lines.join(' ').split(' ').map(tidyWord))
}

/** Compared as written, without blanks and dots, so that n.n. and N. N. are one. */
export const fillers: ReadonlySet<string> = new Set(
  [
    'onbekend onbekende nietbekend naamonbekend achternaamonbekend voornaamonbekend zondernaam geennaam naamloos',
    'geenachternaam geenvoornaam unknown notknown noname nosurname nolastname nofirstname unbekannt inconnu',
    'desconocido necunoscut nieznany nieznana bilinmiyor neizvestno nevidomo anoniem anonymous',
    'nn fnu lnu nfn nln nmn nvt n/a geen none null idem',
  ]
    .join(' ')
    .split(' '),
)

/** A word that stands for a name that is not known, beside names that are. */
export const fillerWords = wordSet('onbekend onbekende unknown fnu lnu nfn nln nmn')

export const titles = wordSet(
  'mr mrs ms miss dr drs ir ing prof professor dhr heer mw mevr mevrouw mej mejuffrouw jhr jkvr sir phd msc bsc',
  'herr frau madame monsieur mme mlle senor senora pan pani hadj hadji haji hajj jr junior geb geboren weduwe',
)

/** Words between given name and surname, Dutch, Romance, German and Arabic: registers write or leave them at will. */
export const prefixes = wordSet(
  'van vande vanden vander vd vdr vn der de den het t ter ten te op in aan bij uit over onder voor s tot thoe',
  'opde opden uitde uitden aande aanden inde inden opt',
  'la le les du des del della dello dei degli di da do dos das dal von vom zu zum zur',
  'el al ez es ed en er et as ar ash az ul ibn bin bint bent ben ait ould oulad wuld walad',
  'ogly oglu oghlu kyzy qizi kizi',
)
