import { passesElevenTest } from '../../src/rehearsal/civil-number.ts'
import type { RegisterRow } from '../../src/rehearsal/csv.ts'
import { withoutMarks } from '../../src/rehearsal/misspell.ts'

/**
 * Match keys in the clear, simpler than those of a round, to judge the registers by: BSN, V-number,
 * letters of all name words with a firm birth date, sounds of first given name and last surname word
 * with a firm birth date and sex.
 */
export function clearKeys(row: RegisterRow): string[] {
  const given = nameWords(row.given_names)
  const family = nameWords(row.surname)
  const keys: string[] = []
  if (passesElevenTest(row.bsn)) keys.push(`bsn ${row.bsn}`)
  if (/^\d{10}$/.test(row.v_number)) keys.push(`v-number ${row.v_number}`)
  const [first] = given
  const last = family.at(-1)
  if (!isFirm(row.birth_date) || first === undefined || last === undefined) return keys
  const letters = [...[...given, ...family].join('')].sort().join('')
  keys.push(`letters ${letters} ${row.birth_date}`)
  if (row.sex !== '') {
    const sounds = [soundOf(first), soundOf(last)].sort().join(' ')
    keys.push(`sounds ${sounds} ${row.birth_date} ${row.sex}`)
  }
  return keys
}

/** Full, possible, not 1 January or 31 December. */
function isFirm(date: string): boolean {
  const day = new Date(`${date}T00:00:00Z`)
  if (Number.isNaN(day.getTime()) || day.toISOString().slice(0, 10) !== date) return false
  return !/-(01-01|12-31)$/.test(date)
}

const prefixes = new Set(
  'van de der den v d het t op ter ten te el al ben ait di da do dos la'.split(' '),
)

function nameWords(text: string): string[] {
  const words = withoutMarks(text)
    .toLowerCase()
    .replaceAll('ij', 'y')
    .replaceAll("'", '')
    .split(/[^a-z]+/)
    .filter((word) => word !== '' && word !== 'onbekend')
  const kept = words.filter((word) => !prefixes.has(word))
  return kept.length === 0 ? words : kept
}

function soundOf(word: string): string {
  const plain = word
    .replaceAll(/ch|gh|kh/g, 'g')
    .replaceAll('ph', 'f')
    .replaceAll(/[ckqx]/g, 'k')
    .replaceAll(/[vw]/g, 'f')
    .replaceAll('z', 's')
    .replaceAll('d', 't')
    .replaceAll('h', '')
    .replaceAll('y', 'i')
  const vowelless = plain.slice(0, 1) + plain.slice(1).replaceAll(/[aeiou]/g, '')
  return vowelless.replaceAll(/(.)\1+/g, '$1')
}
