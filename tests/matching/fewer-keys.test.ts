import { describe, expect, it } from 'vitest'
import { onlyKeys, withoutKeys } from '../../src/matching/fewer-keys.ts'
import { keysOf, recipeNamed } from '../../src/matching/recipe.ts'
import { record } from '../evaluation/labelled-sets.ts'
import { refusal } from '../refusal.ts'

const full = recipeNamed('full/1')

describe('withoutKeys', () => {
  it('takes out keys with all their slots, and leaves the others as they are', () => {
    const fewer = withoutKeys(full, ['k04', ' K01 '])
    expect(fewer.keys.map(({ id }) => id)).toEqual(
      full.keys.map(({ id }) => id).filter((id) => id !== 'K04' && id !== 'K01'),
    )
    expect(fewer.slots).toEqual(full.slots.filter(({ keyId }) => !/K0[14]/.test(keyId)))
    const { person } = record('', {
      given_names: 'Anna',
      surname: 'Jansen',
      birth_date: '1990-03-04',
    })
    const kept = keysOf(person, full).filter((_, at) => !/K0[14]/.test(full.slots[at]?.keyId ?? ''))
    expect(keysOf(person, fewer)).toEqual(kept)
  })

  it('takes out nothing of a key that the recipe does not have', () => {
    expect(withoutKeys(recipeNamed('short/1'), ['K17'])).toEqual(recipeNamed('short/1'))
  })

  it('refuses an id that no key has', () => {
    const { code, message } = refusal(() => withoutKeys(full, ['K01', 'K99']))
    expect(code).toBe('recipe.key-unknown')
    expect(message).toContain('K99')
  })

  it('refuses to leave no key', () => {
    const ids = recipeNamed('short/1').keys.map(({ id }) => id)
    expect(refusal(() => withoutKeys(recipeNamed('short/1'), ids)).code).toBe('recipe.no-keys')
  })
})

describe('onlyKeys', () => {
  it('may leave none, for a measure without any', () => {
    expect(onlyKeys(full, () => false)).toMatchObject({ keys: [], widths: [], slots: [] })
  })
})
