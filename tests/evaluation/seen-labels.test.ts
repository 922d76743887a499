import { describe, expect, it } from 'vitest'
import { keyList, type LabelledRecord } from '../../src/evaluation/keyed-list.ts'
import { linkLists, personsOfRecords, rowsOf } from '../../src/evaluation/list-rows.ts'
import { linkSeeingLabels } from '../../src/evaluation/seen-labels.ts'
import { recipeNamed } from '../../src/matching/recipe.ts'
import { record } from './labelled-sets.ts'

const anna = { given_names: 'Anna Maria', surname: 'Jansen', birth_date: '1990-03-04', sex: 'F' }

/** The persons that a round finds, and those that one finds who sees labels. */
function link(lists: readonly (readonly LabelledRecord[])[], recipe = 'full/1') {
  const rows = lists.map((records, at) =>
    rowsOf(keyList({ name: String(at), records }, recipeNamed(recipe))),
  )
  return {
    round: personsOfRecords(rows, linkLists(rows).person),
    seen: personsOfRecords(rows, linkSeeingLabels(rows).person),
  }
}

describe('linkSeeingLabels', () => {
  it('links what a round links where nothing that is hidden speaks against it', () => {
    expect(link([[record('a', anna)], [record('a', anna)]])).toEqual({
      round: ['0', '0'],
      seen: ['0', '0'],
    })
  })

  it('refuses two rows of one list in one person, where a round sees their number only', () => {
    // The rows of the first list share no key; each shares one with the row of the second. A third
    // list is there, so three rows are not too many.
    const first = [
      record('a', { ...anna, surname: 'Jansen' }),
      record('b', {
        given_names: 'Anna Maria',
        surname: 'Pietersen',
        birth_date: '1990-03-04',
        sex: 'F',
      }),
    ]
    const second = [record('a', { ...anna, aliases: 'Anna Maria Pietersen' })]
    const third = [record('z', { bsn: '111222333' })]
    const { round, seen } = link([first, second, third])
    expect(round).toEqual(['0', '0', '0', '1'])
    expect(new Set(seen.slice(0, 2)).size).toBe(2)
  })

  it('refuses a name key between different sexes, which a recipe without sex does not see', () => {
    const lists = [[record('a', anna)], [record('b', { ...anna, sex: 'M' })]]
    const recipe = 'full/1 without sex country'
    expect(link(lists, recipe)).toEqual({ round: ['0', '0'], seen: ['0', '1'] })
  })

  it('refuses a name key between different numbers, though each is held once', () => {
    const lists = [
      [record('a', { ...anna, bsn: '123456782' })],
      [record('b', { ...anna, bsn: '111222333' })],
    ]
    expect(link(lists)).toEqual({ round: ['0', '0'], seen: ['0', '1'] })
  })

  it('links by a number whatever the sexes say', () => {
    const lists = [
      [record('a', { ...anna, bsn: '123456782' })],
      [record('a', { ...anna, bsn: '123456782', sex: 'M' })],
    ]
    expect(link(lists).seen).toEqual(['0', '0'])
  })
})
