/*
 * What a prover could do to rows instead of shuffling them. First with the honest prover's proof
 * over the altered rows; then with a prover that bends everything to its will, from the second
 * reading of the specification, so that exactly one equation catches it.
 */
import { describe, expect, it } from 'vitest'
import { concatBytes, fromHex, toHex } from '../../src/base/bytes.ts'
import { loadSodiumEngine } from '../../src/group/sodium-engine.ts'
import { drawScalar } from '../../src/psi/draw-scalar.ts'
import { encryptRows } from '../../src/psi/encrypt.ts'
import { rerandomiseRows } from '../../src/psi/rerandomise.ts'
import { addRows } from '../../src/psi/sum.ts'
import { elements, parts, publicOf, scalars } from '../psi/sample.ts'
import { refusal } from '../refusal.ts'
import { seededRandom } from '../scripted-random.ts'
import {
  holdsShuffled,
  matrixOf,
  proveShuffled,
  shuffleRows,
  transpose,
  type Witness,
} from '../vectors/read-shuffle.ts'
import {
  digestOf,
  pickRows,
  prove,
  type Shuffled,
  sampleShuffle,
  verify,
  withOutput,
} from './sample-shuffle.ts'

const engine = await loadSodiumEngine()
const random = seededRandom('cheats')
const WIDTH = 96

const rowsOf = (flat: Uint8Array) => pieces(flat, WIDTH)
const mark = elements(engine, 1, random)

function pieces(flat: Uint8Array, size: number): Uint8Array[] {
  return Array.from({ length: flat.length / size }, (_, at) =>
    flat.slice(at * size, (at + 1) * size),
  )
}

/** The output with some of its rows replaced. */
function replaced(flat: Uint8Array, changes: Readonly<Record<number, Uint8Array>>): Uint8Array {
  return concatBytes(...rowsOf(flat).map((row, at) => changes[at] ?? row))
}

/** A row with one of its elements turned into another. */
function turned(row: Uint8Array, place: number, turn: (element: Uint8Array) => Uint8Array) {
  const all = parts(row).map((element, at) => (at === place ? turn(element) : element))
  return concatBytes(...all)
}

const marked = (row: Uint8Array) => turned(row, 2, (b) => engine.add(b, mark))
const unmarked = (row: Uint8Array) => turned(row, 2, (b) => engine.subtract(b, mark))

function exchanged(x: Uint8Array, y: Uint8Array, place: number): Uint8Array {
  return turned(x, place, () => parts(y)[place] ?? y)
}

type Cheat = (
  rows: readonly Uint8Array[],
  shuffled: Shuffled,
) => Readonly<Record<number, Uint8Array>>

const cheats: readonly (readonly [string, Cheat])[] = [
  [
    'a row replaced by an encryption of something else',
    (_, { statement }) => {
      const { columnKeys } = statement
      return { 1: encryptRows(engine, { columnKeys, plain: elements(engine, 2, random), random }) }
    },
  ],
  ['one row doubled and another dropped', ([first]) => ({ 3: first! })],
  [
    'one row doubled, re-randomised, and another dropped',
    ([first], { others }) => ({
      3: rerandomiseRows(engine, first!, publicOf(engine, others), random),
    }),
  ],
  [
    'two rows made into their sum and nothing',
    ([x, y]) => ({ 0: addRows(engine, x!, y!), 1: new Uint8Array(WIDTH) }),
  ],
  ['a row turned into nothing', () => ({ 2: new Uint8Array(WIDTH) })],
  [
    'a row multiplied',
    ([, row]) => {
      const k = drawScalar(engine, random)
      return { 1: concatBytes(...parts(row!).map((element) => engine.multiply(k, element))) }
    },
  ],
  [
    'a row re-randomised under another key',
    ([, , row]) => ({ 2: rerandomiseRows(engine, row!, elements(engine, 2, random), random) }),
  ],
  [
    'a row re-randomised once more than the prover says',
    ([row], { others }) => ({ 0: rerandomiseRows(engine, row!, publicOf(engine, others), random) }),
  ],
  [
    'one column of two rows exchanged',
    ([x, y]) => ({ 0: exchanged(x!, y!, 1), 1: exchanged(y!, x!, 1) }),
  ],
  [
    'the first elements of two rows exchanged',
    ([x, y]) => ({ 0: exchanged(x!, y!, 0), 1: exchanged(y!, x!, 0) }),
  ],
  [
    'the columns of a row exchanged',
    ([x]) => ({ 0: concatBytes(...[0, 2, 1].map((place) => parts(x!)[place]!)) }),
  ],
  ['a mark on one row', ([, row]) => ({ 1: marked(row!) })],
  [
    'a mark on one row and its opposite on another',
    ([x, y]) => ({ 0: marked(x!), 1: unmarked(y!) }),
  ],
  [
    'marks of four rows that cancel',
    ([x, y, z, v]) => ({ 0: marked(x!), 1: marked(y!), 2: unmarked(z!), 3: unmarked(v!) }),
  ],
  [
    'G added to the first element of a row',
    ([x]) => ({ 0: turned(x!, 0, (a) => engine.add(a, mark)) }),
  ],
  ['two rows in each other’s place', ([x, y]) => ({ 0: y!, 1: x! })],
]

