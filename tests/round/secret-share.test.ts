import { expect, it } from 'vitest'
import { toHex } from '../../src/base/bytes.ts'
import { keyOf, makeAgreement } from '../../src/round/agreement.ts'
import { listOwners, refuseNotOwner, secretShareInfo } from '../../src/round/secret-share.ts'
import { refusal } from '../refusal.ts'
import { newPublicKey, sampleAgreement, sampleTerms } from './sample.ts'

const share = { agreement: 'sample', from: 'police', to: 'shelter', digest: 'A'.repeat(43) }

it('names the list owners of an agreement, and refuses everybody else', async () => {
  const agreement = await sampleAgreement()
  expect(listOwners(agreement).sort()).toEqual(['border', 'police', 'shelter'])
  expect(() => refuseNotOwner(agreement, 'police')).not.toThrow()
  for (const id of ['court', 'rapporteur', 'coordinator', 'nobody', '']) {
    expect(refusal(() => refuseNotOwner(agreement, id))).toMatchObject({
      code: 'secret.not-an-owner',
      where: id,
    })
  }
})

it('binds a share to agreement, sender, recipient and secret, each in its place', () => {
  const infos = [
    share,
    { ...share, agreement: 'other' },
    { ...share, from: 'border' },
    { ...share, to: 'border' },
    { ...share, digest: `B${'A'.repeat(42)}` },
    { ...share, from: 'shelter', to: 'police' },
    { ...share, agreement: 'samplep', from: 'olice' },
  ].map((one) => toHex(secretShareInfo(one)))
  expect(new Set(infos).size).toBe(infos.length)
})

it('pins sharing keys in the agreement: another one is another agreement', async () => {
  const { keys, digest } = await sampleAgreement()
  const { sharing } = await newPublicKey()
  const police = { ...keyOf(await sampleAgreement(), 'police'), ...keys.police, sharing }
  const other = makeAgreement(sampleTerms(), { ...keys, police })
  expect(keyOf(other, 'police').sharing).toBe(sharing)
  expect(other.digest).not.toBe(digest)
  expect(makeAgreement(sampleTerms(), keys).digest).toBe(digest)
})
