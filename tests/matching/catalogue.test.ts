import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { catalogue } from '../../src/matching/catalogue.ts'
import { recipeNamed } from '../../src/matching/recipe.ts'

const text = readFileSync(new URL('../../protocol/matching.md', import.meta.url), 'utf8')
const cells = (line: string) =>
  line
    .split('|')
    .slice(1, -1)
    .map((cell) => cell.trim())

describe('protocol/matching.md', () => {
  it('says of every key of the catalogue what the code says', () => {
    const written = text
      .split('\n')
      .filter((line) => /^\| K\d\d \|/.test(line))
      .map((line) => cells(line).slice(0, 5))
    const coded = catalogue.map(({ id, name, tier, family, needs }) => [
      id,
      name,
      String(tier),
      family,
      needs.join(', '),
    ])
    expect(written).toEqual(coded)
  })

  it.each(['short/1', 'full/1'])('says which keys %s has, in how many slots', (name) => {
    const line = text.split('\n').find((one) => one.startsWith(`| \`${name}\``)) ?? ''
    const { keys, widths } = recipeNamed(name)
    const coded = keys.map(({ id }, at) => (widths[at] === 1 ? id : `${id} (${widths[at]})`))
    expect(cells(line)[1]).toBe(coded.join(' '))
  })
})

describe('the catalogue', () => {
  it('has one family and one uniqueness for each class, and an id for each name', () => {
    expect(new Set(catalogue.map(({ id }) => id)).size).toBe(catalogue.length)
    expect(new Set(catalogue.map(({ name }) => name)).size).toBe(catalogue.length)
  })

  it('lets no key of name and date be built on a date that is not firm', () => {
    const dated = catalogue.filter(({ family }) =>
      /^(name|given|surname|address)-date$/.test(family),
    )
    expect(dated.map(({ id }) => id)).toEqual([
      ...['K04', 'K05', 'K06', 'K07', 'K08', 'K09', 'K10', 'K14', 'K15', 'K20'],
    ])
    const fields = {
      bsn: undefined,
      vNumber: undefined,
      otherNumber: undefined,
      names: [{ given: ['anna'], surname: ['visser'] }],
      birthDate: { iso: '1990-01-01', firm: false, standIn: true },
      sex: 'F' as const,
      country: 'NL',
      postcode: { full: '1234AB', area: '1234' },
      house: '5|',
      phone: undefined,
      email: undefined,
    }
    for (const { values } of dated) expect(values(fields)).toEqual([])
    const firm = { ...fields, birthDate: { iso: '1990-03-04', firm: true, standIn: false } }
    for (const { values } of dated) expect(values(firm).length).toBeGreaterThan(0)
  })
})
