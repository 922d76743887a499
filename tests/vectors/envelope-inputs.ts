/* What protocol/vectors/envelopes.json is made from. */
import { toBase64Url, toHex } from '../../src/base/bytes.ts'
import { sealingPublicKey } from '../../src/crypto/hpke.ts'
import { seededRandom } from '../scripted-random.ts'
import { computeSigned } from './envelopes.ts'
import type { Fields } from './fields.ts'
import type { RoundFile } from './round-file.ts'
import type { VectorFile } from './subjects.ts'

export async function envelopeVectors({ input, output }: RoundFile): Promise<VectorFile> {
  const random = seededRandom('envelope vectors')
  const seed = toHex(random(32))
  const police = { from: 'police', to: 'coordinator', seed, round: input.round }
  const said = { organisation: 'police', agreement: output.agreementDigest, seed }
  const { commitment } = output.holders[0]!
  const checked = { stage: 'mix/2', digest: toBase64Url(random(32)), tally: null }
  const statement = { ...said, atMs: '1600000000000' }
  const bodies = { commit: { commitment }, checked, roster: { digest: output.rosterDigest } }
  const inputs: [string, Fields][] = [
    [
      'envelope',
      {
        ...{ ...police, type: 'keys.commit', binding: output.coreDigest, sequence: '1' },
        body: JSON.stringify(bodies.commit),
      },
    ],
    [
      'envelope bound to the manifest',
      {
        ...{ ...police, type: 'stage.checked', binding: output.manifestDigest, sequence: '12' },
        body: JSON.stringify(bodies.checked),
      },
    ],
    [
      'envelope with an abort',
      {
        ...{ ...police, type: 'round.abort', binding: output.coreDigest, sequence: '3' },
        body: JSON.stringify({ what: 'Één "lijst" is te lang\n', code: 'list.over-limit' }),
      },
    ],
    ['statement of acceptance', { ...statement, type: 'agreement.accept' }],
    [
      'statement of rejection',
      { ...statement, type: 'agreement.reject', reason: 'Geen grondslag – zie brief' },
    ],
    ['statement of revocation', { ...statement, type: 'agreement.revoke' }],
    [
      'succession',
      {
        ...{ ...statement, successorSeed: toHex(random(32)) },
        sharing: await sealingPublicKey(random(32)),
      },
    ],
    [
      'request',
      {
        ...{ from: 'police', seed, method: 'GET', path: '/v1/inbox?after=7&wait=25' },
        atMs: '1600000000000',
      },
    ],
  ]
  const vectors = []
  for (const [name, each] of inputs) {
    vectors.push({ name, input: each, output: await computeSigned(name, each) })
  }
  return { subject: 'envelopes', sections: '4.6, 4.7, 11.1, 11.4', vectors }
}
