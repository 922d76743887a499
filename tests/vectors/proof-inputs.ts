/* What the vectors of proofs are computed from: scripted, so that they are the same in every run. */
import { concatBytes, toHex, utf8 } from '../../src/base/bytes.ts'
import { GENERATOR, type GroupEngine, IDENTITY } from '../../src/group/engine.ts'
import { encryptRows } from '../../src/psi/encrypt.ts'
import { elements, parts, publicOf, scalars } from '../psi/sample.ts'
import { seededRandom } from '../scripted-random.ts'
import type { Fields } from './fields.ts'

type Subject = readonly [subject: string, sections: string, inputs: [string, Fields][]]

const random = seededRandom('proof vectors')
const bytes = (length: number) => toHex(random(length))
const context = toHex(utf8('context of the vectors'))

export function proofVectors(engine: GroupEngine): Subject[] {
  return [
    weightVectors(engine),
    linearVectors(engine),
    ...stageVectors(engine),
    oneOfVectors(engine),
    [
      'pedersen',
      '13.9',
      [
        ['pedersen', { value: toHex(scalars(engine, 1, random)), blinding: blindingOf(engine) }],
        ['pedersen of zero', { value: toHex(IDENTITY), blinding: blindingOf(engine) }],
      ],
    ],
  ]
}

const blindingOf = (engine: GroupEngine) => toHex(scalars(engine, 1, random))

function weightVectors(engine: GroupEngine): Subject {
  const seed = bytes(64)
  const [rows, weights] = [toHex(elements(engine, 6, random)), toHex(scalars(engine, 3, random))]
  return [
    'weights',
    '13.1',
    [
      ['seed', { context, digests: bytes(64), keys: bytes(96) }],
      ['seed of one digest', { context: '', digests: bytes(32), keys: '' }],
      ['weights', { seed, from: '0', count: '3' }],
      ['weights of a later chunk', { seed, from: '4294967295', count: '2' }],
      ['weighed', { rows, columns: '1', weights }],
    ],
  ]
}

function linearVectors(engine: GroupEngine): Subject {
  const secrets = scalars(engine, 2, random)
  const [x, y] = parts(secrets) as [Uint8Array, Uint8Array]
  const [base, other] = parts(elements(engine, 2, random)) as [Uint8Array, Uint8Array]
  const product = (scalar: Uint8Array, element: Uint8Array) => engine.multiply(scalar, element)
  const schnorr = `0:${toHex(GENERATOR)}=${toHex(engine.multiplyBase(x))}`
  const sum = toHex(engine.add(product(x, base), product(y, other)))
  const both = `${schnorr};0:${toHex(base)}+1:${toHex(other)}=${sum}`
  const zero = `0:${toHex(GENERATOR)}=${toHex(IDENTITY)}`
  return [
    'linear',
    '13.2',
    [
      ['linear', { context, equations: schnorr, secrets: toHex(x), random: bytes(32) }],
      ['linear of two', { context, equations: both, secrets: toHex(secrets), random: bytes(32) }],
      ['linear of zero', { context, equations: zero, secrets: toHex(IDENTITY), random: bytes(32) }],
    ],
  ]
}

/** Three rows of two columns; a token stands in row 0 slot 0, row 1 slot 0 and row 2 slot 1. */
function stageVectors(engine: GroupEngine): Subject[] {
  const [shares, others] = [scalars(engine, 2, random), scalars(engine, 2, random)]
  const [x, y, z, last] = parts(elements(engine, 4, random)).map(toHex)
  const plain = Buffer.from(`${x}${y}${x}${z}${last}${x}`, 'hex')
  const own = publicOf(engine, shares)
  const all = parts(publicOf(engine, others)).map((key, at) => engine.add(key, parts(own)[at]!))
  const restKeys = concatBytes(...all)
  const rows = (columnKeys: Uint8Array) => toHex(encryptRows(engine, { columnKeys, plain, random }))
  const common = () => ({ context, digests: bytes(64), shares: toHex(shares), random: bytes(32) })
  const evaluation = { ...common(), rows: rows(restKeys), tokenKey: blindingOf(engine) }
  const links = { ...common(), rows: rows(own), links: '0 0 1 0, 1 0 2 1' }
  const rest = { rows: rows(restKeys), restKeys: toHex(restKeys), drawn: bytes(192) }
  return [
    ['evaluation-proof', '13.4', [['evaluation-proof', evaluation]]],
    ['links-proof', '13.5', [['links-proof', links]]],
    ['first-strip-proof', '13.6', [['first-strip-proof', { ...common(), ...rest }]]],
    ['last-strip-proof', '13.6', [['last-strip-proof', { ...common(), rows: rows(own) }]]],
  ]
}

function oneOfVectors(engine: GroupEngine): Subject {
  const of = (n: number, columns: number, choice: number) => {
    const keys = publicOf(engine, scalars(engine, columns, random))
    const choices = elements(engine, n * columns, random)
    const r = scalars(engine, 1, random)
    const held = parts(choices).slice(choice * columns)
    const row = parts(keys).map((key, at) => engine.add(engine.multiply(r, key), held[at]!))
    return {
      context,
      keys: toHex(keys),
      row: toHex(concatBytes(engine.multiplyBase(r), ...row)),
      choices: toHex(choices),
      choice: String(choice),
      randomness: toHex(r),
      random: bytes(32),
    }
  }
  return [
    'one-of',
    '13.7',
    [
      ['one-of', of(3, 1, 1)],
      ['one-of with two columns', of(2, 2, 0)],
      ['one-of one', of(1, 1, 0)],
    ],
  ]
}
