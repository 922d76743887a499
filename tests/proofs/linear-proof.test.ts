import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { concatBytes, i2osp, toHex, utf8 } from '../../src/base/bytes.ts'
import { isProblem } from '../../src/base/problem.ts'
import { GENERATOR, type GroupEngine, IDENTITY } from '../../src/group/engine.ts'
import { type LinearStatement, proveLinear, verifyLinear } from '../../src/proofs/linear-proof.ts'
import { elementAt, splitElements } from '../../src/psi/row.ts'
import { hashTags } from '../../src/psi/suite.ts'
import { taggedHash } from '../../src/psi/tagged-hash.ts'
import { engines } from '../group/engines.ts'
import { elements, scalars } from '../psi/sample.ts'
import { refusal } from '../refusal.ts'
import { seededRandom } from '../scripted-random.ts'
import { addOrder, increase, ONE, ORDER, shift, ZERO } from './mischief.ts'

const context = utf8('round, stage, prover')
const where = 'evaluator police, stage evaluate/2'

interface Case {
  readonly statement: LinearStatement
  readonly secrets: Uint8Array
}

/** The statement with these bases, given as [witness, base] per equation, that the secrets satisfy. */
function satisfied(
  engine: GroupEngine,
  secrets: Uint8Array,
  terms: readonly (readonly (readonly [number, Uint8Array])[])[],
): Case {
  const equations = terms.map((one) => ({
    terms: one.map(([witness, base]) => ({ witness, base })),
    image: engine.multiScalar(
      concatBytes(...one.map(([witness]) => elementAt(secrets, witness))),
      concatBytes(...one.map(([, base]) => base)),
    ),
  }))
  return { statement: { witnesses: secrets.length / 32, equations }, secrets }
}

/** Schnorr, Chaum and Pedersen, and an equation of two witnesses, as one. */
function sample(engine: GroupEngine): Case {
  const random = seededRandom('linear')
  const [a, b, c] = splitElements(elements(engine, 3, random)) as [
    Uint8Array,
    Uint8Array,
    Uint8Array,
  ]
  return satisfied(engine, scalars(engine, 2, random), [
    [[0, GENERATOR]],
    [[0, a]],
    [
      [0, b],
      [1, c],
    ],
  ])
}

/** Every statement that differs from this one in one thing. */
function neighbours(engine: GroupEngine, statement: LinearStatement): LinearStatement[] {
  const { witnesses, equations } = statement
  const changed = equations.flatMap((equation, at) => {
    const variants = [
      { ...equation, image: shift(engine, equation.image, 0) },
      { ...equation, terms: equation.terms.slice(1) },
      ...equation.terms.flatMap((term, place) => {
        const others = [
          { ...term, base: shift(engine, term.base, 0) },
          { ...term, witness: (term.witness + 1) % witnesses },
        ]
        return others.map((other) => ({ ...equation, terms: equation.terms.with(place, other) }))
      }),
    ]
    return variants.map((variant) => ({ witnesses, equations: equations.with(at, variant) }))
  })
  return [
    ...changed,
    { witnesses, equations: equations.toReversed() },
    { witnesses, equations: equations.slice(1) },
    { witnesses, equations: [...equations, equations[0]!] },
    { witnesses: witnesses + 1, equations },
  ]
}

/** Bases of a random statement: numbers of witnesses and which elements. */
const shapes = fc.record({
  secrets: fc.array(fc.nat(3), { minLength: 1, maxLength: 3 }),
  terms: fc.array(fc.array(fc.tuple(fc.nat(2), fc.nat(4)), { maxLength: 3 }), {
    minLength: 1,
    maxLength: 3,
  }),
  name: fc.string(),
})

