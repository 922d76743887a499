import type { Years } from './expression.ts'
import { type Grammar, type ListWords, lettered, listed, phrase, yearsAround } from './grammar.ts'

const numbers = [
  'nul',
  'één',
  'twee',
  'drie',
  'vier',
  'vijf',
  'zes',
  'zeven',
  'acht',
  'negen',
  'tien',
]
const numberOf = (count: number) => numbers[count] ?? String(count)
function number(kind: 'atLeast' | 'exactly', count: number): string {
  if (kind === 'exactly' && count === 0) return 'geen'
  return `${kind === 'atLeast' ? 'ten minste' : 'precies'} ${numberOf(count)}`
}

const singular = { report: 'meldingslijst', enrichment: 'verrijkingslijst' }
const plural = { report: 'meldingslijsten', enrichment: 'verrijkingslijsten' }
const entry = { report: 'melding', enrichment: 'verrijking' }
const entries = { report: 'meldingen', enrichment: 'verrijkingen' }

const IN_ANY_YEAR = 'in welk jaar ook'

export const dutch: Grammar = {
  persons: 'personen',
  prefix: {
    each: 'Per jaar: ',
    summed: 'Alle jaren bij elkaar opgeteld: ',
    'some-year': 'In ten minste één jaar: ',
  },
  rules: {
    'a-year': 'ieder eenmaal per jaar geteld',
    summed: 'ieder eenmaal per jaar geteld, en de jaren zijn opgeteld',
    'over-the-period': 'ieder eenmaal geteld over alle jaren samen',
  },
  everyOne: (source) => `elke ${source === undefined ? 'vermelding' : entry[source]} telt`,
  inAnyYear: IN_ANY_YEAR,
  inYear: (years) => `in ${yearWords(years)}`,
  onList: (list) => phrase(list.year, 'op', named(list) ?? phrase('een', listNoun(list))),
  onNoList: (list) => {
    const ids = named(list)
    if (list.year === IN_ANY_YEAR) return phrase('in geen enkel jaar op een', listNoun(list))
    return phrase(list.year, ids === null ? phrase('op geen', listNoun(list)) : `niet op ${ids}`)
  },
  onOnly: (list, among) => {
    if (among === null && list.year === undefined && list.named.length === 0) {
      return phrase('alleen op', listNoun(list, plural, 'lijsten'))
    }
    const others = phrase(among?.year, 'op geen andere', among === null ? 'lijst' : listNoun(among))
    return `${dutch.onList(list)} en ${others}`
  },
  onExactly: (lists) => `op ${listed(lists, 'en')} en op geen andere lijst`,
  onListsOf: ({ kind, number: count, organisations, list }) =>
    phrase(
      list.year,
      'op',
      listNoun({ ...list, population: undefined }, plural, 'lijsten'),
      `van ${number(kind, count)} van de organisaties ${listed(organisations, 'en')}`,
      withPopulation(list),
    ),
  listName: ({ organisation, population, year }) =>
    `de lijst van ${organisation} (${population}, ${year})`,
  plainListName: (id) => `lijst ${id}`,
  whoStood: (year, places) => phrase('die', year, places, 'stonden'),
  whoCount: (table, codes, negated) =>
    `die naar ${table} ${negated ? 'niet ' : ''}tellen als ${listed(codes.map(quoted), 'of')}`,
  whoBelong: (kind, count, groups) =>
    `die bij ${number(kind, count)} van deze groepen horen: ${lettered(groups)}`,
  whoAreNot: (persons) => `die niet horen bij de ${persons}`,
  except: (persons) => `, behalve ${persons}`,
  and: (parts) => listed(parts, 'en'),
  or: (parts, within) => (within ? `hetzij ${parts.join(', hetzij ')}` : listed(parts, 'of')),
  reports: (of, about) => {
    const noun = of.source === undefined ? 'vermeldingen' : entries[of.source]
    return phrase(noun, named(of) ?? undefined, ownerWords(of), of.year, `over ${about}`)
  },
  by: (table) => `Uitgesplitst naar ${table}.`,
}

function quoted(text: string): string {
  return `‘${text}’`
}

function yearWords(years: Years): string {
  if (years === 'this') return 'dat jaar'
  if (typeof years === 'number') return String(years)
  const around = yearsAround(years)
  if (around === null) {
    const [later, after] = 'after' in years ? ['later', 'daarna'] : ['eerder', 'daarvoor']
    const within = 'within' in years ? years.within : undefined
    if (within === undefined) return `een ${later} jaar`
    return within === 1 ? `het jaar ${after}` : `een van de ${numberOf(within)} jaren ${after}`
  }
  const { from, until } = around
  if (until === null) return `een jaar na ${(from ?? 0) - 1}`
  if (from === null) return `een jaar vóór ${until + 1}`
  if (from === until) return String(from)
  return until === from + 1 ? `${from} of ${until}` : `een van de jaren ${from} tot en met ${until}`
}

function listNoun(list: ListWords, nouns = singular, other = 'lijst'): string {
  const noun = list.source === undefined ? other : nouns[list.source]
  return phrase(noun, ownerWords(list, nouns === plural), withPopulation(list))
}

function withPopulation({ population }: ListWords): string {
  return population === undefined ? '' : `met ${population}`
}

function ownerWords(list: ListWords, many = false): string {
  const { organisations, otherThan, legalBasis } = list
  const basis =
    legalBasis === undefined ? '' : `${legalBasis ? 'met' : 'zonder'} grondslag om te melden`
  const than = otherThan.length === 0 ? '' : `dan ${listed(otherThan, 'en')}`
  const owners =
    organisations.length === 0 ? '' : `van ${listed(organisations, many ? 'en' : 'of')}`
  if (owners !== '') {
    const notes = [than === '' ? '' : `anders ${than}`, basis].filter((note) => note !== '')
    return notes.length === 0 ? owners : `${owners} (${notes.join(', ')})`
  }
  if (basis === '' && than === '') return ''
  const other = than === '' ? '' : 'andere '
  return phrase(many ? `van ${other}organisaties` : `van een ${other}organisatie`, basis, than)
}

function named({ named: lists }: ListWords): string | null {
  return lists.length === 0 ? null : listed(lists, 'of')
}
