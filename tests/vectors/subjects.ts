/*
 * What the test vectors of protocol/vectors hold: per subject the inputs, and how Samentel computes
 * the outputs from them. Every value is text: hex, names and numbers.
 */
import { fromHex, toHex, utf8 } from '../../src/base/bytes.ts'
import { deriveBytes, keyStream } from '../../src/crypto/derive.ts'
import type { GroupEngine } from '../../src/group/engine.ts'
import { encryptRows } from '../../src/psi/encrypt.ts'
import { evaluateRows } from '../../src/psi/evaluate.ts'
import {
  codeElement,
  filler,
  keyElement,
  labelElement,
  type Presence,
  presenceElement,
} from '../../src/psi/key-element.ts'
import { addLabel } from '../../src/psi/label-rows.ts'
import { permutation } from '../../src/psi/permutation.ts'
import { commitKeys, jointKey, provePossession } from '../../src/psi/possession.ts'
import { rerandomiseRows } from '../../src/psi/rerandomise.ts'
import { columnShare, publicKeys, tokenKey } from '../../src/psi/round-secrets.ts'
import { stripLast, stripOpen } from '../../src/psi/strip.ts'
import { addRows } from '../../src/psi/sum.ts'
import { parts } from '../psi/sample.ts'
import { coverComputations } from './cover-subjects.ts'
import { digestComputations } from './digest-subjects.ts'
import { type Compute, type Fields, field, hex, scripted } from './fields.ts'
import { proofComputations } from './proof-subjects.ts'
import { shuffleComputations } from './shuffle-subjects.ts'

export interface VectorFile {
  readonly subject: string
  /** Sections of protocol/specification.md. */
  readonly sections: string
  /** Which function of the subject, its inputs and its outputs. */
  readonly vectors: readonly {
    readonly name: string
    readonly input: Fields
    readonly output: Fields
  }[]
}

const named = (input: Fields) => ({
  coreDigest: hex(input, 'coreDigest'),
  holder: field(input, 'holder'),
  keyName: field(input, 'keyName'),
})

/** By the name of the vector up to its first space. */
export const computations: Readonly<Record<string, Compute>> = {
  key: (engine, input) => {
    const key = {
      recipe: field(input, 'recipe'),
      keyId: field(input, 'keyId'),
      canonical: hex(input, 'canonical'),
    }
    return { element: toHex(keyElement(engine, hex(input, 'secret'), key)) }
  },
  filler: (engine, input) => ({
    element: scripted(input, (random) => toHex(filler(engine, random))),
  }),
  presence: (engine, input) => ({
    element: toHex(presenceElement(engine, field(input, 'presence') as Presence)),
  }),
  label: (engine, input) => ({
    element: toHex(labelElement(engine, hex(input, 'coreDigest'), field(input, 'list'))),
  }),
  code: (engine, input) => {
    const [table, code] = [field(input, 'table'), field(input, 'code')]
    return { element: toHex(codeElement(engine, hex(input, 'coreDigest'), table, code)) }
  },
  labelled: (engine, input) => {
    const columns = Number(field(input, 'columns'))
    const label = hex(input, 'label')
    const at = Number(field(input, 'labelColumn'))
    return { rows: toHex(addLabel(engine, hex(input, 'rows'), columns, at, label)) }
  },
  bytes: (_engine, input) => {
    const context = field(input, 'context').split(' ').filter(Boolean).map(fromHex)
    const length = Number(field(input, 'length'))
    const bytes = deriveBytes(hex(input, 'secret'), field(input, 'label'), context, length)
    return { bytes: toHex(bytes) }
  },
  stream: (_engine, input) => {
    const stream = keyStream(hex(input, 'seed'))
    const lengths = field(input, 'lengths').split(' ').map(Number)
    return { bytes: lengths.map((length) => toHex(stream(length))).join(' ') }
  },
  secrets: (engine, input) => {
    const roundKey = hex(input, 'roundKey')
    const column = field(input, 'column')
    const keys = publicKeys(engine, roundKey, ['token', column])
    return {
      tokenKey: toHex(tokenKey(engine, roundKey)),
      columnShare: toHex(columnShare(engine, roundKey, column)),
      publics: keys.map(({ element }) => toHex(element)).join(''),
    }
  },
  commitment: (_engine, input) => ({ commitment: toHex(commitKeys(hex(input, 'record'))) }),
  proof: (engine, input) => {
    const secret = hex(input, 'secret')
    const proof = scripted(input, (random) => provePossession(engine, secret, named(input), random))
    return { publicKey: toHex(engine.multiplyBase(secret)), proof: toHex(proof) }
  },
  joint: (engine, input) => ({
    key: toHex(jointKey(engine, parts(hex(input, 'publics')))),
  }),
  encrypted: (engine, input) => ({
    rows: scripted(input, (random) =>
      toHex(
        encryptRows(engine, {
          columnKeys: hex(input, 'columnKeys'),
          plain: hex(input, 'plain'),
          random,
        }),
      ),
    ),
  }),
  rerandomised: (engine, input) => ({
    rows: scripted(input, (random) =>
      toHex(rerandomiseRows(engine, hex(input, 'rows'), hex(input, 'columnKeys'), random)),
    ),
  }),
  order: (_engine, input) => ({
    order: scripted(input, (random) =>
      permutation(Number(field(input, 'count')), random).join(' '),
    ),
  }),
  evaluated: (engine, input) => {
    const keys = { tokenKey: hex(input, 'tokenKey'), shares: hex(input, 'shares') }
    return { rows: toHex(evaluateRows(engine, hex(input, 'rows'), keys)) }
  },
  last: (engine, input) => ({
    plain: toHex(stripLast(engine, hex(input, 'rows'), hex(input, 'shares'))),
  }),
  passed: (engine, input) => ({
    rows: scripted(input, (random) => {
      const keys = { shares: hex(input, 'shares'), restKeys: hex(input, 'restKeys'), random }
      return toHex(stripOpen(engine, hex(input, 'rows'), keys))
    }),
  }),
  sum: (engine, input) => ({
    row: toHex(addRows(engine, hex(input, 'x'), hex(input, 'y'))),
  }),
  ...proofComputations,
  ...shuffleComputations,
  ...coverComputations,
  ...digestComputations,
}

/** The outputs of the vector of that name. */
export function compute(engine: GroupEngine, name: string, input: Fields): Fields {
  const computation = computations[name.split(' ')[0] ?? '']
  if (computation === undefined) throw new Error(`no computation for ${name}`)
  return computation(engine, input)
}

export const textHex = (text: string): string => toHex(utf8(text))