describe.each(engines)('a linear proof with the $name engine', (engine) => {
  const { statement, secrets } = sample(engine)
  const random = seededRandom('linear proof')
  const proof = proveLinear(engine, statement, { secrets, random, context })
  const refused = (about: LinearStatement, bytes: Uint8Array, bound = context) =>
    refusal(() => verifyLinear(engine, about, { proof: bytes, context: bound, where }))

  it('is made and taken for a true statement', () => {
    expect(proof.length).toBe(96)
    verifyLinear(engine, statement, { proof, context, where })
  })

  it('says whose work is refused, and shows no bytes', () => {
    const problem = refused(statement, increase(engine, proof, 1))
    expect([problem.code, problem.where]).toEqual(['proof.invalid', where])
    expect(problem.message).not.toContain(toHex(proof).slice(0, 8))
  })

  it('proves nothing but its own statement', () => {
    const others = neighbours(engine, statement)
    expect(others.length).toBeGreaterThan(15)
    for (const other of others) expect(refused(other, proof).code).toBe('proof.invalid')
  })

  it('proves nothing in another context', () => {
    for (const other of ['', 'round, stage, prove', 'round, stage, prover ']) {
      expect(refused(statement, proof, utf8(other)).code).toBe('proof.invalid')
    }
  })

  it('is refused when challenge or a response is altered, exchanged or of another length', () => {
    const others = [
      ...[0, 1, 2].map((at) => increase(engine, proof, at)),
      ...[0, 1, 2].map((at) => addOrder(proof, at)),
      concatBytes(proof.subarray(0, 32), proof.subarray(64), proof.subarray(32, 64)),
      concatBytes(ZERO, proof.subarray(32)),
      new Uint8Array(96),
      proof.subarray(0, 95),
      proof.subarray(0, 64),
      concatBytes(proof, ZERO),
      new Uint8Array(0),
    ]
    for (const other of others) expect(refused(statement, other).code).toBe('proof.invalid')
  })

  it('hashes context, numbers of witnesses, every base and every image into the challenge', () => {
    // With any of them left out, it could be chosen after the challenge to fit any c and z.
    const [c, z, y] = splitElements(proof) as [Uint8Array, Uint8Array, Uint8Array]
    const minusC = engine.scalarSubtract(ZERO, c)
    const terms = statement.equations.map((one) =>
      concatBytes(...one.terms.flatMap(({ witness, base }) => [i2osp(witness, 4), base])),
    )
    const commitments = statement.equations.map(({ terms: own, image }) => {
      const sum = own.map(({ witness, base }) => engine.multiply([z, y][witness]!, base))
      return sum.reduce((x, other) => engine.add(x, other), engine.multiply(minusC, image))
    })
    const images = statement.equations.map(({ image }) => image)
    const hashed = terms.flatMap((one, at) => [one, images[at]!])
    const parts = [context, i2osp(2, 4), ...hashed, ...commitments]
    expect(c).toEqual(engine.scalarFromWide(taggedHash(hashTags.linear, ...parts)))
  })

  it('is not made of secrets that do not satisfy the statement', () => {
    for (const at of [0, 1]) {
      const wrong = increase(engine, secrets, at)
      const prove = () => proveLinear(engine, statement, { secrets: wrong, random, context })
      const problem = refusal(prove)
      expect(problem.code).toBe('proof.untrue')
      expect(problem.message).toContain('proved nothing')
    }
  })

  it('cannot be forged by choosing the challenge first', () => {
    // z at will and T = z·B − c·C: the hash over T is not c.
    const forged = concatBytes(scalars(engine, 3, random))
    expect(refused(statement, forged).code).toBe('proof.invalid')
  })

  it('holds for witnesses of zero, identities as base and as image', () => {
    const zero = satisfied(engine, concatBytes(ZERO, ONE), [
      [[0, GENERATOR]],
      [[1, IDENTITY]],
      [
        [0, IDENTITY],
        [1, GENERATOR],
      ],
      [],
    ])
    expect(zero.statement.equations[0]?.image).toEqual(IDENTITY)
    const shown = proveLinear(engine, zero.statement, { secrets: zero.secrets, random, context })
    verifyLinear(engine, zero.statement, { proof: shown, context, where })
    const others = zero.statement.equations.with(0, {
      terms: [{ witness: 0, base: GENERATOR }],
      image: GENERATOR,
    })
    expect(refused({ witnesses: 2, equations: others }, shown).code).toBe('proof.invalid')
  })

  it('refuses statements and secrets of a wrong form', () => {
    const image = GENERATOR
    const term = { witness: 0, base: GENERATOR }
    const broken: [LinearStatement, string][] = [
      [{ witnesses: 0, equations: [{ terms: [], image }] }, 'proof.statement'],
      [{ witnesses: 1.5, equations: [{ terms: [], image }] }, 'proof.statement'],
      [{ witnesses: 1, equations: [] }, 'proof.statement'],
      [
        { witnesses: 1, equations: [{ terms: [{ ...term, witness: 1 }], image }] },
        'proof.statement',
      ],
      [
        { witnesses: 1, equations: [{ terms: [{ ...term, witness: -1 }], image }] },
        'proof.statement',
      ],
      [
        { witnesses: 1, equations: [{ terms: [{ ...term, base: ORDER }], image }] },
        'element.invalid',
      ],
      [{ witnesses: 1, equations: [{ terms: [term], image: ORDER }] }, 'element.invalid'],
      [
        { witnesses: 1, equations: [{ terms: [term], image: image.subarray(1) }] },
        'element.invalid',
      ],
    ]
    for (const [bad, code] of broken) {
      expect(refused(bad, proof).code).toBe(code)
      const by = { secrets: ONE, random, context }
      expect(refusal(() => proveLinear(engine, bad, by)).code).toBe(code)
    }
    const prove = (bytes: Uint8Array) =>
      refusal(() => proveLinear(engine, statement, { secrets: bytes, random, context })).code
    expect(prove(secrets.subarray(32))).toBe('proof.statement')
    expect(prove(secrets.subarray(1))).toBe('rows.length')
    expect(prove(concatBytes(ONE, ORDER))).toBe('scalar.invalid')
  })

  it('never gives one nonce twice, even when the random source repeats itself', () => {
    const stuck = () => new Uint8Array(32)
    const nonces = (about: Case, bound: Uint8Array) => {
      const shown = proveLinear(engine, about.statement, {
        secrets: about.secrets,
        random: stuck,
        context: bound,
      })
      const c = elementAt(shown, 0)
      return splitElements(about.secrets).map((x, at) =>
        toHex(engine.scalarSubtract(elementAt(shown, at + 1), engine.scalarMultiply(c, x))),
      )
    }
    const other = satisfied(engine, secrets, [[[0, elementAt(elements(engine, 1, random), 0)]]])
    const seen = [
      ...nonces({ statement, secrets }, context),
      ...nonces({ statement, secrets }, utf8('other')),
      ...nonces(other, context),
    ]
    expect(new Set(seen).size).toBe(6)
  })

  it('takes any bytes for a proof without more than a refusal', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        expect(refused(statement, bytes).code).toBe('proof.invalid')
      }),
      { numRuns: 40 },
    )
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 96, maxLength: 96 }), (bytes) => {
        for (const at of [31, 63, 95]) bytes[at] = (bytes[at] ?? 0) & 15
        expect(refused(statement, bytes).code).toBe('proof.invalid')
      }),
      { numRuns: 10 },
    )
  })

  it('takes any bytes for bases and images without more than a refusal', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), fc.uint8Array({ maxLength: 40 }), (x, y) => {
        const bad = { witnesses: 2, equations: [{ terms: [{ witness: 0, base: x }], image: y }] }
        try {
          verifyLinear(engine, bad, { proof, context, where })
        } catch (error) {
          expect(isProblem(error)).toBe(true)
        }
      }),
      { numRuns: 40 },
    )
  })
})

describe('linear proofs', () => {
  it('hold for whatever is true, and are the same bytes from all engines', () => {
    const [first] = engines as [GroupEngine]
    const bases = [GENERATOR, IDENTITY, ...splitElements(elements(first, 3, seededRandom('bases')))]
    fc.assert(
      fc.property(shapes, ({ secrets, terms, name }) => {
        const drawn = seededRandom(`secrets ${name}`)
        // A third of the secrets are zero.
        const flat = concatBytes(
          ...secrets.map((kind) => (kind < 2 ? scalars(first, 1, drawn) : ZERO)),
        )
        const { statement } = satisfied(
          first,
          flat,
          terms.map((one) =>
            one.map(([witness, base]) => [witness % secrets.length, bases[base]!] as const),
          ),
        )
        const proofs = engines.map((engine) => {
          const by = { secrets: flat, random: seededRandom(name), context: utf8(name) }
          return proveLinear(engine, statement, by)
        })
        for (const proof of proofs) expect(proof).toEqual(proofs[0])
        for (const engine of engines) {
          verifyLinear(engine, statement, { proof: proofs[0]!, context: utf8(name), where })
        }
      }),
      { numRuns: 12 },
    )
  })
})