const stripCheats: readonly (readonly [string, Cheat])[] = [
  [
    'another share taken off one column of one row',
    ([row]) => ({
      0: turned(row!, 1, (b) =>
        engine.subtract(b, engine.multiply(scalars(engine, 1, random), parts(row!)[0]!)),
      ),
    }),
  ],
  [
    'no share taken off one column',
    (rows, { secrets }) => putBack(rows, 1, parts(secrets.shares!)[0]!),
  ],
  [
    'the share of one column taken off another',
    (rows, { secrets }) => {
      const [first, second] = parts(secrets.shares!)
      return putBack(rows, 1, engine.scalarSubtract(first!, second!))
    },
  ],
  [
    'shares taken off with the first element as it came in',
    (rows, { secrets, input }) => {
      const share = parts(secrets.shares!)[0]!
      const a = parts(pickRows(input, WIDTH, [secrets.order[0]!]))[0]!
      const moved = engine.multiply(share, engine.subtract(parts(rows[0]!)[0]!, a))
      return { 0: turned(rows[0]!, 1, (b) => engine.add(b, moved)) }
    },
  ],
]

/** Every row with `share` of its first element added to a column again. */
function putBack(rows: readonly Uint8Array[], place: number, share: Uint8Array) {
  const changed = rows.map((row) =>
    turned(row, place, (b) => engine.add(b, engine.multiply(share, parts(row)[0]!))),
  )
  return Object.fromEntries(changed.entries())
}

describe.each([
  ['a mix', false, cheats],
  ['a strip', true, [...cheats, ...stripCheats]],
] as const)('%s', (_, strip, all) => {
  const shuffled = sampleShuffle(engine, { rows: 5, columns: 2, strip })

  it.each(all)('has no proof for %s', (__, cheat) => {
    const changes = cheat(rowsOf(shuffled.output), shuffled)
    const bent = withOutput(shuffled, replaced(shuffled.output, changes))
    expect(toHex(bent.output)).not.toBe(toHex(shuffled.output))
    expect(refusal(() => verify(bent, prove(bent))).code).toBe('proof.invalid')
    const statement = bent.statement
    const kept = {
      ...shuffled,
      statement: { ...statement, outputDigest: digestOf(shuffled.output) },
    }
    expect(refusal(() => verify({ ...kept, output: bent.output }, prove(kept))).code).toBe(
      'proof.invalid',
    )
  })
})

const order = [2, 0, 1]
const straight = matrixOf(order)

interface Bent extends Partial<Witness> {
  readonly ownShares?: readonly bigint[]
}

/** A proof by the bending prover; which equations it knows to be untrue, and whether it holds. */
function bend(strip: boolean, bent: Bent) {
  const shuffled = sampleShuffle(engine, {
    rows: 3,
    columns: 2,
    strip,
    order: Uint32Array.from(order),
  })
  const { statement, secrets } = shuffled
  const shares = bent.shares ?? (secrets.shares === null ? [] : parts(secrets.shares).map(little))
  const witness = {
    spread: straight,
    carry: straight,
    committed: transpose(bent.carry ?? straight),
    rowSeeds: secrets.rowSeeds.map(toHex),
    seed: toHex(secrets.seed),
    orderBytes: '000000020000000000000001',
    ...bent,
    shares,
  }
  const named = {
    context: toHex(statement.context),
    rows: 3,
    columnKeys: toHex(statement.columnKeys),
    ownKeys: toHex(statement.ownKeys ?? new Uint8Array(0)),
    inputDigest: toHex(statement.inputDigest),
  }
  const input = toHex(shuffled.input)
  const output = shuffleRows(named, input, witness)
  const cheat = withOutput(shuffled, fromHex(output))
  const whole = { ...named, outputDigest: toHex(cheat.statement.outputDigest) }
  const proven = proveShuffled(whole, { input, output }, witness)
  const proof = { constant: fromHex(proven.constant), rows: fromHex(proven.proof) }
  return {
    untrue: proven.untrue,
    holdsElsewhere: holdsShuffled(whole, { input, output }, proven),
    check: () => verify(cheat, proof),
  }
}

