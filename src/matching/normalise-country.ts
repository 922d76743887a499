/** Countries by code or name. Assumes one country a field; a state that is no more has no code. Pure. */
import { countryLines } from './country-table.ts'
import { readLetters } from './normalise-letters.ts'
import type { Reading } from './reading.ts'

const placeholders: ReadonlySet<string> = new Set(
  ['', 'xx', 'zz', 'xxx', 'xxa', 'onbekend', 'unknown', 'geen', 'none', 'nvt', 'na'].concat([
    'stateloos',
    'staatloos',
    'stateless',
  ]),
)

/**
 * A country as ISO 3166 alpha-2, from alpha-2, alpha-3 or its Dutch or English name; capitals, marks and signs do not
 * count. Findings `country.unknown`, `placeholder`.
 */
export function readCountry(text: string): Reading<string> {
  if (text.trim() === '') return {}
  const name = foldCountry(text)
  const code = codes.get(name)
  if (code !== undefined) return { value: code }
  return {
    finding: placeholders.has(name) && !/[0-9]/.test(text) ? 'placeholder' : 'country.unknown',
  }
}

const codes = readTable()

function readTable(): ReadonlyMap<string, string> {
  const lines = countryLines.trim().split('\n')
  return new Map(
    lines.flatMap((line) => {
      const [code = '', alpha3 = '', ...words] = line.split(' ')
      const names = words.join(' ').split('/')
      return [code, alpha3, ...names].map((name) => [foldCountry(name), code] as const)
    }),
  )
}

/** Letters only, Saint and "and" in one way: a name of a country is written in no other script here. */
function foldCountry(text: string): string {
  const [letters = ''] = readLetters(text)
  return letters
    .replace(/^\s*(the|de) /, '')
    .replace(/&| (and|und|et) /g, ' en ')
    .replace(/\b(saint|sint)\b/g, 'st')
    .replace(/[^a-z]/g, '')
}
