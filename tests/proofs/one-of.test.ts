import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { concatBytes, lengthPrefixed, toHex, utf8 } from '../../src/base/bytes.ts'
import { isProblem } from '../../src/base/problem.ts'
import { GENERATOR, type GroupEngine, IDENTITY } from '../../src/group/engine.ts'
import { type OneOfStatement, proveOneOf, verifyOneOf } from '../../src/proofs/one-of.ts'
import { encryptRows } from '../../src/psi/encrypt.ts'
import { elementAt, splitElements } from '../../src/psi/row.ts'
import { hashTags } from '../../src/psi/suite.ts'
import { taggedHash } from '../../src/psi/tagged-hash.ts'
import { engines } from '../group/engines.ts'
import { elements, publicOf, scalars } from '../psi/sample.ts'
import { refusal } from '../refusal.ts'
import { scriptedRandom, seededRandom } from '../scripted-random.ts'
import { addOrder, exchange, increase, ORDER, shift, swap, ZERO } from './mischief.ts'

const context = lengthPrefixed(utf8('manifest'), utf8('list'), utf8('code/nationality'))
const where = 'list police-2017, row 7, column code/nationality'

interface Case {
  readonly statement: OneOfStatement
  readonly choice: number
  readonly randomness: Uint8Array
}

/** A row of that many columns that holds one of n. */
function sample(engine: GroupEngine, n: number, columns: number, choice: number): Case {
  const random = seededRandom(`one of ${n} in ${columns}`)
  const keys = publicOf(engine, scalars(engine, columns, random))
  const choices = elements(engine, n * columns, random)
  const randomness = scalars(engine, 1, random)
  const plain = choices.subarray(choice * columns * 32, (choice + 1) * columns * 32)
  const wide = concatBytes(randomness, ZERO)
  const row = encryptRows(engine, { columnKeys: keys, plain, random: scriptedRandom(wide).random })
  return { statement: { keys, row, choices }, choice, randomness }
}

function prove(engine: GroupEngine, about: Case, bound = context): Uint8Array {
  const { statement, choice, randomness } = about
  const random = seededRandom('one of')
  return proveOneOf(engine, statement, { choice, randomness, random, context: bound })
}