const little = (bytes: Uint8Array) => BigInt(`0x${Buffer.from(bytes).reverse().toString('hex')}`)

const Q = 2n ** 252n + 27742317777372353535851937790883648493n
const half = (Q + 1n) / 2n

describe('a prover that bends all it can', () => {
  it.each([false, true])('proves an honest shuffle, strip %s', (strip) => {
    const { untrue, check, holdsElsewhere } = bend(strip, {})
    expect(untrue).toEqual([])
    expect(holdsElsewhere).toBe(true)
    check()
  })

  // Columns of the inverse of `carry`, transposed, are what the rows become: Σu'·row' = Σu·row.
  const attacks: readonly (readonly [string, boolean, readonly number[], Bent])[] = [
    [
      'one row doubled and another halved: only the row sums differ from one',
      false,
      [1],
      {
        spread: [
          [half, 0n, 0n],
          [0n, 2n, 0n],
          [0n, 0n, 1n],
        ],
        carry: [
          [2n, 0n, 0n],
          [0n, half, 0n],
          [0n, 0n, 1n],
        ],
      },
    ],
    [
      'rows combined by a matrix whose rows add up to one: only the product differs',
      false,
      [2],
      {
        spread: [
          [half, 0n, 0n],
          [half, 1n, 0n],
          [0n, 0n, 1n],
        ],
        carry: [
          [2n, -1n, 0n],
          [0n, 1n, 0n],
          [0n, 0n, 1n],
        ],
      },
    ],
    [
      'the same with a chain whose end is put right: only the chain is broken',
      false,
      [6],
      {
        spread: [
          [half, 0n, 0n],
          [half, 1n, 0n],
          [0n, 0n, 1n],
        ],
        carry: [
          [2n, -1n, 0n],
          [0n, 1n, 0n],
          [0n, 0n, 1n],
        ],
        breakChain: true,
      },
    ],
    [
      'an order other than the one committed to',
      false,
      [3],
      { committed: transpose(matrixOf([0, 1, 2])) },
    ],
    [
      'rows combined behind a commitment to an order',
      true,
      [2, 3],
      {
        spread: [
          [half, 0n, 0n],
          [half, 1n, 0n],
          [0n, 0n, 1n],
        ],
        carry: [
          [2n, -1n, 0n],
          [0n, 1n, 0n],
          [0n, 0n, 1n],
        ],
        committed: transpose(matrixOf([0, 1, 2])),
      },
    ],
    [
      'two rows made from one, the order honest',
      false,
      [4],
      {
        spread: [
          [1n, 0n, 0n],
          [1n, 0n, 0n],
          [0n, 0n, 1n],
        ],
      },
    ],
    ['two rows carried to one place, none to another', false, [1, 2, 4], twoIntoOne()],
    ['other shares, the same in every row', true, [5], { shares: [5n, 7n] }],
  ]

  it.each(attacks)('proves nothing with %s', (_, strip, caughtBy, bent) => {
    const { untrue, check, holdsElsewhere } = bend(strip, bent)
    expect(untrue).toEqual(caughtBy)
    expect(holdsElsewhere).toBe(false)
    expect(refusal(check).code).toBe('proof.invalid')
  })

  it('proves nothing with the shares of two columns exchanged', () => {
    const { secrets } = sampleShuffle(engine, {
      rows: 3,
      columns: 2,
      strip: true,
      order: Uint32Array.from(order),
    })
    const [first, second] = parts(secrets.shares!).map(little)
    const { untrue, check } = bend(true, { shares: [second!, first!] })
    expect(untrue).toEqual([5])
    expect(refusal(check).code).toBe('proof.invalid')
  })
})

/** u' = (u_0 + u_1, 0, u_2). */
function twoIntoOne(): Bent {
  return {
    spread: [
      [1n, 0n, 0n],
      [0n, 1n, 0n],
      [0n, 0n, 1n],
    ],
    carry: [
      [1n, 1n, 0n],
      [0n, 0n, 0n],
      [0n, 0n, 1n],
    ],
  }
}
