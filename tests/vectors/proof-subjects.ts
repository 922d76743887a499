/* How Samentel computes the vectors of proofs (protocol/specification.md 13). */
import { concatBytes, fromHex, toHex } from '../../src/base/bytes.ts'
import type { GroupEngine } from '../../src/group/engine.ts'
import { generator } from '../../src/proofs/generators.ts'
import { type LinearStatement, proveLinear, verifyLinear } from '../../src/proofs/linear-proof.ts'
import { proveOneOf, verifyOneOf } from '../../src/proofs/one-of.ts'
import { commit, verifyOpening } from '../../src/proofs/pedersen.ts'
import {
  evaluationStatement,
  firstStripStatement,
  lastStripStatement,
  linksStatement,
} from '../../src/proofs/statements.ts'
import { linkFactors, weighLinks } from '../../src/proofs/weigh-links.ts'
import { weighRows, weighScalars } from '../../src/proofs/weigh-rows.ts'
import { weightSeed, weights } from '../../src/proofs/weights.ts'
import { drawScalar } from '../../src/psi/draw-scalar.ts'
import { evaluateRows } from '../../src/psi/evaluate.ts'
import { countColumns, countRows } from '../../src/psi/row.ts'
import { stripLast, stripOpen } from '../../src/psi/strip.ts'
import { parts, publicOf } from '../psi/sample.ts'
import { scriptedRandom } from '../scripted-random.ts'
import { type Compute, type Fields, field, hex, scripted } from './fields.ts'

const where = 'vector'

/** `0:<base>+1:<base>=<image>;…` */
function readStatement(witnesses: number, text: string): LinearStatement {
  const equations = text.split(';').map((one) => {
    const [sum = '', image = ''] = one.split('=')
    const terms = sum.split('+').map((term) => {
      const [witness = '', base = ''] = term.split(':')
      return { witness: Number(witness), base: fromHex(base) }
    })
    return { terms, image: fromHex(image) }
  })
  return { witnesses, equations }
}

function prove(
  engine: GroupEngine,
  input: Fields,
  statement: LinearStatement,
  secrets: Uint8Array,
) {
  const context = hex(input, 'context')
  const proof = scripted(input, (random) =>
    proveLinear(engine, statement, { secrets, random, context }),
  )
  verifyLinear(engine, statement, { proof, context, where })
  return toHex(proof)
}

function weightsOf(engine: GroupEngine, input: Fields, keys: Uint8Array, count: number) {
  const digests = parts(hex(input, 'digests'))
  const seed = weightSeed({ context: hex(input, 'context'), digests, keys })
  return weights(engine, seed, 0, count)
}

const linksOf = (input: Fields) =>
  field(input, 'links')
    .split(', ')
    .map((link) => {
      const [row = 0, slot = 0, otherRow = 0, otherSlot = 0] = link.split(' ').map(Number)
      return { row, slot, otherRow, otherSlot }
    })