describe.each(engines)('a proof that a row holds one of n, with the $name engine', (engine) => {
  const about = sample(engine, 3, 2, 1)
  const { statement } = about
  const proof = prove(engine, about)
  const refused = (other: OneOfStatement, bytes: Uint8Array, bound = context) =>
    refusal(() => verifyOneOf(engine, other, { proof: bytes, context: bound, where }))

  it('is made and taken whichever of the n it is, and looks alike', () => {
    for (const choice of [0, 1, 2]) {
      const one = sample(engine, 3, 2, choice)
      const shown = prove(engine, one)
      expect(shown.length).toBe(192)
      verifyOneOf(engine, one.statement, { proof: shown, context, where })
      expect(new Set(splitElements(shown).map(toHex)).size).toBe(6)
    }
  })

  it('is made of one and of 64, with one column and with three', () => {
    for (const [n, columns, choice] of [
      [1, 1, 0],
      [2, 1, 1],
      [1, 3, 0],
      [64, 1, 63],
    ] as const) {
      const one = sample(engine, n, columns, choice)
      const shown = prove(engine, one)
      expect(shown.length).toBe(64 * n)
      verifyOneOf(engine, one.statement, { proof: shown, context, where })
    }
  })

  it('is not made by an honest prover of what the row does not hold', () => {
    const wrong: Partial<Case>[] = [
      { choice: 0 },
      { choice: 3 },
      { choice: -1 },
      { choice: 0.5 },
      { randomness: increase(engine, about.randomness, 0) },
      { statement: { ...statement, row: shift(engine, statement.row, 1) } },
      { statement: { ...statement, row: shift(engine, statement.row, 0) } },
      // One column of one choice, the other of another.
      {
        statement: {
          ...statement,
          choices: exchange(statement.choices, 3, elementAt(statement.choices, 1)),
        },
      },
    ]
    for (const change of wrong) {
      const problem = refusal(() => prove(engine, { ...about, ...change }))
      expect(problem.code).toBe('proof.untrue')
    }
    const zero = { ...about, randomness: ZERO }
    expect(refusal(() => prove(engine, zero)).code).toBe('scalar.zero')
  })

  it('proves nothing of another row, under other keys or with other choices', () => {
    const { keys, row, choices } = statement
    const others = [
      ...[0, 1, 2].map((at) => ({ ...statement, row: shift(engine, row, at) })),
      ...[0, 1].map((at) => ({ ...statement, keys: shift(engine, keys, at) })),
      ...[0, 1, 2, 3, 4, 5].map((at) => ({ ...statement, choices: shift(engine, choices, at) })),
      { ...statement, choices: swap(choices, 64, 0, 2) },
      { ...statement, choices: swap(choices, 32, 0, 1) },
    ]
    for (const other of others) {
      const problem = refused(other, proof)
      expect([problem.code, problem.where]).toEqual(['proof.invalid', where])
    }
    expect(refused({ ...statement, choices: choices.subarray(64) }, proof).code).toBe(
      'proof.invalid',
    )
  })

  it('proves nothing in another column, list or round', () => {
    const others = [
      lengthPrefixed(utf8('manifest'), utf8('list'), utf8('presence')),
      lengthPrefixed(utf8('manifest'), utf8('other'), utf8('code/nationality')),
      lengthPrefixed(utf8('other'), utf8('list'), utf8('code/nationality')),
      new Uint8Array(0),
    ]
    for (const other of others) {
      expect(refused(statement, proof, other).code).toBe('proof.invalid')
    }
  })

  it('proves nothing of the same value encrypted once more', () => {
    const again = encryptRows(engine, {
      columnKeys: statement.keys,
      plain: statement.choices.subarray(64, 128),
      random: seededRandom('again'),
    })
    expect(refused({ ...statement, row: again }, proof).code).toBe('proof.invalid')
  })

  it('is refused when any scalar is altered, written otherwise, exchanged, or missing', () => {
    const altered = [0, 1, 2, 3, 4, 5].flatMap((at) => [
      increase(engine, proof, at),
      addOrder(proof, at),
      exchange(proof, at, ZERO),
      exchange(proof, at, ORDER),
    ])
    const others = [
      ...altered,
      // The challenges still add up.
      increase(
        engine,
        exchange(proof, 0, engine.scalarSubtract(elementAt(proof, 0), elementAt(proof, 2))),
        0,
      ),
      swap(proof, 64, 0, 1),
      proof.subarray(0, 191),
      proof.subarray(0, 128),
      concatBytes(proof, new Uint8Array(64)),
      new Uint8Array(192),
      new Uint8Array(0),
    ]
    for (const other of others) expect(refused(statement, other).code).toBe('proof.invalid')
  })

  it('hashes context, keys, row and choices into the challenge', () => {
    const { keys, row, choices } = statement
    const targets = [0, 1, 2].map((i) => [
      elementAt(row, 0),
      ...[0, 1].map((at) =>
        engine.subtract(elementAt(row, at + 1), elementAt(choices, 2 * i + at)),
      ),
    ])
    const commitments = targets.flatMap((target, i) =>
      [GENERATOR, ...splitElements(keys)].map((base, at) =>
        engine.subtract(
          engine.multiply(elementAt(proof, 2 * i + 1), base),
          engine.multiply(elementAt(proof, 2 * i), target[at]!),
        ),
      ),
    )
    const parts = [context, keys, row, choices, concatBytes(...commitments)]
    const sum = [0, 2, 4].map((at) => elementAt(proof, at)).reduce((x, y) => engine.scalarAdd(x, y))
    expect(sum).toEqual(engine.scalarFromWide(taggedHash(hashTags.oneOf, ...parts)))
  })

  it('cannot be forged by simulating all n: the challenges do not add up', () => {
    const false_ = { ...statement, row: shift(engine, statement.row, 1) }
    const forged = scalars(engine, 6, seededRandom('forger'))
    expect(refused(false_, forged).code).toBe('proof.invalid')
    expect(refused(false_, proof).code).toBe('proof.invalid')
  })

  it('takes identities among the choices, as presence and empty columns are', () => {
    const random = seededRandom('presence')
    const keys = publicOf(engine, scalars(engine, 1, random))
    const choices = concatBytes(IDENTITY, elements(engine, 1, random))
    const randomness = scalars(engine, 1, random)
    const row = concatBytes(engine.multiplyBase(randomness), engine.multiply(randomness, keys))
    const one = { statement: { keys, row, choices }, choice: 0, randomness }
    verifyOneOf(engine, one.statement, { proof: prove(engine, one), context, where })
  })

  it('refuses rows, keys and choices of a wrong form', () => {
    const { keys, row, choices } = statement
    const bad = new Uint8Array(32).fill(255)
    const broken: [OneOfStatement, string][] = [
      [{ ...statement, row: row.subarray(32) }, 'proof.statement'],
      [{ ...statement, choices: new Uint8Array(0) }, 'proof.statement'],
      [{ ...statement, choices: choices.subarray(32) }, 'rows.length'],
      [{ ...statement, keys: new Uint8Array(0) }, 'rows.columns'],
      [{ ...statement, row: exchange(row, 0, bad) }, 'element.invalid'],
      [{ ...statement, row: exchange(row, 2, bad) }, 'element.invalid'],
      [{ ...statement, keys: exchange(keys, 1, bad) }, 'element.invalid'],
      [{ ...statement, choices: exchange(choices, 5, bad) }, 'element.invalid'],
    ]
    for (const [other, code] of broken) {
      expect(refused(other, proof).code).toBe(code)
      expect(refusal(() => prove(engine, { ...about, statement: other })).code).toBe(code)
    }
  })

  it('never gives one nonce twice, even when the random source repeats itself', () => {
    const nonce = (bound: Uint8Array) => {
      const random = () => new Uint8Array(32)
      const shown = proveOneOf(engine, statement, { ...about, random, context: bound })
      const product = engine.scalarMultiply(elementAt(shown, 2), about.randomness)
      return toHex(engine.scalarSubtract(elementAt(shown, 3), product))
    }
    expect(nonce(context)).not.toBe(nonce(utf8('other')))
  })

  it('takes any bytes for a proof or a row without more than a refusal', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => {
        expect(refused(statement, bytes).code).toBe('proof.invalid')
      }),
      { numRuns: 30 },
    )
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 100 }), (bytes) => {
        for (const key of ['keys', 'row', 'choices'] as const) {
          try {
            verifyOneOf(engine, { ...statement, [key]: bytes }, { proof, context, where })
          } catch (error) {
            expect(isProblem(error)).toBe(true)
          }
        }
      }),
      { numRuns: 20 },
    )
  })
})

describe('proofs that a row holds one of n', () => {
  it('are the same bytes from all engines', () => {
    const proofs = engines.map((engine) => prove(engine, sample(engine, 3, 2, 2)))
    for (const proof of proofs) expect(proof).toEqual(proofs[0])
  })
})
