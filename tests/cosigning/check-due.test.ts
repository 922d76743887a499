import { beforeAll, describe, expect, it } from 'vitest'
import { checkDue, type RoundDue } from '../../src/cosigning/check-due.ts'
import { releaseDigest } from '../../src/release/encode.ts'
import type { Release } from '../../src/release/release.ts'
import { knownNothing } from '../disclosure/known-nothing.ts'
import { refusal } from '../refusal.ts'
import { type SampleSigned, sampleSigned } from './sample-signed.ts'

let sample: SampleSigned
beforeAll(async () => {
  sample = await sampleSigned()
})

/** As its counter signed it, whatever it says. */
function due(release: Release): RoundDue {
  const { agreement } = sample
  const lists = sample.release.lists.map(({ id, organisation, agreedSize }) => {
    return { id, organisation, rows: agreedSize }
  })
  const { round, manifestDigest, proofs } = sample.release
  const core = { round, agreement: agreement.digest, lists, proofs, cover: null }
  return { digest: releaseDigest(release), manifestDigest, core, terms: agreement.terms }
}

describe('a release, where it is taken', () => {
  it('is taken as it was agreed', () => {
    const { release } = sample
    expect(() => checkDue(release, due(release), knownNothing)).not.toThrow()
  })

  it.each<[string, string, (release: Release) => Partial<Release>]>([
    [
      'under another id, which later attacks would leave out',
      'agreement',
      ({ agreement }) => ({ agreement: { ...agreement, id: 'other' } }),
    ],
    [
      'of another agreement',
      'agreement.digest',
      ({ agreement }) => ({ agreement: { ...agreement, digest: 'b'.repeat(43) } }),
    ],
    ['of fewer lists than its round', 'lists', ({ lists }) => ({ lists: lists.slice(1) })],
    [
      'with a list of another size',
      'lists',
      ({ lists }) => ({ lists: lists.with(0, { ...lists[0]!, agreedSize: 7 }) }),
    ],
    [
      'with a list of another year',
      'lists.emm-2013-victims',
      ({ lists }) => ({
        lists: lists.map((one) => (one.id === 'emm-2013-victims' ? { ...one, year: 2014 } : one)),
      }),
    ],
    [
      'by another recipe',
      'rules.recipe',
      ({ rules }) => ({ rules: { ...rules, recipe: 'other/1' } }),
    ],
    ['made by another', 'madeBy', () => ({ madeBy: 'police' })],
    [
      'with a ratio that is not of its numbers',
      'reports-per-person',
      ({ figures }) => ({
        figures: figures.map((one) =>
          one.cell.status === 'ratio' ? { ...one, cell: { ...one.cell, value: 9 } } : one,
        ),
      }),
    ],
  ])('is not taken %s', (_, field, change) => {
    const release = { ...sample.release, ...change(sample.release) }
    const refused = refusal(() => checkDue(release, due(release), knownNothing))
    expect(refused).toMatchObject({ code: 'release.other', where: expect.stringContaining(field) })
  })

  it('is not taken where it is not the one that its counter signed', () => {
    const { release } = sample
    const other = { ...due(release), digest: '0'.repeat(64) }
    expect(refusal(() => checkDue(release, other, knownNothing)).code).toBe('release.other')
  })
})