export const proofComputations: Readonly<Record<string, Compute>> = {
  seed: (_engine, input) => {
    const digests = parts(hex(input, 'digests'))
    const weighed = { context: hex(input, 'context'), digests, keys: hex(input, 'keys') }
    return { seed: toHex(weightSeed(weighed)) }
  },
  weights: (engine, input) => {
    const [from, count] = [Number(field(input, 'from')), Number(field(input, 'count'))]
    return { weights: toHex(weights(engine, hex(input, 'seed'), from, count)) }
  },
  weighed: (engine, input) => {
    const columns = Number(field(input, 'columns'))
    return { sums: toHex(weighRows(engine, hex(input, 'rows'), columns, hex(input, 'weights'))) }
  },
  linear: (engine, input) => {
    const secrets = hex(input, 'secrets')
    const statement = readStatement(secrets.length / 32, field(input, 'equations'))
    return { proof: prove(engine, input, statement, secrets) }
  },
  'evaluation-proof': (engine, input) => {
    const [rows, tokenKey, shares] = [
      hex(input, 'rows'),
      hex(input, 'tokenKey'),
      hex(input, 'shares'),
    ]
    const columns = countColumns(shares)
    const [tokenPublic, sharePublics] = [engine.multiplyBase(tokenKey), publicOf(engine, shares)]
    const keys = concatBytes(sharePublics, tokenPublic)
    const by = weightsOf(engine, input, keys, countRows(rows, columns))
    const evaluated = evaluateRows(engine, rows, { tokenKey, shares })
    const before = weighRows(engine, rows, columns, by)
    const after = weighRows(engine, evaluated, columns, by)
    const about = { tokenPublic, sharePublics, before, after }
    const statement = evaluationStatement(engine, about)
    const proof = prove(engine, input, statement, concatBytes(tokenKey, shares))
    return {
      keys: toHex(keys),
      rows: toHex(evaluated),
      sums: toHex(concatBytes(before, after)),
      proof,
    }
  },
  'first-strip-proof': (engine, input) => {
    const [rows, shares, restKeys] = [
      hex(input, 'rows'),
      hex(input, 'shares'),
      hex(input, 'restKeys'),
    ]
    const columns = countColumns(shares)
    const count = countRows(rows, columns)
    const sharePublics = publicOf(engine, shares)
    const by = weightsOf(engine, input, concatBytes(sharePublics, restKeys), count)
    const drawn = () => scriptedRandom(hex(input, 'drawn')).random
    const stripped = stripOpen(engine, rows, { shares, restKeys, random: drawn() })
    const again = drawn()
    const s = concatBytes(...Array.from({ length: count }, () => drawScalar(engine, again)))
    const before = weighRows(engine, rows, columns, by)
    const after = weighRows(engine, stripped, columns, by)
    const statement = firstStripStatement(engine, { sharePublics, restKeys, before, after })
    const secrets = concatBytes(weighScalars(engine, s, by), shares)
    const proof = prove(engine, input, statement, secrets)
    return { rows: toHex(stripped), sums: toHex(concatBytes(before, after)), proof }
  },
  'last-strip-proof': (engine, input) => {
    const [rows, shares] = [hex(input, 'rows'), hex(input, 'shares')]
    const columns = countColumns(shares)
    const sharePublics = publicOf(engine, shares)
    const by = weightsOf(engine, input, sharePublics, countRows(rows, columns))
    const opened = stripLast(engine, rows, shares)
    const before = weighRows(engine, rows, columns, by)
    const plain = weighRows(engine, opened, columns - 1, by)
    const statement = lastStripStatement(engine, { sharePublics, before, plain })
    const proof = prove(engine, input, statement, shares)
    return { plain: toHex(opened), sums: toHex(concatBytes(before, plain)), proof }
  },
  'links-proof': (engine, input) => {
    const [rows, shares, links] = [hex(input, 'rows'), hex(input, 'shares'), linksOf(input)]
    const slots = countColumns(shares)
    const sharePublics = publicOf(engine, shares)
    const by = weightsOf(engine, input, sharePublics, links.length)
    const factors = linkFactors(engine, { rows: countRows(rows, slots), slots }, links, by)
    const sums = weighLinks(engine, rows, slots, factors)
    const proof = prove(engine, input, linksStatement({ sharePublics, sums }), shares)
    return { sums: toHex(sums), proof }
  },
  'one-of': (engine, input) => {
    const context = hex(input, 'context')
    const [keys, row, choices] = [hex(input, 'keys'), hex(input, 'row'), hex(input, 'choices')]
    const by = { choice: Number(field(input, 'choice')), randomness: hex(input, 'randomness') }
    const statement = { keys, row, choices }
    const proof = scripted(input, (random) =>
      proveOneOf(engine, statement, { ...by, random, context }),
    )
    verifyOneOf(engine, statement, { proof, context, where })
    return { proof: toHex(proof) }
  },
  pedersen: (engine, input) => {
    const opening = { value: hex(input, 'value'), blinding: hex(input, 'blinding') }
    const h = generator(engine, 0)
    const commitment = commit(engine, h, opening)
    verifyOpening(engine, h, { ...opening, commitment, where })
    return { generator: toHex(h), commitment: toHex(commitment) }
  },
}
