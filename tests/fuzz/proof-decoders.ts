import { concatBytes, fromBase64Url, toBase64Url, utf8 } from '../../src/base/bytes.ts'
import { checkCommitments, commitCover, drawCoverSecrets } from '../../src/cover/cover-secrets.ts'
import { openCover, verifyCoverOpening } from '../../src/cover/opening.ts'
import { makeCoverPlan } from '../../src/cover/plan.ts'
import { GENERATOR } from '../../src/group/engine.ts'
import { loadSodiumEngine } from '../../src/group/sodium-engine.ts'
import { generator } from '../../src/proofs/generators.ts'
import { proveLinear, verifyLinear } from '../../src/proofs/linear-proof.ts'
import { proveOneOf, verifyOneOf } from '../../src/proofs/one-of.ts'
import { commit, verifyOpening } from '../../src/proofs/pedersen.ts'
import { encryptRows } from '../../src/psi/encrypt.ts'
import { provePossession, verifyPossession } from '../../src/psi/possession.ts'
import { prove, sampleShuffle, verify } from '../proofs/sample-shuffle.ts'
import { elements, publicOf, scalars } from '../psi/sample.ts'
import { scriptedRandom, seededRandom } from '../scripted-random.ts'
import type { Decoder } from './judge.ts'
import { jsonOf } from './signed.ts'

const sodium = await loadSodiumEngine()
const random = seededRandom('proofs of decoders')
const where = 'mix/1 of police'
const context = utf8('manifest, mix/1, police')
const shares = scalars(sodium, 2, random)
const columnKeys = publicOf(sodium, shares)

const bytes = (sample: Uint8Array) => ({ sample: { bytes: sample } })

export function proofDecoders(): Decoder[] {
  const statement = {
    witnesses: 1,
    equations: [{ terms: [{ witness: 0, base: GENERATOR }], image: columnKeys.subarray(0, 32) }],
  }
  const linear = proveLinear(sodium, statement, {
    secrets: shares.subarray(0, 32),
    random,
    context,
  })
  const choices = elements(sodium, 4, random)
  const r = scalars(sodium, 1, random)
  const fixed = scriptedRandom(concatBytes(r, new Uint8Array(32))).random
  const row = encryptRows(sodium, { columnKeys, plain: choices.subarray(64), random: fixed })
  const one = { keys: columnKeys, row, choices }
  const oneOf = proveOneOf(sodium, one, { choice: 1, randomness: r, random, context })
  const possession = { coreDigest: context, holder: 'police', keyName: 'token' }
  const known = provePossession(sodium, shares.subarray(0, 32), possession, random)
  const shuffled = sampleShuffle(sodium, { rows: 3, columns: 2, strip: true })
  const proof = prove(shuffled)
  return [
    {
      name: 'proof/linear',
      ...bytes(linear),
      decode: (input) => verifyLinear(sodium, statement, { proof: input, context, where }),
      takes: 'nothing',
    },
    {
      name: 'proof/one-of',
      ...bytes(oneOf),
      decode: (input) => verifyOneOf(sodium, one, { proof: input, context, where }),
      takes: 'nothing',
    },
    {
      name: 'proof/one-of-row',
      ...bytes(row),
      decode: (input) =>
        verifyOneOf(sodium, { ...one, row: input }, { proof: oneOf, context, where }),
      takes: 'nothing',
    },
    {
      name: 'proof/possession',
      ...bytes(known),
      decode: (input) => verifyPossession(sodium, input, columnKeys.subarray(0, 32), possession),
      takes: 'nothing',
    },
    {
      name: 'proof/possessed-key',
      ...bytes(columnKeys.slice(0, 32)),
      decode: (input) => verifyPossession(sodium, known, input, possession),
      takes: 'nothing',
    },
    {
      name: 'proof/shuffle',
      ...bytes(proof.constant),
      decode: (input) => verify(shuffled, { ...proof, constant: input }),
      takes: 'nothing',
      cost: 'dear',
    },
    {
      name: 'proof/shuffle-rows',
      ...bytes(proof.rows),
      decode: (input) => verify(shuffled, { ...proof, rows: input }),
      takes: 'nothing',
      cost: 'dear',
    },
    {
      name: 'proof/shuffled',
      ...bytes(shuffled.output),
      decode: (input) => verify({ ...shuffled, output: input }, proof),
      takes: 'nothing',
      cost: 'dear',
    },
  ]
}

export function coverDecoders(): Decoder[] {
  const h = generator(sodium, 0)
  const opening = { value: shares.subarray(0, 32), blinding: shares.subarray(32) }
  const commitment = commit(sodium, h, opening)
  const plan = makeCoverPlan({ lists: ['a', 'b', 'c'], epsilon: 10, delta: 0.01 })
  const secrets = drawCoverSecrets(sodium, plan, random)
  const commitments = commitCover(sodium, secrets)
  const question = { id: 'persons', bins: plan.bins.map(({ id }) => id) }
  const cover = openCover(sodium, plan, question, secrets)
  const coverOpening = { ...cover, blinding: toBase64Url(cover.blinding) }
  return [
    {
      name: 'cover/commitment',
      ...bytes(commitment),
      decode: (input) => verifyOpening(sodium, h, { ...opening, commitment: input, where }),
      takes: 'nothing',
    },
    {
      name: 'cover/commitments',
      ...bytes(commitments),
      decode: (input) => checkCommitments(sodium, plan, input, 'border'),
      takes: 'other',
    },
    {
      name: 'cover/opening',
      sample: { json: coverOpening },
      // The form is judged before (body/questions.opened): here only numbers and texts come.
      decode: (input) => {
        const said = jsonOf(input) as { value?: unknown; blinding?: unknown } | null
        const value = typeof said?.value === 'number' ? said.value : 0
        const blinding = fromBase64Url(typeof said?.blinding === 'string' ? said.blinding : '')
        verifyCoverOpening(sodium, plan, question, {
          opening: { value, blinding },
          commitments,
          evaluator: 'border',
        })
        return { value, blinding: toBase64Url(blinding) }
      },
      takes: 'other',
    },
  ]
}
